"""Which passages answer a question: words and meaning, fused by rank, and how sure that is."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.resources import files
from itertools import islice
from math import exp
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import Lang
from sesaclinic.knowledge.lexical import LexicalIndex
from sesaclinic.knowledge.passages import Hit, PassageRecord
from sesaclinic.knowledge.question_model import question_model
from sesaclinic.knowledge.semantic import Closeness, SemanticIndex

Scores = NDArray[np.float32]

# Chosen on questions held out of the articles (docs/knowledge.md): k from 2 to 60 and weights from 0.7 to 1.5 differ
# by a point; the topic share adds a point of right topics, the second look three points of right passages.
_RANK_OFFSET: Final = 10.0  # k of reciprocal-rank fusion (Cormack 2009 uses 60 for lists of a thousand; ours are short)
_TOPIC_SHARE: Final = 1.0
_RED_FLAG: Final = "redflag"
_DANGER_SHARE: Final = 2.0  # of warning signs, by how surely a question sounds serious; from 1.5 on nothing changes
_WITNESSES: Final = 20  # best passages, whose topics and words say what the question is about
_SECOND_LOOK: Final = 12  # passages ordered again by how near they are and how many of the question's words they hold
_NEARNESS: Final = 0.1
_COVERAGE: Final = 0.2
_DEPTH: Final = 1000  # passages ranked by each half; what comes later would weigh less than a hundredth of the first
_CLOSE: Final = 60  # vectors looked up: a passage has about eleven, of which few are near; twice as many change nothing
_SURE_OF_SCOPE: Final = 3.0  # log-odds, 95 %: with however many words of skin, a question can ask about something else
_REMEMBERED: Final = 64  # searches: one answer looks for the same question among all, some sections, some articles
_CLOSE_AMONG_SOME: Final = 800  # more when most of what is near may be filtered out

By = Literal["words", "meaning"]


@dataclass(frozen=True, slots=True)
class Where:
    """What to look among: passages with one of `topics`, of one of `sections`, of one of `articles`; None is any.

    sure: nothing at all when even the best passage is probably beside the question. by: one half of the search alone.
    """

    topics: frozenset[str] | None = None
    sections: frozenset[str] | None = None
    articles: frozenset[str] | None = None
    sure: bool = True
    by: By | None = None

    def takes(self, passage: PassageRecord) -> bool:
        if self.topics is not None and not self.topics & set(passage.topics):
            return False
        if self.articles is not None and passage.article not in self.articles:
            return False
        return self.sections is None or passage.section in self.sections

    @property
    def narrow(self) -> bool:
        return bool(self.topics or self.sections or self.articles)


ANYWHERE: Final = Where()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a passage: how near it is (cosine), and how many of the question's words it holds (weighted by
    rarity). scope: log-odds that the question is about skin at all, at most three. strange: things it names that no
    passage knows."""

    similarity: float
    coverage: float
    scope: float = 0.0
    strange: int = 0


@dataclass(frozen=True, slots=True)
class Logistic:
    """A calibrated probability from `Evidence`, fitted by `python -m training.retrieval`."""

    bias: float
    similarity: float
    coverage: float
    scope: float = 0.0
    strange: float = 0.0

    def probability(self, seen: Evidence) -> float:
        log_odds = (
            self.bias
            + self.similarity * seen.similarity
            + self.coverage * seen.coverage
            + self.scope * seen.scope
            + self.strange * seen.strange
        )
        return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """answerable: that the question can be answered from the best passage; nothing is shown below `threshold`.
    relevant: that a passage is on the question's topic. cosines: of unrelated and of related texts, on average."""

    answerable: Logistic
    relevant: Logistic
    threshold: float
    cosines: tuple[float, float] = (0.05, 0.65)


# for a language that was never calibrated; answers rather than declines
_UNCALIBRATED: Final = Calibration(Logistic(-3.0, 5.0, 4.0), Logistic(-3.0, 5.0, 2.0), 0.2)


@cache
def calibration_for(lang: Lang) -> Calibration:
    """The calibration of a language, made with the built-in embedder."""
    text = (files("sesaclinic") / "assets" / "models" / "retrieval.json").read_text(encoding="utf-8")
    known = json.loads(text)["calibration"].get(lang)
    if known is None:
        return _UNCALIBRATED
    unrelated, related = known["cosines"]
    return Calibration(
        Logistic(**known["answerable"]), Logistic(**known["relevant"]), known["threshold"], (unrelated, related)
    )


@dataclass(frozen=True, slots=True)
class Ear:
    """What a question sounds like.

    subject: log-odds that it is about skin at all. danger: probability that it needs a doctor.
    """

    subject: Callable[[str], float]
    danger: Callable[[str], float]

    @classmethod
    def shipped(cls, lang: Lang) -> Ear:
        """By the models that come with the product."""
        return cls(
            subject=partial(question_model("scope").log_odds, lang=lang),
            danger=partial(question_model("danger").probability, lang=lang),
        )


class Retriever:
    """Searches the passages of one language."""

    def __init__(
        self,
        passages: Sequence[PassageRecord],
        lexical: LexicalIndex,
        semantic: SemanticIndex,
        calibration: Calibration,
        ear: Ear,
    ) -> None:
        self._ear = ear
        self._passages = tuple(passages)
        self._lexical = lexical
        self._semantic = semantic
        self._calibration = calibration
        names = sorted({topic for passage in passages for topic in passage.topics})
        self._topics = np.array([[name in p.topics for name in names] for p in passages], dtype=np.float32)
        self._red_flag = np.array([name == _RED_FLAG for name in names], dtype=np.float32)
        self._look = lru_cache(maxsize=_REMEMBERED)(self._looked)

    def retrieve(self, question: str, *, top: int, where: Where = ANYWHERE) -> list[Hit]:
        """The best passages, best first; none when the best is not sure enough."""
        if not self._passages:
            return []
        words, similarity, order = self._look(question, where.narrow, where.by)
        if not order:
            return []
        if where.sure:
            seen = self._evidence(question, words, similarity, order)
            if self._calibration.answerable.probability(seen) < self._calibration.threshold:
                return []
        wanted = (i for i in order if where.takes(self._passages[i]))
        return [self._hit(i, words, float(similarity[i])) for i in islice(wanted, top)]

    def closeness(self, question: str, passages: Sequence[PassageRecord]) -> list[Closeness]:
        """How near a question is to the parts of each of a few passages."""
        return self._semantic.closeness(question, passages)

    def knows(self, word: str) -> bool:
        """Whether a passage says a word, mistyped or not."""
        return self._lexical.knows(word)

    def evidence(self, question: str) -> Evidence:
        """What speaks for one of the best passages being an answer."""
        words, similarity, order = self._look(question, ANYWHERE.narrow, ANYWHERE.by)
        return self._evidence(question, words, similarity, order) if order else Evidence(-1.0, 0.0)

    def _looked(self, question: str, narrow: bool, by: By | None) -> tuple[Sequence[str], Scores, Sequence[int]]:
        """The question's words, how near every passage is, and the rows of those found, best first."""
        words = self._lexical.words(question)
        similarity = self._semantic.similarities(question, _CLOSE_AMONG_SOME if narrow else _CLOSE)
        lexical = self._lexical.scores(words)
        depth = len(self._passages) if narrow else _DEPTH
        if by is not None:
            return words, similarity, ranked(lexical if by == "words" else similarity + 1, depth)
        return words, similarity, self._order(words, similarity, lexical, depth, self._ear.danger(question))

    def _evidence(self, question: str, words: Sequence[str], similarity: Scores, order: Sequence[int]) -> Evidence:
        covered = {row: self._lexical.coverage(words, row) for row in order[:_WITNESSES]}
        best = max(covered, key=lambda row: float(similarity[row]) + covered[row])
        return Evidence(
            similarity=float(similarity[best]),
            coverage=covered[best],
            scope=max(-_SURE_OF_SCOPE, min(_SURE_OF_SCOPE, self._ear.subject(question))),
            strange=self._lexical.strange(question, order[:_WITNESSES]),
        )

    def _order(self, words: Sequence[str], similarity: Scores, lexical: Scores, depth: int, danger: float) -> list[int]:
        """Rows of the passages found, best first. danger: probability that the question needs a doctor."""
        fused = self._on_topic(fuse(similarity, lexical, depth), danger)
        order = ranked(fused, 2 * depth)

        def second_look(row: int) -> float:
            nearness = max(float(similarity[row]), 0.0)
            return float(fused[row]) + _NEARNESS * nearness + _COVERAGE * self._lexical.coverage(words, row)

        return sorted(order[:_SECOND_LOOK], key=second_look, reverse=True) + order[_SECOND_LOOK:]

    def _hit(self, row: int, words: Sequence[str], similarity: float) -> Hit:
        coverage = self._lexical.coverage(words, row)
        score = self._calibration.relevant.probability(Evidence(max(similarity, 0.0), coverage))
        return Hit(self._passages[row], score, {"similarity": similarity, "coverage": coverage})

    def _on_topic(self, fused: Scores, danger: float) -> Scores:
        """Scores raised for passages on the topics that the best passages agree on, and for warning signs."""
        best = ranked(fused, _WITNESSES)
        weight = fused[best] / max(float(fused[best].sum()), 1e-9)
        agreement = weight @ self._topics[best] + _DANGER_SHARE * danger * self._red_flag
        found = np.flatnonzero(fused)
        raised = fused.copy()
        raised[found] *= 1 + _TOPIC_SHARE * (self._topics[found] * agreement).max(axis=1, initial=0.0)
        return raised


def fuse(similarity: Scores, lexical: Scores, depth: int) -> Scores:
    """Reciprocal-rank fusion of the first `depth` of two score lists, shape (passages,).

    A list says nothing of what it did not find: similarity -1, lexical score 0.
    """
    fused = np.zeros(len(similarity), dtype=np.float32)
    for scores in (similarity + 1, lexical):
        rows = ranked(scores, depth)
        fused[rows] += 1 / (_RANK_OFFSET + np.arange(len(rows), dtype=np.float32))
    return fused


def ranked(scores: Scores, depth: int) -> list[int]:
    """Rows of the `depth` highest scores above 0, highest first; equal ones in their order."""
    rows = np.flatnonzero(scores > 0)
    if len(rows) > depth:
        rows = np.sort(rows[np.argpartition(-scores[rows], depth)[:depth]])
    order: list[int] = rows[np.argsort(-scores[rows], kind="stable")].tolist()
    return order
