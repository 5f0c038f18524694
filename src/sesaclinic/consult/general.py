"""The plan for a question about a skin type or concern in general, and for a routine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sesaclinic.advice import routine_for
from sesaclinic.consult.desk import Desk, Paragraph, Plan
from sesaclinic.consult.evidence import Fact
from sesaclinic.consult.understand import Facet, Understanding

_CARE_FIRST: Final = ("care", "ingredients_help", "ingredients_avoid", "see_doctor")
_AVOID_FIRST: Final = ("ingredients_avoid", "care", "ingredients_help", "see_doctor")
_INGREDIENTS_FIRST: Final = ("ingredients_help", "ingredients_avoid", "care", "see_doctor")
# sentences of each section: about ten in all, which is what people read to the end
_SENTENCES: Final = {"care": 4, "ingredients_help": 3, "ingredients_avoid": 2, "see_doctor": 1}
_SENTENCES_OF_TWO: Final = {"care": 2, "ingredients_help": 1, "ingredients_avoid": 2, "see_doctor": 1}
_AT_ONCE: Final = 3  # sentences of one passage


def plan_general(desk: Desk, asked: Understanding, about: Sequence[Facet]) -> Plan:
    """Care, what helps, what to avoid and when to see a doctor; what was asked for comes first."""
    about = about[:2]
    if "routine" in asked.intents[:2]:
        return _routine(desk, about)
    paragraphs: list[Paragraph] = []
    for section in _order(asked.intents):
        facts = [fact for facet in about for fact in _about(desk, facet, section, alone=len(about) == 1)]
        if section == "see_doctor":
            facts = facts[:1]
        if facts:
            paragraphs.append(Paragraph(section if paragraphs else None, tuple(facts)))
    return Plan(tuple(paragraphs), facets=tuple(about))


def _order(intents: Sequence[str]) -> Sequence[str]:
    """Sections in the order in which they were asked for."""
    if "avoid" in intents:
        return _AVOID_FIRST
    return _INGREDIENTS_FIRST if "ingredients" in intents else _CARE_FIRST


def _routine(desk: Desk, about: Sequence[Facet]) -> Plan:
    """Morning and evening steps, then what to avoid and when to see a doctor."""
    tags = [tag for facet in about for tag in sorted(facet.analysis)]
    paragraphs: list[Paragraph] = []
    steps = routine_for(tags, desk.lang)
    for when in ("morning", "evening"):
        facts = [desk.evidence.add(f"{step.title} – {step.why}", step.citations) for step in steps if step.when == when]
        paragraphs.append(Paragraph(when, tuple(facts)))
    for section in ("ingredients_avoid", "see_doctor"):
        facts = [fact for facet in about for fact in _about(desk, facet, section, alone=False)]
        if facts:
            paragraphs.append(Paragraph(section, tuple(facts[:2] if section != "see_doctor" else facts[:1])))
    return Plan(tuple(paragraphs), facets=tuple(about))


def _about(desk: Desk, facet: Facet, section: str, *, alone: bool) -> list[Fact]:
    """Sentences on one facet: more of each passage, and more passages, where the answer is about it alone."""
    facts: list[Fact] = []
    wanted = (_SENTENCES if alone else _SENTENCES_OF_TWO)[section]
    for article, heading in facet.general.get(section, ()):
        passage = desk.knowledge.passage(article, heading, desk.lang)
        if passage is not None and len(facts) < wanted:
            facts += desk.take(passage, min(_AT_ONCE, wanted - len(facts)))
    return facts
