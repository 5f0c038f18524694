"""How urgent a question is, and whether it is ours to answer."""

from __future__ import annotations

from typing import Final

from sesaclinic.consult.signs import sign_book
from sesaclinic.domain import Lang, Triage, TriageLevel

_ORDER: Final = (
    TriageLevel.NONE,
    TriageLevel.CAUTION,
    TriageLevel.OUT_OF_SCOPE,
    TriageLevel.DOCTOR,
    TriageLevel.URGENT,
)


def triage(question: str, lang: Lang = "ko") -> Triage:
    """The highest level among the signs of a question, with every sign's id as a reason.

    A request that is not ours (a dose, a prescription, an order to the machine) outranks a caution, but a person who
    needs a doctor hears that first.
    """
    present = sign_book(lang).present(question)
    level = max((sign.level for sign in present), key=_ORDER.index, default=TriageLevel.NONE)
    return Triage(level=level, reasons=tuple(dict.fromkeys(sign.id for sign in present)))
