"""Which of the passages found answers a question: what is seen of each, weighed by a linear model.

Taught by `python -m training.choice`; how often it is right stands in its card.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from math import exp
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sesaclinic.consult.aim import (
    alike,
    answerable_intents,
    asked_for,
    headed,
    ideas_of,
    named_in,
    share_held,
    tells,
    things_of,
)
from sesaclinic.consult.desk import Desk
from sesaclinic.consult.understand import Understanding, intent_rules, specifics
from sesaclinic.domain import Lang
from sesaclinic.knowledge import Closeness, Hit, PassageRecord

FILE: Final = "choice.npz"
POOL: Final = 24  # passages of a search among which one is chosen; of a hundred right ones it holds ninety-nine
_KINDS: Final = (
    "routine", "combine", "compare", "amount", "age", "duration", "frequency", "side_effect", "ingredients", "why",
    "what", "use", "care",
)  # fmt: skip
_NO_RIVAL: Final = 3.0  # lead of a passage that is alone
_FIRST_RANK: Final = 10  # as in the search: the second place is worth little less than the first

FEATURES: Final = (
    "heading", "asked", "text", "first", "sentence", "coverage", "wording", "heading_words", "first_words",
    "told", "missing", "specific_missing", "other_specific", "other_things", "shared_things",
    "kind", "other_kind", "intents_untold", "myth_believed", "myth_unasked", "doctor_asked", "doctor_unasked",
    "care_told", "facts_told", "opening", "rank",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A passage that may answer. score: how well, log-odds against another passage of the same search."""

    hit: Hit
    score: float


@dataclass(frozen=True, slots=True)
class Surety:
    """A calibrated probability that the best passage is right, from its score and its lead over the next."""

    bias: float
    score: float
    lead: float

    def of(self, best: float, lead: float) -> float:
        return 1 / (1 + exp(-(self.bias + self.score * best + self.lead * lead)))


@dataclass(frozen=True, slots=True)
class Model:
    """means, scales, weights: of each feature."""

    means: NDArray[np.float64]
    scales: NDArray[np.float64]
    weights: NDArray[np.float64]

    def scores(self, seen: NDArray[np.float64]) -> NDArray[np.float64]:
        """How well each passage answers, log-odds against another of the same search. seen: (passages, features)."""
        scores: NDArray[np.float64] = (seen - self.means) / self.scales @ self.weights
        return scores


def choices(question: str, hits: Sequence[Hit], asked: Understanding, desk: Desk) -> list[Choice]:
    """The passages found with how well each answers, best first."""
    if not hits:
        return []
    scores = _shipped()[0].scores(seen_of(question, hits, asked, desk)).tolist()
    return ranked(Choice(hit, score) for hit, score in zip(hits, scores, strict=True))


def ranked(found: Iterable[Choice]) -> list[Choice]:
    """Choices, best first; a passage once."""
    best: dict[str, Choice] = {}
    for choice in sorted(found, key=lambda choice: -choice.score):
        best.setdefault(choice.hit.passage.id, choice)
    return list(best.values())


def surety(found: Sequence[Choice]) -> float:
    """Probability that the first of some choices is right, 0–1; 0 where there is none."""
    if not found:
        return 0.0
    best, *others = (choice.score for choice in found)
    return _shipped()[1].of(best, best - max(others, default=best - _NO_RIVAL))


def seen_of(question: str, hits: Sequence[Hit], asked: Understanding, desk: Desk) -> NDArray[np.float64]:
    """What is seen of each passage found, best first. Shape (passages, features)."""
    put = _Question.of(question, asked, desk)
    close = desk.knowledge.closeness(question, [hit.passage for hit in hits], desk.lang)
    openings = desk.knowledge.shares(put.ideas, [_opening(hit.passage, desk) for hit in hits], desk.lang)
    rows = [_seen(put, hit, near, desk) for hit, near in zip(hits, close, strict=True)]
    ranks = 1 / (_FIRST_RANK + np.arange(len(hits)))
    return np.column_stack((np.array(rows).reshape(len(hits), -1), openings, ranks))


@dataclass(frozen=True, slots=True)
class _Question:
    """A question as passages are held against it. ideas: all its words. things: what it names that is no everyday word.
    ours: things of the field. specific: its medicines, ingredients and procedures. wanted: its intents of which it is
    known how a passage answers them."""

    asked: Understanding
    ideas: frozenset[str]
    things: frozenset[str]
    ours: Set[str]
    specific: frozenset[str]
    wanted: Sequence[str]

    @classmethod
    def of(cls, text: str, asked: Understanding, desk: Desk) -> _Question:
        lang = desk.lang
        specific = frozenset(specifics(text, lang).values())
        wanted = answerable_intents(asked, lang)
        return cls(asked, ideas_of(text, lang), things_of(text, lang), named_in(text, desk), specific, wanted)


def _seen(question: _Question, hit: Hit, near: Closeness, desk: Desk) -> tuple[float, ...]:
    passage, lang, asked = hit.passage, desk.lang, question.asked
    words = desk.knowledge.words_of(passage)
    other_specific = frozenset(specifics(passage.heading, lang).values()) - question.specific
    heads = headed(passage, desk)
    kinds = {kind for kind in _KINDS if _is_headed(kind, passage.heading, lang)}
    intent = next(iter(asked.intents), "")
    told = [tells(passage, intent, lang) for intent in question.wanted]
    myth, doctor = passage.section == "myths", passage.section == "see_doctor"
    return (
        near.heading,
        near.asked,
        near.text,
        near.first,
        near.sentence,
        hit.parts["coverage"],
        asked_for(passage, question.ideas, desk),
        alike(words.wordings[0], question.ideas),
        share_held(question.ideas, ideas_of(passage.sentences[0].text, lang)),
        share_held(question.ideas, words.told),
        len(question.things - words.told),
        len(question.specific - words.told),
        len(other_specific),
        len(heads - question.ours),
        len(heads & question.ours),
        intent in kinds,
        bool(kinds) and intent not in kinds,
        bool(told) and not any(told),
        myth and asked.believes,
        myth and not asked.believes,
        doctor and "doctor" in asked.intents,
        doctor and "doctor" not in asked.intents,
        asked.tells and passage.section == "care",
        asked.tells and passage.section == "key_facts",
    )


def _opening(passage: PassageRecord, desk: Desk) -> Set[str]:
    """The words that a reader sees first: those of the heading and of the first sentence."""
    first = ideas_of(passage.sentences[0].text, desk.lang)
    return desk.knowledge.words_of(passage).wordings[0] | first


def _is_headed(kind: str, heading: str, lang: Lang) -> bool:
    pattern = intent_rules(lang)["headings"].get(kind)
    return pattern is not None and bool(re.search(pattern, heading))


@cache
def _shipped() -> tuple[Model, Surety]:
    """Taught in Korean; what it looks at means the same in every language."""
    with as_file(files("sesaclinic") / "assets" / "models" / FILE) as path, np.load(path) as data:
        model = Model(data["means"], data["scales"], data["weights"])
        return model, Surety(*data["surety"].tolist())
