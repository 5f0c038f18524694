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


@dataclass(frozen=True, slots=True)
class Closeness:
    """Cosines of a question and the parts of a passage. asked: the nearest way to ask, the heading included. first,
    sentence: its first and its nearest sentence."""

    heading: float
    asked: float
    text: float
    first: float
    sentence: float


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
        self._parts: dict[str, Vectors] = {}

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

    def closeness(self, question: str, passages: Sequence[PassageRecord]) -> list[Closeness]:
        """How near a question is to the parts of each of a few passages, which are embedded when first looked at."""
        news = [passage for passage in passages if passage.id not in self._parts]
        texts = [parts_of(passage) for passage in news]
        if texts:
            flat = self._embedder.embed([text for parts in texts for text in parts], "passage", self._lang)
            ends = np.cumsum([len(parts) for parts in texts])[:-1]
            self._parts |= dict(zip((passage.id for passage in news), np.split(flat, ends), strict=True))
        vector = self._embedder.embed([question], "question", self._lang)[0]
        return [self._closeness(self._parts[passage.id] @ vector, 1 + len(passage.asks)) for passage in passages]

    def _closeness(self, cosines: Vectors, wordings: int) -> Closeness:
        """cosines: of `parts_of` a passage, whose first are its wordings."""
        scaled = [self._scale.of(float(cosine)) for cosine in cosines]
        sentences = scaled[wordings + 2 :] or [scaled[wordings + 1]]
        return Closeness(
            heading=scaled[0],
            asked=max(scaled[:wordings]),
            text=scaled[wordings + 1],
            first=sentences[0],
            sentence=max(sentences),
        )

    def fill(self, passages: Sequence[PassageRecord], prepared: Mapping[str, Vectors]) -> None:
        """Bring the store up to date: an id changes with its passage's words, so only news is embedded.

        prepared: vectors of passages made beforehand, by passage id, in the order of `parts_of`.
        """
        texts = {
            f"{passage.id}:{number}": text for passage in passages for number, text in enumerate(texts_of(passage))
        }
        self._parts.update(prepared)
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


def parts_of(passage: PassageRecord) -> list[str]:
    """The texts a passage is looked at by: those that it is found by, and its sentences."""
    return [*texts_of(passage), *(sentence.text for sentence in passage.sentences)]
