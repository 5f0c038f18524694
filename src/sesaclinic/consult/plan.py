"""What an answer will say: chooses how to plan it."""

from __future__ import annotations

from sesaclinic.consult.aim import in_these_words
from sesaclinic.consult.desk import LOOKED_AT, Desk, Plan
from sesaclinic.consult.general import plan_general
from sesaclinic.consult.narrow import plan_narrow
from sesaclinic.consult.referral import plan_referral
from sesaclinic.consult.supplement import facets_of
from sesaclinic.consult.understand import Understanding
from sesaclinic.domain import Analysis, Triage, TriageLevel
from sesaclinic.knowledge import Where


def plan_answer(desk: Desk, asked: Understanding, triage: Triage, analysis: Analysis | None) -> Plan:
    """The plan for a question; without paragraphs when nothing answers it."""
    if triage.level in (TriageLevel.DOCTOR, TriageLevel.URGENT):
        return plan_referral(desk, asked, triage)
    mine = facets_of(analysis, desk) if analysis is not None and asked.my_skin and not asked.facets else ()
    written = in_these_words(asked.condensed, desk.search(asked.condensed, LOOKED_AT, Where()), desk)
    if (asked.broad and not written) or (mine and {"care", "routine", "ingredients", "avoid"} & set(asked.intents)):
        return plan_general(desk, asked, asked.facets or mine)
    return plan_narrow(desk, asked, triage, analysis)
