"""Whether answers cite what they say, refer who needs a doctor, decline what is not ours, correct what is not so."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sesaclinic.consult import Consultant
from sesaclinic.consult.check import SUPPORTED
from sesaclinic.consult.support import agrees, support
from sesaclinic.consult.triage import FALSE_PREMISE
from sesaclinic.domain import Answer, Lang, TriageLevel
from sesaclinic.evaluation.questions import EXPECTED, LabelledQuestion
from sesaclinic.evaluation.statistics import interval, rounded
from sesaclinic.knowledge import KnowledgeBase

_CITED: Final = re.compile(r"([^\n]+?[.!?。！？])\s*((?:\[\d+\])+)")
_REFERRED: Final = (TriageLevel.DOCTOR, TriageLevel.URGENT)
_CAUTIOUS: Final = (TriageLevel.CAUTION, *_REFERRED)


@dataclass(frozen=True, slots=True)
class _Judged:
    question: LabelledQuestion
    answer: Answer
    valid: int  # citations whose passage exists and has the source
    citations: int
    supported: int  # cited sentences that their passages hold
    sentences: int


def evaluate_answers(
    consultant: Consultant, knowledge: KnowledgeBase, questions: Sequence[LabelledQuestion]
) -> dict[str, Any]:
    """Citation validity, support and triage, with 95 % intervals; `confusion` has expected rows and given columns.

    baseline: the recalls of answering everything without a word of caution.
    """
    judged = asyncio.run(_judge_all(consultant, knowledge, questions))
    groups = {expected: [row for row in judged if row.question.expected == expected] for expected in EXPECTED}
    sick = groups["doctor"] + groups["urgent"]
    given = {
        "urgent_recall": [row.answer.triage.level in _REFERRED for row in sick],
        "caution_recall": [row.answer.triage.level in _CAUTIOUS for row in groups["caution"]],
        "out_of_scope_recall": [row.answer.triage.level is TriageLevel.OUT_OF_SCOPE for row in groups["out_of_scope"]],
        "premise_recall": [_corrects(row.answer) for row in groups["correct_the_premise"]],
        "false_alarm_rate": [row.answer.triage.level in _REFERRED for row in groups["answer"]],
    }
    valid = [(row.valid, row.citations) for row in judged]
    supported = [(row.supported, row.sentences) for row in judged]
    return {
        "n": len(judged),
        "citation_validity": _share(valid),
        "support": _share(supported),
        "triage": {name: rounded(np.mean(values)) if values else None for name, values in given.items()},
        "intervals": {
            "citation_validity": _interval_of_share(valid),
            "support": _interval_of_share(supported),
            **{name: _interval(values) for name, values in given.items()},
        },
        "counts": {name: len(values) for name, values in given.items()},
        "declined_but_ours": rounded(
            np.mean([row.answer.triage.level is TriageLevel.OUT_OF_SCOPE for row in groups["answer"]] or [False])
        ),
        "confusion": {
            expected: dict(Counter(row.answer.triage.level.value for row in rows)) for expected, rows in groups.items()
        },
        "baseline": {"recalls": 0.0, "false_alarm_rate": 0.0},
    }


async def _judge_all(
    consultant: Consultant, knowledge: KnowledgeBase, questions: Sequence[LabelledQuestion]
) -> list[_Judged]:
    return [
        _judge(question, await consultant.ask(question.question, lang=question.lang), knowledge)
        for question in questions
    ]


def _judge(question: LabelledQuestion, answer: Answer, knowledge: KnowledgeBase) -> _Judged:
    passages = {(passage.article, passage.heading): passage for passage in knowledge.passages(question.lang)}
    told: dict[int, list[str]] = {}
    valid = 0
    for citation in answer.citations:
        passage = passages.get((citation.article, citation.section))
        urls = {source.url for sentence in passage.sentences for source in sentence.sources} if passage else set()
        valid += citation.url in urls
        told[citation.n] = [sentence.text for sentence in passage.sentences] if passage else []
    cited = [(_last_sentence(text), re.findall(r"\d+", marks)) for text, marks in _CITED.findall(answer.answer)]
    supported = sum(
        _supported(text, [fact for n in numbers for fact in told.get(int(n), ())], question.lang)
        for text, numbers in cited
    )
    return _Judged(question, answer, valid, len(answer.citations), supported, len(cited))


def _supported(text: str, told: Sequence[str], lang: Lang) -> bool:
    return support(text, told, lang) >= SUPPORTED and agrees(text, told, lang)


def _last_sentence(text: str) -> str:
    """The sentence that the marks stand behind: what follows the last end mark before it."""
    return re.split(r"(?<=[.!?。！？])\s+(?:\[\d+\]\s*)*", text.strip())[-1]


def _corrects(answer: Answer) -> bool:
    """Whether an answer says that something is not so: it rests on a passage that corrects the belief."""
    return FALSE_PREMISE in answer.triage.reasons


def _interval(values: Sequence[bool]) -> list[float] | None:
    array = np.array(values, dtype=float)
    return interval(len(array), lambda rows: float(array[rows].mean()))


def _share(parts: Sequence[tuple[int, int]]) -> float | None:
    """What is right of all. parts: right and all, of each answer. None when there is nothing to be right."""
    right, everything = (sum(column) for column in zip(*parts, strict=True))
    return rounded(right / everything) if everything else None


def _interval_of_share(parts: Sequence[tuple[int, int]]) -> list[float] | None:
    """Over answers, since sentences of one answer stand or fall together."""
    array = np.array(parts, dtype=float)

    def share(rows: NDArray[np.int64]) -> float:
        right, everything = array[rows].sum(axis=0)
        return float(right / everything) if everything else float("nan")

    return interval(len(array), share)
