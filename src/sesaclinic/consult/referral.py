"""The plan for a question that needs a doctor: what the signs mean, and what to do until then."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from sesaclinic.consult.aim import fit
from sesaclinic.consult.desk import Desk, Paragraph, Plan, strength
from sesaclinic.consult.phrases import group_of
from sesaclinic.consult.understand import Understanding
from sesaclinic.domain import Triage, TriageLevel
from sesaclinic.knowledge import Hit, PassageRecord, Where

_RED: Final = Where(topics=frozenset({"redflag"}), sure=False)
_SEE_DOCTOR: Final = Where(sections=frozenset({"see_doctor"}), sure=False)
_CARE: Final = Where(sections=frozenset({"care"}), sure=False)
_MAIN: Final = 4
_EXTRA: Final = 2
_FIRST: Final = 0.25
_APT: Final = 0.6  # cosine from which a passage is about this very problem
_SAYS_SOMETHING: Final = 1.4  # fit below which it would say nothing but that a doctor should look
_FITS: Final = 1.8  # fit from which care is for this very problem, and does no harm until a doctor has looked
# nobody who has to stop or to be seen at once is told how to go on at home
_NO_HOME_CARE: Final = frozenset({"pregnancy", "expecting", "procedure", "child"})


@dataclass(frozen=True, slots=True)
class Referral:
    """read: article and Korean heading of the passages on any of the signs."""

    signs: frozenset[str]
    read: tuple[tuple[str, str], ...]


@cache
def referrals() -> tuple[Referral, ...]:
    """The rows of `referrals.yaml`, in their order."""
    rows = yaml.safe_load((files("sesaclinic") / "assets" / "consult" / "referrals.yaml").read_text(encoding="utf-8"))
    return tuple(
        Referral(frozenset(row["signs"]), tuple((ref.partition("/")[0], ref.partition("/")[2]) for ref in row["read"]))
        for row in rows
    )


def plan_referral(desk: Desk, asked: Understanding, triage: Triage) -> Plan:
    """The passages on the signs; where none is set down, one that is apt; and care until a doctor's appointment."""
    urgent = triage.level is TriageLevel.URGENT
    paragraphs: list[Paragraph] = []
    read = _set_down(desk, triage)
    for passage in (_apt(desk, asked, urgent) if read is None else read)[: 1 if urgent else 2]:
        if facts := desk.take(passage, _EXTRA if paragraphs else _MAIN):
            role = "see_doctor" if passage.section == "see_doctor" else "key_facts"
            paragraphs.append(Paragraph(role if paragraphs else None, facts))
    if not urgent and group_of(triage) not in _NO_HOME_CARE:
        for hit in desk.search(asked.condensed, 2, _CARE):
            if fit(hit, asked.condensed, desk) >= _FITS and (facts := desk.take(hit.passage, _EXTRA)):
                paragraphs.append(Paragraph("meanwhile", facts))
                break
    return Plan(tuple(paragraphs))


def _set_down(desk: Desk, triage: Triage) -> list[PassageRecord] | None:
    """The passages of the first row of `referrals.yaml` that has one of the signs; None when no row has."""
    for row in referrals():
        if row.signs & set(triage.reasons):
            found = (desk.knowledge.passage(article, heading, desk.lang) for article, heading in row.read)
            return [passage for passage in found if passage is not None]
    return None


def _apt(desk: Desk, asked: Understanding, urgent: bool) -> list[PassageRecord]:
    """Passages about this very problem. Beside an emergency what is not about it has no place."""
    found = desk.search(asked.condensed, 4, _RED) + desk.search(asked.condensed, 4, _SEE_DOCTOR)
    if not urgent:
        found += desk.search(asked.condensed, 3, Where(sure=False))
    ranked = sorted({hit.passage.id: hit for hit in found}.values(), key=_worth, reverse=True)
    return [
        hit.passage
        for hit in ranked
        if hit.passage.section != "myths"
        and hit.parts["similarity"] >= _APT
        and fit(hit, asked.condensed, desk) >= _SAYS_SOMETHING
    ]


def _worth(hit: Hit) -> float:
    """What says when to see a doctor goes before what explains."""
    return strength(hit) + (_FIRST if hit.passage.section == "see_doctor" or "redflag" in hit.passage.topics else 0.0)
