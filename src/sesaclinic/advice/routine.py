"""A morning and an evening routine that fits an analysis."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

from rapidfuzz import fuzz

from sesaclinic.advice.reading import read_analysis
from sesaclinic.advice.words import first_case, words
from sesaclinic.domain import Analysis, Citation, Lang, Noun
from sesaclinic.knowledge.corpus import Block, Source, load_sources, read_article, shipped_knowledge

When = Literal["morning", "evening"]


class RoutineStep(Noun):
    """One thing to do. step: 1, 2 … within its half of the day. why: the reason, resting on `citations`."""

    when: When
    step: int
    title: str
    why: str
    citations: tuple[Citation, ...]


def build_routine(analysis: Analysis, lang: Lang = "ko") -> list[RoutineStep]:
    """Steps of the morning, then of the evening; four at most in each."""
    return routine_for(read_analysis(analysis).tags, lang)


def routine_for(tags: Sequence[str], lang: Lang = "ko") -> list[RoutineStep]:
    """The routine for skin types and concerns, most important first."""
    steps: list[RoutineStep] = []
    numbers: dict[tuple[str, str], int] = {}
    times: tuple[When, ...] = ("morning", "evening")
    for when in times:
        cases = [case for step in words(lang)["routine"][when].values() if (case := first_case(step, tags))]
        for number, case in enumerate(cases, start=1):
            source = _sources()[case["source"]]
            section = _passage(case["article"], source.id, case["why"], lang)
            citation = Citation(
                n=numbers.setdefault((section, source.id), len(numbers) + 1),
                article=case["article"],
                section=section,
                title=source.title,
                url=source.url,
            )
            steps.append(
                RoutineStep(when=when, step=number, title=case["title"], why=case["why"], citations=(citation,))
            )
    return steps


def _passage(article: str, source: str, why: str, lang: Lang) -> str:
    """Heading of the passage of an article that rests on a source and says most nearly why; empty while the article
    lacks a translation."""
    resting = [
        block for block in _blocks(article, lang) if any(source in sentence.sources for sentence in block.sentences)
    ]
    best = max(resting, key=lambda block: fuzz.partial_token_set_ratio(why, block.text), default=None)
    return best.heading if best is not None else ""


@cache
def _blocks(article: str, lang: Lang) -> tuple[Block, ...]:
    path = shipped_knowledge() / lang / f"{article}.md"
    return read_article(path).blocks if path.exists() else ()


@cache
def _sources() -> dict[str, Source]:
    return load_sources(shipped_knowledge())
