"""How urgent a question is, and whether it is ours to answer."""

from __future__ import annotations

from typing import Final

from sesaclinic.consult.signs import sign_book
from sesaclinic.consult.understand import Understanding
from sesaclinic.domain import Lang, Triage, TriageLevel
from sesaclinic.knowledge import KnowledgeBase
from sesaclinic.knowledge.question_model import question_model

FALSE_PREMISE: Final = "false_premise"  # the answer corrects something that the question takes for true
NO_EVIDENCE: Final = "no_evidence"  # ours to answer, but nothing known answers it
NOT_SKIN: Final = "not_skin"

_ORDER: Final = (
    TriageLevel.NONE,
    TriageLevel.CAUTION,
    TriageLevel.OUT_OF_SCOPE,
    TriageLevel.DOCTOR,
    TriageLevel.URGENT,
)


# who somebody asks for, which makes a question about something else no question about skin
_OF_WHOM: Final = frozenset({"infant", "child", "minor"})
_HARDLY_SKIN: Final = 1.0  # log-odds below which what nothing is written on is more likely about something else
SOUNDS_SERIOUS: Final = "sounds_serious"  # no sign by name, but worded like those that have one


def triage(question: str, lang: Lang = "ko") -> Triage:
    """The signs of a question, and a second ear for what is serious but has no sign by name."""
    judged = signs_triage(question, lang)
    if judged.level in (TriageLevel.DOCTOR, TriageLevel.URGENT, TriageLevel.OUT_OF_SCOPE):
        return judged
    book = sign_book(lang)
    plain = book.plain(question)
    serious = question_model("danger").log_odds(plain, lang) > 0
    if not serious or book.only_asks(book.letters(plain)) or not question_model("scope").log_odds(plain, lang) > 0:
        return judged
    if book.everyday(question):
        return judged
    return Triage(level=TriageLevel.DOCTOR, reasons=(SOUNDS_SERIOUS, *judged.reasons))


def signs_triage(question: str, lang: Lang = "ko") -> Triage:
    """The highest level among the signs of a question, with every sign's id as a reason.

    A request that is not ours (a dose, a prescription, an order to the machine) outranks a caution, but a person who
    needs a doctor hears that first.
    """
    present = [sign for sign in sign_book(lang).present(question) if sign.level is not TriageLevel.NONE]
    level = max((sign.level for sign in present), key=_ORDER.index, default=TriageLevel.NONE)
    first = sorted(present, key=lambda sign: -_ORDER.index(sign.level))
    return Triage(level=level, reasons=tuple(dict.fromkeys(sign.id for sign in first)))


def judge(asked: Understanding, knowledge: KnowledgeBase, lang: Lang) -> Triage:
    """The triage of a question as it stands and as it is understood, and whether it is about skin at all."""
    judged = triage(asked.question, lang)
    if asked.condensed != asked.question:
        judged = max(judged, triage(asked.condensed, lang), key=lambda found: _ORDER.index(found.level))
    unmarked = judged.level is TriageLevel.NONE or _OF_WHOM.issuperset(judged.reasons)
    if not unmarked or asked.my_skin or knowledge.is_ours(asked.condensed, lang):
        return judged
    # all signs are read once more for it, so it is asked last
    if sign_book(lang).everyday(asked.condensed):
        return judged
    return _not_ours()


def unanswered(judged: Triage, asked: Understanding, lang: Lang) -> Triage:
    """The triage of a question on which nothing is written: what is hardly about skin is not ours after all."""
    hardly = question_model("scope").log_odds(asked.condensed, lang) < _HARDLY_SKIN
    if judged.level is TriageLevel.NONE and hardly and not asked.my_skin and not asked.facets:
        return _not_ours()
    return judged.model_copy(update={"reasons": (*judged.reasons, NO_EVIDENCE)})


def _not_ours() -> Triage:
    return Triage(level=TriageLevel.OUT_OF_SCOPE, reasons=(NOT_SKIN,))
