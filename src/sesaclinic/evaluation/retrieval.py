"""How often a passage on a right topic comes first, by words, by meaning and by both."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sesaclinic.evaluation.questions import LabelledQuestion
from sesaclinic.evaluation.statistics import interval, rounded
from sesaclinic.knowledge import KnowledgeBase, PassageRecord, Where
from sesaclinic.knowledge.retrieve import By

_DEPTH = 10


def evaluate_retrieval(
    knowledge: KnowledgeBase, questions: Sequence[LabelledQuestion], by: By | None = None
) -> dict[str, Any]:
    """hit@1, hit@5, MRR and nDCG@10 over questions that are ours to answer, with 95 % intervals.

    A passage is right when it has one of the question's topics, or, where articles are named, comes from one of them.
    baseline: hit@1 of always answering with a passage of the commonest topic. unanswered: nothing was found.
    """
    ours = [question for question in questions if question.expected != "out_of_scope"]
    rows = [_relevance(knowledge, question, by) for question in ours]
    ranks = np.array([next((i for i, right in enumerate(row, start=1) if right), 0) for row in rows])
    gains = np.array([_ndcg(row) for row in rows])
    figures: dict[str, NDArray[np.float64]] = {
        "hit@1": (ranks == 1).astype(float),
        "hit@5": ((ranks > 0) & (ranks <= 5)).astype(float),
        "mrr": np.divide(1.0, ranks, out=np.zeros(len(ranks)), where=ranks > 0),
        "ndcg@10": gains,
    }
    return {
        "n": len(ours),
        **{name: rounded(values.mean()) for name, values in figures.items()},
        "intervals": {name: _interval(values) for name, values in figures.items()},
        "unanswered": sum(not row for row in rows),
        "baseline": _baseline(ours),
        "by": by or "both",
    }


def _relevance(knowledge: KnowledgeBase, question: LabelledQuestion, by: By | None) -> list[bool]:
    """Whether each passage found is right, best first, as `KnowledgeBase.search` finds them.

    A half alone is not asked whether the question is about skin.
    """
    where = Where(by=by, sure=by is None and not knowledge.is_ours(question.question, question.lang))
    hits = knowledge.retrieve(question.question, top=_DEPTH, lang=question.lang, where=where)
    return [_right(hit.passage, question) for hit in hits]


def _right(passage: PassageRecord, question: LabelledQuestion) -> bool:
    if question.articles:
        return passage.article in question.articles
    return bool(set(question.topics) & set(passage.topics))


def _ndcg(row: Sequence[bool]) -> float:
    """Gain of the right passages found against the same ones in the best order (Järvelin 2002, gains of 1)."""
    gain = sum(1 / log2(rank + 1) for rank, right in enumerate(row, start=1) if right)
    best = sum(1 / log2(rank + 1) for rank in range(1, sum(row) + 1))
    return gain / best if best else 0.0


def _interval(values: NDArray[np.float64]) -> list[float] | None:
    return interval(len(values), lambda rows: float(values[rows].mean()))


def _baseline(questions: Sequence[LabelledQuestion]) -> float:
    topics = [topic for question in questions for topic in set(question.topics)]
    return rounded(max((topics.count(topic) for topic in set(topics)), default=0) / max(1, len(questions)))
