"""How soon the built-in consultant speaks: `make bench-chat`.

Asks headings of the shipped articles as questions, each once, so that no cache has seen them; prints the time until the
first words and the whole answer are there, and the processor time of an answer, which a busy machine disturbs less.
Times depend on the machine; no test asserts them.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from contextlib import aclosing

from sesaclinic.consult import Consultant, TokenEvent
from sesaclinic.domain import Lang
from sesaclinic.knowledge import KnowledgeBase
from sesaclinic.settings import Settings

QUESTIONS = 200
_STEPS = ("first words", "whole answer", "processor")


def main() -> None:
    """Measure and print."""
    start = time.perf_counter()
    settings = Settings()
    knowledge = KnowledgeBase.load(settings)
    for lang in knowledge.langs:
        knowledge.warm(lang)
    print(f"knowledge ready {time.perf_counter() - start:5.1f} s")
    consultant = Consultant(knowledge, settings)
    print(f"{'':4} {'':14} {'p50':>8} {'p95':>8} {'max':>8}   n")
    for lang in knowledge.langs:
        rows = asyncio.run(_ask_all(consultant, _questions(knowledge, lang), lang))
        for name, seconds in zip(_STEPS, zip(*rows, strict=True), strict=True):
            _print(lang, name, sorted(1000 * second for second in seconds))


def _questions(knowledge: KnowledgeBase, lang: Lang) -> list[str]:
    """Headings in a fixed random order, the first left for warming up."""
    headings = sorted({passage.heading for passage in knowledge.passages(lang)})
    random.Random(0).shuffle(headings)  # noqa: S311 - a sample, no secret
    return headings[: QUESTIONS + 1]


async def _ask_all(consultant: Consultant, questions: list[str], lang: Lang) -> list[tuple[float, float, float]]:
    await consultant.ask(questions[0], lang=lang)
    return [await _ask(consultant, question, lang) for question in questions[1:]]


async def _ask(consultant: Consultant, question: str, lang: Lang) -> tuple[float, float, float]:
    start, worked = time.perf_counter(), time.process_time()
    spoken = 0.0
    async with aclosing(consultant.stream(question, lang=lang)) as events:
        async for event in events:
            if isinstance(event, TokenEvent):
                spoken = spoken or time.perf_counter() - start
    return spoken, time.perf_counter() - start, time.process_time() - worked


def _print(lang: Lang, name: str, milliseconds: list[float]) -> None:
    late = statistics.quantiles(milliseconds, n=20)[-1]
    middle, latest = statistics.median(milliseconds), milliseconds[-1]
    print(f"{lang:4} {name:14} {middle:5.0f} ms {late:5.0f} ms {latest:5.0f} ms   {len(milliseconds)}")


if __name__ == "__main__":
    main()
