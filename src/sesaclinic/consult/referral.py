"""The plan for a question that needs a doctor: what the signs mean, and what to do until then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from sesaclinic.consult.aim import headed, named_in
from sesaclinic.consult.choice import POOL, Choice, choices, surety
from sesaclinic.consult.desk import Desk, Paragraph, Plan
from sesaclinic.consult.phrases import group_of
from sesaclinic.consult.understand import Understanding
from sesaclinic.domain import Triage, TriageLevel
from sesaclinic.knowledge import PassageRecord, Where

_MAIN: Final = 4
_EXTRA: Final = 2
_EVEN: Final = 4.0  # score from which a passage is as likely as not about this very problem
_SURELY: Final = 6.0  # beside an emergency; and for care, which must do no harm until a doctor has looked
_LIKELY: Final = 0.5  # that a passage answers just this, from which it is told before what the signs mean
_PROBABLE: Final = 0.25  # the same where nothing is set down on the signs, so that not only "see a doctor" is said
_NEAREST: Final = 0.15  # from which it is told as the nearest that is written, where nothing else can be said
_NEARBY: Final = 3
# nobody who has to stop or to be seen at once is told how to go on at home
_NO_HOME_CARE: Final = frozenset({"pregnancy", "expecting", "procedure", "child"})

_PREGNANT: Final = frozenset({"pregnancy", "expecting"})  # who are told what is written for them and nothing else


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
    """What was asked, where a passage surely answers it; the passages on the signs; and care until the appointment."""
    urgent = triage.level is TriageLevel.URGENT
    paragraphs: list[Paragraph] = []
    found = choices(asked.condensed, desk.search(asked.condensed, POOL, Where(sure=False)), asked, desk)
    sure = surety(found)
    set_down = _set_down(desk, triage)
    read = _apt(found, urgent) if set_down is None else set_down
    wanted = _PROBABLE if set_down is None and not read else _LIKELY
    if not urgent and group_of(triage) not in _PREGNANT and sure >= _PROBABLE:
        asked_for = found[0].hit.passage  # who is sent to a doctor has still asked something
        read = [asked_for, *read] if sure >= wanted else [*read, asked_for]
    for passage in read[: 1 if urgent else 2]:
        if facts := desk.take(passage, _EXTRA if paragraphs else _MAIN):
            role = "see_doctor" if passage.section == "see_doctor" else "key_facts"
            paragraphs.append(Paragraph(role if paragraphs else None, facts))
    if not paragraphs and not urgent and sure >= _NEAREST and (nearest := _on_same_thing(desk, asked, found[0])):
        paragraphs.append(Paragraph("near", desk.take(nearest, _NEARBY)))
    if not urgent and group_of(triage) not in _NO_HOME_CARE:
        for choice in found:
            passage = choice.hit.passage
            if passage.section == "care" and choice.score >= _SURELY and (facts := desk.take(passage, _EXTRA)):
                paragraphs.append(Paragraph("meanwhile", facts))
                break
    return Plan(tuple(paragraphs))


def plan_warning(desk: Desk, triage: Triage) -> Plan | None:
    """What is set down for a sign that only asks for caution, where anything is."""
    told = [desk.take(passage, _MAIN) for passage in _set_down(desk, triage) or ()]
    paragraphs = tuple(Paragraph(None, facts) for facts in told if facts)
    return Plan(paragraphs) if paragraphs else None


def _set_down(desk: Desk, triage: Triage) -> list[PassageRecord] | None:
    """The passages of the first row of `referrals.yaml` that has one of the signs; None when no row has."""
    for row in referrals():
        if row.signs & set(triage.reasons):
            found = (desk.knowledge.passage(article, heading, desk.lang) for article, heading in row.read)
            return [passage for passage in found if passage is not None]
    return None


def _apt(found: Sequence[Choice], urgent: bool) -> list[PassageRecord]:
    """Passages about this very problem. Beside an emergency what is not about it has no place."""
    apt = [
        choice.hit.passage
        for choice in found
        if choice.score >= (_SURELY if urgent else _EVEN)
        and choice.hit.passage.section != "myths"
        and choice.hit.passage.topics[0] != "pregnancy"
    ]
    return sorted(apt, key=lambda passage: not _warns(passage))


def _on_same_thing(desk: Desk, asked: Understanding, choice: Choice) -> PassageRecord | None:
    """The passage of a choice, where it is headed by a thing that the question names."""
    passage = choice.hit.passage
    return passage if headed(passage, desk) & named_in(asked.condensed, desk) else None


def _warns(passage: PassageRecord) -> bool:
    """What says when to see a doctor goes before what explains."""
    return passage.section == "see_doctor" or "redflag" in passage.topics
