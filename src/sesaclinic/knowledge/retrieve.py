"""Which passages answer a question."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np

from sesaclinic.domain import Lang
from sesaclinic.knowledge.lexical import LexicalIndex
from sesaclinic.knowledge.passages import Hit, PassageRecord


class Retriever:
    """Searches the passages of one language."""

    def __init__(self, passages: Sequence[PassageRecord], lang: Lang) -> None:
        self._passages = tuple(passages)
        self._lexical = LexicalIndex(passages, lang)

    def retrieve(self, question: str, *, top: int, topics: frozenset[str] | None = None) -> list[Hit]:
        """The best passages for a question, best first."""
        scores = self._lexical.scores(self._lexical.words(question))
        best = (int(i) for i in np.argsort(-scores, kind="stable") if scores[i] > 0)
        wanted = (i for i in best if topics is None or topics & set(self._passages[i].topics))
        return [Hit(self._passages[i], float(scores[i])) for i in islice(wanted, top)]
