"""How good the table is: held-out ways of asking, and Korean sentence similarity."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from sesaclinic.knowledge.embedders.base import Vectors
from sesaclinic.knowledge.passages import PassageRecord
from training.embedder.pairs import Group, held_out
from training.embedder.train import Table


def held_out_retrieval(table: Table, passages: Sequence[PassageRecord], groups: Sequence[Group]) -> dict[str, float]:
    """Each passage's held-out question against every text of every passage of its language.

    hit@1, hit@5, mrr: of that very passage, which near twins can outrank. topic@1: share whose first passage has one
    of its topics. topic_majority: what always answering from the most common topic would reach.
    """
    owners = np.array([group.passage for group in groups for _ in group.texts])
    vectors = np.vstack(
        [
            table.embed([text for group in groups if group.lang == lang for text in group.texts], lang)
            for lang in dict.fromkeys(group.lang for group in groups)
        ]
    )
    asked = [(index, question) for index, passage in enumerate(passages) if (question := held_out(passage))]
    langs = np.array([passage.lang for passage in passages])
    ranks, topics = [], []
    for lang in sorted(set(langs)):
        spoken = [(index, question) for index, question in asked if langs[index] == lang]
        scores = table.embed([question for _, question in spoken], lang) @ vectors.T
        for (index, _), row in zip(spoken, scores, strict=True):
            best = np.where(langs == lang, _best(row, owners, len(passages)), -np.inf)
            order = np.argsort(-best)
            ranks.append(int(np.flatnonzero(order == index)[0]))
            topics.append(bool(set(passages[order[0]].topics) & set(passages[index].topics)))
    rank = np.array(ranks)
    counts = [sum(topic in passage.topics for passage in passages) for topic in {t for p in passages for t in p.topics}]
    return {
        "n": len(rank),
        "hit@1": round(float(np.mean(rank == 0)), 4),
        "hit@5": round(float(np.mean(rank < 5)), 4),
        "mrr": round(float(np.mean(1 / (rank + 1))), 4),
        "topic@1": round(float(np.mean(topics)), 4),
        "topic_majority": round(max(counts) / len(passages), 4),
    }


def similarity(table: Table, pairs: Sequence[tuple[str, str, float]]) -> dict[str, float]:
    """Spearman's rho of cosine against the human score; a baseline that knows nothing has 0."""
    first = table.embed([pair[0] for pair in pairs], "ko")
    second = table.embed([pair[1] for pair in pairs], "ko")
    rho = spearmanr(np.sum(first * second, axis=1), [pair[2] for pair in pairs]).statistic
    return {"n": len(pairs), "spearman": round(float(rho), 4)}


def _best(scores: Vectors, owners: NDArray[np.int64], passages: int) -> Vectors:
    best = np.full(passages, -np.inf, dtype=np.float32)
    np.maximum.at(best, owners, scores)
    return best
