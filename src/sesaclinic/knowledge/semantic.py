"""Search by meaning: every way of asking, the heading and the text of a passage are vectors of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import Lang
from sesaclinic.knowledge.embedders.base import Embedder, Vectors
from sesaclinic.knowledge.passages import PassageRecord
from sesaclinic.knowledge.stores.base import VectorStore

_BATCH: Final = 512


class SemanticIndex:
    """Finds passages by meaning. A passage is as near as the nearest of its texts."""

    def __init__(self, passages: Sequence[PassageRecord], lang: Lang, embedder: Embedder, store: VectorStore) -> None:
        self._lang = lang
        self._embedder = embedder
        self._store = store
        self._rows = {passage.id: row for row, passage in enumerate(passages)}

    def similarities(self, question: str, close: int) -> NDArray[np.float32]:
        """Cosine of the question and each passage, shape (passages,); -1 for those without one of the `close` texts."""
        found = np.full(len(self._rows), -1.0, dtype=np.float32)
        vector = self._embedder.embed([question], "question", self._lang)[0]
        for vector_id, score in self._store.search(vector, close):
            row = self._rows.get(vector_id.partition(":")[0])
            if row is not None:
                found[row] = max(found[row], score)
        return found

    def fill(self, passages: Sequence[PassageRecord], prepared: Mapping[str, Vectors]) -> None:
        """Bring the store up to date: an id changes with its passage's words, so only news is embedded.

        prepared: vectors of passages made beforehand, by passage id, in the order of `texts_of`.
        """
        texts = {
            f"{passage.id}:{number}": text for passage in passages for number, text in enumerate(texts_of(passage))
        }
        held = self._store.ids()
        self._store.delete(held - texts.keys())
        ready = {
            f"{passage.id}:{number}": vector
            for passage in passages
            for number, vector in enumerate(prepared.get(passage.id, ()))
        }
        known = [vector_id for vector_id in texts if vector_id not in held and vector_id in ready]
        if known:
            self._store.upsert(known, np.stack([ready[vector_id] for vector_id in known]))
        news = [vector_id for vector_id in texts if vector_id not in held and vector_id not in ready]
        for start in range(0, len(news), _BATCH):
            batch = news[start : start + _BATCH]
            vectors = self._embedder.embed([texts[vector_id] for vector_id in batch], "passage", self._lang)
            self._store.upsert(batch, vectors)


def texts_of(passage: PassageRecord) -> list[str]:
    """The texts a passage is found by: heading, ways to ask, title with heading, and what it says."""
    return [passage.heading, *passage.asks, f"{passage.title} {passage.heading}", passage.text]
