"""Which passages answer a question: words and meaning, fused by rank, and how sure that is."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from math import exp
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import Lang
from sesaclinic.knowledge.lexical import LexicalIndex
from sesaclinic.knowledge.passages import Hit, PassageRecord
from sesaclinic.knowledge.semantic import SemanticIndex

Scores = NDArray[np.float32]

# Chosen on questions held out of the articles (docs/knowledge.md): k from 2 to 60 and weights from 0.7 to 1.5 differ
# by a point; the topic share adds a point of right topics and takes nothing from right passages.
_RANK_OFFSET: Final = 10.0  # k of reciprocal-rank fusion (Cormack 2009 uses 60 for lists of a thousand; ours are short)
_TOPIC_SHARE: Final = 1.0
_TOPIC_WITNESSES: Final = 20  # passages whose topics say what the question is about


@dataclass(frozen=True, slots=True)
class Where:
    """What to look among: passages with one of `topics`, of one of `sections`; None is any.

    sure: nothing at all when even the best passage is probably beside the question.
    """

    topics: frozenset[str] | None = None
    sections: frozenset[str] | None = None
    sure: bool = True

    def takes(self, passage: PassageRecord) -> bool:
        if self.topics is not None and not self.topics & set(passage.topics):
            return False
        return self.sections is None or passage.section in self.sections


ANYWHERE: Final = Where()


@dataclass(frozen=True, slots=True)
class Confidence:
    """Logistic calibration: probability that the first passage is on the question's subject.

    Fitted by `python -m training.retrieval`; similarity is the passage's cosine, coverage the share of the question's
    words (weighted by rarity) that it holds, scope the log-odds that the question is about skin at all.
    """

    bias: float
    similarity: float
    coverage: float
    scope: float
    threshold: float

    def probability(self, similarity: float, coverage: float, scope: float) -> float:
        log_odds = self.bias + self.similarity * similarity + self.coverage * coverage + self.scope * scope
        return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))


# similarity and words alone, for a language that was never calibrated; answers rather than declines
_UNCALIBRATED: Final = Confidence(bias=-3.0, similarity=5.0, coverage=4.0, scope=0.0, threshold=0.2)


@cache
def confidence_for(lang: Lang) -> Confidence:
    """The calibration of a language, made with the built-in embedder."""
    text = (files("sesaclinic") / "assets" / "models" / "retrieval.json").read_text(encoding="utf-8")
    calibrated = json.loads(text)["confidence"]
    return Confidence(**calibrated[lang]) if lang in calibrated else _UNCALIBRATED


class Retriever:
    """Searches the passages of one language.

    subject: log-odds that a question is about skin at all.
    """

    def __init__(
        self,
        passages: Sequence[PassageRecord],
        lexical: LexicalIndex,
        semantic: SemanticIndex,
        confidence: Confidence,
        subject: Callable[[str], float],
    ) -> None:
        self._subject = subject
        self._passages = tuple(passages)
        self._lexical = lexical
        self._semantic = semantic
        self._confidence = confidence
        names = sorted({topic for passage in passages for topic in passage.topics})
        self._topics = np.array([[name in p.topics for name in names] for p in passages], dtype=np.float32)

    def retrieve(self, question: str, *, top: int, where: Where = ANYWHERE) -> list[Hit]:
        """The best passages, best first; none when the best is not sure enough."""
        if not self._passages:
            return []
        words = self._lexical.words(question)
        lexical = self._lexical.scores(words)
        similarity = self._semantic.similarities(question)
        scope = self._subject(question)
        fused = self._on_topic(fuse(similarity, lexical))
        order = [int(i) for i in np.argsort(-fused, kind="stable") if fused[i] > 0]
        if not order:
            return []
        if where.sure and self._probability(order[0], words, similarity, scope) < self._confidence.threshold:
            return []
        wanted = (i for i in order if where.takes(self._passages[i]))
        return [
            Hit(
                self._passages[i],
                self._probability(i, words, similarity, scope),
                {
                    "fused": float(fused[i]),
                    "similarity": float(similarity[i]),
                    "coverage": self._lexical.coverage(words, i),
                },
            )
            for i in islice(wanted, top)
        ]

    def _probability(self, index: int, words: Sequence[str], similarity: Scores, scope: float) -> float:
        return self._confidence.probability(float(similarity[index]), self._lexical.coverage(words, index), scope)

    def _on_topic(self, fused: Scores) -> Scores:
        """Scores raised for passages on the topics that the best passages agree on."""
        best = np.argsort(-fused)[:_TOPIC_WITNESSES]
        weight = fused[best] / max(float(fused[best].sum()), 1e-9)
        agreement = weight @ self._topics[best]
        raised: Scores = fused * (1 + _TOPIC_SHARE * (self._topics * agreement).max(axis=1))
        return raised


def fuse(similarity: Scores, lexical: Scores) -> Scores:
    """Reciprocal-rank fusion of two score lists, shape (passages,); a list says nothing of what it did not find."""
    fused = np.zeros(len(similarity), dtype=np.float32)
    for scores, found in ((similarity, similarity > -1), (lexical, lexical > 0)):
        rows = np.flatnonzero(found)
        ranked = rows[np.argsort(-scores[rows], kind="stable")]
        fused[ranked] += 1 / (_RANK_OFFSET + np.arange(len(ranked), dtype=np.float32))
    return fused
