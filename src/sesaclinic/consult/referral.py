"""The plan for a question that needs a doctor: what the signs mean, and what to do until then."""

from __future__ import annotations

from typing import Final

from sesaclinic.consult.desk import Desk, Paragraph, Plan, strength
from sesaclinic.consult.phrases import group_of
from sesaclinic.consult.understand import Understanding
from sesaclinic.domain import Triage, TriageLevel
from sesaclinic.knowledge import Hit, Where

_RED: Final = Where(topics=frozenset({"redflag"}), sure=False)
_SEE_DOCTOR: Final = Where(sections=frozenset({"see_doctor"}), sure=False)
_CARE: Final = Where(sections=frozenset({"care"}), sure=False)
_MAIN: Final = 4
_EXTRA: Final = 2
_FIRST: Final = 0.25
_APT: Final = 0.6  # cosine from which a passage is about this very problem; beside an emergency nothing else belongs
# nobody who has to stop or to be seen at once is told how to go on at home
_NO_HOME_CARE: Final = frozenset({"pregnancy", "procedure", "child"})


def plan_referral(desk: Desk, asked: Understanding, triage: Triage) -> Plan:
    """The passage on the signs; for a doctor's case another one that is apt, and care until the appointment."""
    urgent = triage.level is TriageLevel.URGENT
    found = desk.search(asked.condensed, 4, _RED) + desk.search(asked.condensed, 4, _SEE_DOCTOR)
    if not urgent:
        found += desk.search(asked.condensed, 3, Where(sure=False))
    ranked = sorted({hit.passage.id: hit for hit in found}.values(), key=_worth, reverse=True)
    ranked = [hit for hit in ranked if hit.passage.section != "myths"]
    paragraphs: list[Paragraph] = []
    for hit in ranked[: 1 if urgent else 2]:
        if paragraphs and hit.parts["similarity"] < _APT:
            break
        if facts := desk.take(hit.passage, _EXTRA if paragraphs else _MAIN):
            role = "see_doctor" if hit.passage.section == "see_doctor" else "key_facts"
            paragraphs.append(Paragraph(role if paragraphs else None, facts))
    if not urgent and group_of(triage) not in _NO_HOME_CARE:
        for hit in desk.search(asked.condensed, 2, _CARE):
            if hit.parts["similarity"] >= _APT - 0.1 and (facts := desk.take(hit.passage, _EXTRA)):
                paragraphs.append(Paragraph("meanwhile", facts))
                break
    return Plan(tuple(paragraphs))


def _worth(hit: Hit) -> float:
    """What says when to see a doctor goes before what explains."""
    return strength(hit) + (_FIRST if hit.passage.section == "see_doctor" or "redflag" in hit.passage.topics else 0.0)
