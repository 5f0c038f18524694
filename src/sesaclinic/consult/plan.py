"""What an answer will say: chooses how to plan it."""

from __future__ import annotations

from typing import Final

from sesaclinic.consult.choice import POOL, choices, surety
from sesaclinic.consult.desk import Desk, Plan
from sesaclinic.consult.general import plan_general
from sesaclinic.consult.narrow import plan_narrow
from sesaclinic.consult.referral import plan_referral, plan_warning
from sesaclinic.consult.supplement import facets_of
from sesaclinic.consult.understand import CARING, Understanding, subject_of
from sesaclinic.domain import Analysis, Triage, TriageLevel
from sesaclinic.knowledge import Where

_SURE: Final = 0.8  # that one passage answers, from which it is told rather than an overview


def plan_answer(desk: Desk, asked: Understanding, triage: Triage, analysis: Analysis | None) -> Plan:
    """The plan for a question; without paragraphs when nothing answers it."""
    if triage.level in (TriageLevel.DOCTOR, TriageLevel.URGENT):
        return plan_referral(desk, asked, triage)
    if triage.level is TriageLevel.CAUTION and (warning := plan_warning(desk, triage)):
        return warning
    mine = facets_of(analysis, desk) if analysis is not None and asked.my_skin and not asked.facets else ()
    if (mine and CARING & set(asked.intents)) or (asked.broad and not _written(desk, asked)):
        return plan_general(desk, asked, asked.facets or mine)
    return plan_narrow(desk, asked, triage, analysis)


def _written(desk: Desk, asked: Understanding) -> bool:
    """Whether a passage is written for just this question, or on the narrower thing that it names (좁쌀여드름)."""
    if "routine" in asked.intents[:1] and len(asked.facets) > 1:
        return False  # routines are written for one skin each
    hits = desk.search(asked.condensed, POOL, Where())
    named = ((word, idea.removeprefix("=")) for word, idea in subject_of(asked.condensed, desk.lang).items())
    narrower = [word for word, wider in named if wider in word and word != wider]
    on_narrower = any(hit.passage.heading.startswith(word) for hit in hits for word in narrower)
    return on_narrower or surety(choices(asked.condensed, hits, asked, desk)) >= _SURE
