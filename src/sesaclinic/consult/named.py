"""The medicine, ingredient or procedure that a question names: what is said of another does not answer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sesaclinic.consult.desk import LOOKED_AT, Desk
from sesaclinic.consult.understand import intent_rules, specifics
from sesaclinic.domain import Lang
from sesaclinic.knowledge import Hit, KnowledgeBase, PassageRecord, Where
from sesaclinic.knowledge.words import unheard

_NEAR: Final = 0.45  # cosine below which a passage speaks of something else, whatever it names
_VERY_NEAR: Final = 0.7  # from which one is of use that does not name the thing


def strangers(question: str, knowledge: KnowledgeBase, lang: Lang) -> Sequence[str]:
    """Names of products or procedures that no dictionary and no passage knows."""
    return [name for name in unheard(question, lang) if not knowledge.knows(name, lang)]


def on_named(question: str, hits: Sequence[Hit], desk: Desk) -> list[Hit]:
    """The passages that speak of every specific thing a question names, or of as many as any does.

    Those found for the question go first, then those found by the names; where none speaks of any, what is very near.
    """
    if strangers(question, desk.knowledge, desk.lang):
        return []
    named = specifics(question, desk.lang)
    if not named or not hits:  # a search that was not sure of anything is not asked again
        return list(hits)
    ideas = frozenset(named.values())
    hits = [hit for hit in hits if not _on_another(hit.passage, ideas, desk)]
    if full := [hit for hit in hits if _told(hit.passage, ideas, desk) == len(ideas)]:
        return full
    by_name = desk.search(f"{' '.join(named)} {question}", LOOKED_AT, Where(sure=False))
    near = [hit for hit in by_name if hit.parts["similarity"] >= _NEAR and not _on_another(hit.passage, ideas, desk)]
    pool = {hit.passage.id: hit for hit in (*hits, *near)}.values()
    if most := max((_told(hit.passage, ideas, desk) for hit in pool), default=0):
        return [hit for hit in pool if _told(hit.passage, ideas, desk) == most]
    return [hit for hit in hits if hit.parts["similarity"] >= _VERY_NEAR]


def speaks_of_named(passage: PassageRecord, question: str, desk: Desk) -> bool:
    """Whether a passage speaks of every specific thing that a question names, or is headed by its kind."""
    ideas = frozenset(specifics(question, desk.lang).values())
    return _told(passage, ideas, desk) == len(ideas)


def _on_another(passage: PassageRecord, ideas: frozenset[str], desk: Desk) -> bool:
    """Whether a passage is headed by other specific things alone than these."""
    heads = set(specifics(passage.heading, desk.lang).values())
    return bool(heads) and not heads & ideas


def unwritten(question: str, desk: Desk) -> str:
    """A name in a question on which nothing is written; empty where there is none."""
    named = specifics(question, desk.lang).items()
    unknown = [word for word, idea in named if not desk.knowledge.knows(idea, desk.lang)]
    return next(iter((*strangers(question, desk.knowledge, desk.lang), *unknown)), "")


def _told(passage: PassageRecord, ideas: frozenset[str], desk: Desk) -> int:
    """How many of the specific things a passage says, or is headed by their kind (시술 for 보톡스)."""
    words = desk.knowledge.words_of(passage)
    kinds = intent_rules(desk.lang).get("kinds", {})
    return sum(
        idea in words.told or any(idea in members and kind in words.wordings[0] for kind, members in kinds.items())
        for idea in ideas
    )
