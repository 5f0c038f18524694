"""The words for what we do not answer, and for what we do not know."""

from __future__ import annotations

import re

from sesaclinic.advice.words import fill
from sesaclinic.consult.phrases import phrases
from sesaclinic.consult.providers.base import Consultation
from sesaclinic.consult.signs import sign_book
from sesaclinic.domain import TriageLevel


def declines(consultation: Consultation) -> str | None:
    """What to say instead of an answer; None when there is something to answer with."""
    words = phrases(consultation.lang)
    if consultation.triage.level is TriageLevel.OUT_OF_SCOPE:
        for reason in consultation.triage.reasons:
            if reason in words["decline"]:
                return str(words["decline"][reason])
        hello = re.search(words["hello"], sign_book(consultation.lang).letters(consultation.question))
        return str(words["decline"]["hello" if hello else "general"])
    if not consultation.plan.paragraphs and consultation.triage.level is TriageLevel.NONE:
        return _unknown(consultation)
    return None


def _unknown(consultation: Consultation) -> str:
    """That nothing is known, and what is: the concern that the question names, or else what would help to find it."""
    words, space = phrases(consultation.lang)["unknown"], phrases(consultation.lang)["space"]
    if thing := consultation.plan.unwritten:
        return str(space.join((fill(words["thing"], thing=thing), words["by_ingredient"], words["close"])))
    about = consultation.asked.facets
    offer = fill(words["near"], topic=about[0].name) if about else words["more"]
    return str(space.join((words["open"], offer, words["close"])))
