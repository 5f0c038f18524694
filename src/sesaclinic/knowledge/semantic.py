"""Search by meaning: every way of asking, the heading and the text of a passage are vectors of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import Lang
from sesaclinic.knowledge.embedders.base import Embedder, Vectors
from sesaclinic.knowledge.passages import PassageRecord
from sesaclinic.knowledge.stores.base import VectorStore

_BATCH: Final = 512
_SAMPLE: Final = 128  # passages whose ways of asking tell an embedder's scale
_FEWEST: Final = 8
_TELLS_APART: Final = 0.02  # an embedder that finds everything equally alike has no scale


@dataclass(frozen=True, slots=True)
class Scale:
    """cosine * slope + shift, within -1 and 1."""

    slope: float = 1.0
    shift: float = 0.0

    def of(self, cosine: float) -> float:
        return max(-0.999, min(1.0, cosine * self.slope + self.shift))


def scale_to(
    embedder: Embedder, passages: Sequence[PassageRecord], lang: Lang, unrelated: float, related: float
) -> Scale:
    """The scale on which an embedder's unrelated and related texts lie as far apart as given.

    Encoders differ in where their cosines lie (a mean-pooled BERT finds everything 0.8 alike). Related: two ways of
    asking for one passage; unrelated: ways of asking for two.
    """
    asked = [passage for passage in passages if len(passage.asks) > 1][:_SAMPLE]
    if len(asked) < _FEWEST:
        return Scale()
    first = embedder.embed([passage.asks[0] for passage in asked], "question", lang)
    second = embedder.embed([passage.asks[1] for passage in asked], "passage", lang)
    cosines = first @ second.T
    near = float(np.mean(np.diag(cosines)))
    far = float((cosines.sum() - np.trace(cosines)) / (cosines.size - len(cosines)))
    if near - far < _TELLS_APART:
        return Scale()
    slope = (related - unrelated) / (near - far)
    return Scale(slope, unrelated - far * slope)


class SemanticIndex:
    """Finds passages by meaning. A passage is as near as the nearest of its texts.

    scale: puts the embedder's cosines on the scale that thresholds and calibrations were made on.
    """

    def __init__(
        self,
        passages: Sequence[PassageRecord],
        lang: Lang,
        embedder: Embedder,
        store: VectorStore,
        scale: Scale = Scale(),
    ) -> None:
        self._lang = lang
        self._embedder = embedder
        self._store = store
        self._scale = scale
        self._rows = {passage.id: row for row, passage in enumerate(passages)}

    def similarities(self, question: str, close: int) -> NDArray[np.float32]:
        """Cosine of the question and each passage, shape (passages,); -1 for those without one of the `close` texts."""
        found = np.full(len(self._rows), -1.0, dtype=np.float32)
        vector = self._embedder.embed([question], "question", self._lang)[0]
        if not vector.any():  # of no word known: near to nothing rather than equally near to everything
            return found
        for vector_id, score in self._store.search(vector, close):
            row = self._rows.get(vector_id.partition(":")[0])
            if row is not None:
                found[row] = max(found[row], self._scale.of(score))
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
            self._put(known, np.stack([ready[vector_id] for vector_id in known]))
        news = [vector_id for vector_id in texts if vector_id not in held and vector_id not in ready]
        for start in range(0, len(news), _BATCH):
            batch = news[start : start + _BATCH]
            self._put(batch, self._embedder.embed([texts[vector_id] for vector_id in batch], "passage", self._lang))

    def _put(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Keep all but the vectors of texts without a known word, which some stores refuse."""
        rows = np.flatnonzero(np.abs(vectors).max(axis=1)).tolist()
        if rows:
            self._store.upsert([ids[row] for row in rows], vectors[rows])


def texts_of(passage: PassageRecord) -> list[str]:
    """The texts a passage is found by: heading, ways to ask, title with heading, and what it says."""
    return [passage.heading, *passage.asks, f"{passage.title} {passage.heading}", passage.text]
