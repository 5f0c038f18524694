"""What a question takes for true: whether a passage corrects it, bears it out, or speaks of something else."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

from sesaclinic.consult.aim import fit, ideas_of, likeness, share_held
from sesaclinic.consult.desk import Desk
from sesaclinic.consult.signs import sign_book
from sesaclinic.consult.support import support
from sesaclinic.consult.understand import intent_rules, specifics
from sesaclinic.domain import Lang
from sesaclinic.knowledge import Hit, PassageRecord, Where
from sesaclinic.knowledge.claims import sentence_rules
from sesaclinic.knowledge.words import lexicon, plain_words, tokenize

# Chosen on 58 false and 12 true beliefs written for it; tests/consult/beliefs.jsonl has others.
_ABOUT: Final = 1.45  # nearness, words held, and likeness to a way of asking, from which a correction is of this belief
_ASKED: Final = 1.8  # the same for somebody who only asks whether it is so
_HELD: Final = 0.45  # share of a claim's words that a correction of it says somewhere
_LEAD: Final = 0.15  # by which an ordinary passage must fit better than a correction to be what was asked about
_BORNE_OUT: Final = 0.75  # share of a belief's words that a sentence must hold to say the same
_ALIKE: Final = 0.7  # likeness from which a claim turned the other way round is the opposite of what is corrected
_NEARLY: Final = 0.09  # likeness by which two ways to put a belief are as good as one
_HALF: Final = 0.4  # likeness from which a claim without limits goes too far, whichever way it turns
_FIRST: Final = 3  # sentences of a passage that may bear a belief out
_LOOKED_AT: Final = 4  # corrections weighed
_END: Final = 14  # letters at the end of a question that say what is believed to happen


@dataclass(frozen=True, slots=True)
class Weighed:
    """The passage on a belief. so: whether it bears the belief out; None where it says neither so nor otherwise."""

    hit: Hit
    so: bool | None


def weigh(question: str, hits: Sequence[Hit], desk: Desk) -> Weighed | None:
    """The passage that speaks of what a question takes for true; None when hits are empty.

    hits: passages found for the question, best first.
    """
    claim = _statement(question, desk.lang)
    sure = convinced(question, desk.lang)
    myths = desk.search(question, _LOOKED_AT, Where(sections=frozenset({"myths"}), sure=False))
    named = set(specifics(question, desk.lang).values())
    words = ideas_of(claim, desk.lang)
    myths = [
        hit
        for hit in myths
        if not _of_another(hit.passage, named, desk.lang)
        and (not words or share_held(words, desk.knowledge.words_of(hit.passage).told) >= _HELD)
    ]
    if not sure:
        myths = [hit for hit in myths if not _goes_further(hit.passage.heading, claim, desk.lang)]
    ordinary = [hit for hit in hits if hit.passage.section != "myths"][:_LOOKED_AT]
    myth = max(myths, key=lambda hit: fit(hit, claim, desk), default=None)
    best = max(ordinary, key=lambda hit: fit(hit, claim, desk), default=None)
    rival = fit(best, claim, desk) if best is not None else 0.0
    wanted = max(_ABOUT, rival - _LEAD) if sure else max(_ASKED, rival)
    if myth is not None and fit(myth, claim, desk) >= wanted:
        so = _by_myth(claim, myth.passage, desk.lang)
        if (so is False and (sure or _same_outcome(claim, myth.passage, desk.lang))) or (so and sure):
            return Weighed(myth, so)
    if best is None:
        return None
    return Weighed(best, _by_ordinary(claim, best.passage, desk.lang) if sure else None)


def corrected(question: str, passage: PassageRecord, lang: Lang) -> bool:
    """Whether somebody convinced of something is told by a passage chosen for the question that it is not so."""
    if passage.section != "myths" or not convinced(question, lang):
        return False
    if not sentence_rules(lang).correction.search(passage.sentences[0].text):
        return False
    claim = _statement(question, lang)
    so = _by_myth(claim, passage, lang)
    # who denies, or warns of, something like what is corrected may well be right
    alike = _denied(claim, lang) == _denied(passage.heading, lang) and not _warns(claim, passage.heading, lang)
    return so is False or (so is None and alike)


def _same_outcome(claim: str, passage: PassageRecord, lang: Lang) -> bool:
    """Whether a correction is asked for by what the claim says happens, or the claim knows no limits.

    "Do patches heal faster" is not answered by "patches do not draw out all the pus".
    """
    words = plain_words(claim, lang)
    if not words or re.search(intent_rules(lang)["absolute"], sign_book(lang).letters(claim)):
        return True
    outcome = lexicon(lang).ideas.get(words[-1], words[-1])
    return any(outcome in ideas_of(_statement(wording, lang), lang) for wording in (passage.heading, *passage.asks))


def _of_another(passage: PassageRecord, named: Set[str], lang: Lang) -> bool:
    """Whether a belief is about other medicines, ingredients or procedures than those that a question has named."""
    theirs = set(specifics(f"{passage.heading} {passage.sentences[0].text}", lang).values())
    return bool(theirs and named) and theirs.isdisjoint(named)


def _goes_further(heading: str, claim: str, lang: Lang) -> bool:
    """Whether a corrected belief is without limits and what is asked is not: "is every red face rosacea", "is mine"."""
    limitless = intent_rules(lang)["absolute"]
    return bool(re.search(limitless, heading)) and not re.search(limitless, sign_book(lang).letters(claim))


def _by_myth(claim: str, passage: PassageRecord, lang: Lang) -> bool | None:
    """Whether a claim is so by a passage that corrects one like it.

    What turns the same way as the corrected belief is not so. What differs in one denial is, where it is alike in all
    else ("sunscreen is needed on a cloudy day"); and so is what the passage itself adds.
    """
    rules, letters = intent_rules(lang), sign_book(lang).letters(claim)
    asks = [_statement(ask, lang) for ask in passage.asks]
    held = [
        statement
        for ask, statement in zip(passage.asks, asks, strict=True)
        if re.search(rules["convinced"], sign_book(lang).letters(ask))
    ]
    alike = {wording: likeness(wording, claim, lang) for wording in (_statement(passage.heading, lang), *held)}
    said = [wording for wording, like in alike.items() if like >= max(alike.values()) - _NEARLY]
    told = max(support(claim, [wording], lang) for wording in said)
    if any(
        support(claim, [sentence.text], lang) > told and _bears_out(sentence.text, claim, lang)
        for sentence in passage.sentences[1:]
    ):
        return True
    ways = [(_denied(claim, lang) != _denied(wording, lang), _warns(claim, wording, lang)) for wording in said]
    if any(denied == warned for denied, warned in ways) or re.search(rules["reasons"], letters):
        return None if _ends_in_denial(claim, lang) and not _denied(passage.heading, lang) else False
    nearest = max((passage.heading, *asks), key=lambda wording: likeness(wording, claim, lang))
    # of "is not always good" the opposite is "is sometimes bad", not "is bad"; "is always good" is what it denies
    corrected = f"{passage.heading} {passage.sentences[0].text}"
    limits = not _absolutes(corrected, lang) or _absolutes(claim, lang) == _absolutes(nearest, lang)
    opposite = all(denied for denied, _ in ways) and _denied(claim, lang) != _denied(nearest, lang) and limits
    if opposite and likeness(nearest, claim, lang) >= _ALIKE:
        return True
    return False if _limitless(claim, lang) and max(alike.values()) >= _HALF else None


def _ends_in_denial(claim: str, lang: Lang) -> bool:
    """Whether a claim ends in saying that something is not so, which may be what a correction says, too."""
    rules, letters = intent_rules(lang), sign_book(lang).letters(claim)
    return "ends_denied" in rules and bool(re.search(rules["ends_denied"], letters))


def _absolutes(text: str, lang: Lang) -> set[str]:
    """The words of a text that know no limits: always, wholly, never."""
    return {word.group() for word in re.finditer(intent_rules(lang)["absolute"], sign_book(lang).letters(text))}


def _limitless(claim: str, lang: Lang) -> bool:
    """Whether a claim knows no limits; "does not wholly go away" does."""
    wholly = intent_rules(lang).get("wholly")
    absolutes = _absolutes(claim, lang)
    limited = wholly and _denied(claim, lang) and all(re.fullmatch(wholly, word) for word in absolutes)
    return bool(absolutes) and not limited and not _ends_in_denial(claim, lang)


def _by_ordinary(claim: str, passage: PassageRecord, lang: Lang) -> bool | None:
    """Whether a claim is so by a passage that corrects none: a sentence says or denies it, or it knows no limits."""
    for sentence in passage.sentences[:_FIRST]:
        if _bears_out(sentence.text, claim, lang):
            return True
        if _says(sentence.text, claim, lang) and not _warns(claim, sentence.text, lang):
            return False
    return False if _limitless(claim, lang) else None


def _bears_out(sentence: str, claim: str, lang: Lang) -> bool:
    """Whether a sentence says what is claimed, and denies and warns as the claim does, and takes nothing back."""
    contrast = intent_rules(lang).get("contrast")
    denied = _denied(claim, lang) != _denied(re.sub(contrast, "", sentence) if contrast else sentence, lang)
    concedes = intent_rules(lang).get("concedes")
    if concedes and re.search(concedes, sign_book(lang).letters(sentence)):
        return False
    return _says(sentence, claim, lang) and not denied and not _warns(claim, sentence, lang)


def _says(sentence: str, claim: str, lang: Lang) -> bool:
    """Whether a sentence holds most words of a claim, the last one – what happens – outside its condition."""
    words = plain_words(claim, lang)
    if not words or support(claim, [sentence], lang) < _BORNE_OUT:
        return False
    condition = intent_rules(lang).get("condition")
    outcome = re.sub(condition, "", sentence) if condition else sentence
    *others, last = words
    ideas, told = lexicon(lang).ideas, tokenize(outcome, lang)
    # "the face feels tight, so it is dry skin": what says tight again does not say that it is dry
    shared = ideas.get(last) in {ideas[word] for word in others if word in ideas and word != last}
    return last in told or (not shared and ideas.get(last) in told)


def convinced(question: str, lang: Lang) -> bool:
    """Whether a question takes something for true, rather than asking whether it is."""
    return bool(re.search(intent_rules(lang)["convinced"], sign_book(lang).letters(question)))


def claims(question: str, lang: Lang) -> bool:
    """Whether a question takes something for true, or makes a reason of it."""
    reasons = re.search(intent_rules(lang)["reasons"], sign_book(lang).letters(question))
    return convinced(question, lang) or bool(reasons)


def _statement(question: str, lang: Lang) -> str:
    """What a question takes for true: what it was told, without what it makes of that or asking for assent."""
    rules = intent_rules(lang)
    told = re.match(rules["told"], question) if "told" in rules else None
    return re.sub(rules["assent"], "", told.group() if told else question)


def _denied(text: str, lang: Lang) -> bool:
    """Whether a statement denies, all in all: an odd number of denials."""
    return len(re.findall(intent_rules(lang)["denies"], sign_book(lang).letters(text))) % 2 == 1


def _warns(text: str, other: str, lang: Lang) -> bool:
    """Whether one statement ends in a harm and the other does not; what both name is what they are about."""
    mine, theirs = _harms(text, lang), _harms(other, lang)
    return any(mine[harm] for harm in mine.keys() - theirs) != any(theirs[harm] for harm in theirs.keys() - mine)


def _harms(text: str, lang: Lang) -> dict[str, bool]:
    """The harms that a statement names, each by its pattern, and whether it ends in them."""
    letters = sign_book(lang).letters(text)
    ends = {
        harm: max((found.end() for found in re.finditer(harm, letters)), default=0)
        for harm in intent_rules(lang)["harms"]
    }
    return {harm: end > len(letters) - _END for harm, end in ends.items() if end}
