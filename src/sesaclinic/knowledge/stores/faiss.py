"""FAISS in memory: the default. Nothing is written; the index is filled again at each start."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import faiss
import numpy as np

from sesaclinic.knowledge.embedders.base import Vectors

# exact search reads every vector: 100,000 of 128 numbers take about 5 ms, so this many still answer in time
_EXACT_UP_TO: Final = 250_000
_CELLS: Final = 512  # above that: 512 cells, of which the nearest 16 are read
_PROBES: Final = 16


class FaissStore:
    """Exact inner-product search, by cells once it holds very many vectors."""

    def __init__(self, dim: int) -> None:
        self._dim = dim
        self._ids: list[str] = []
        self._vectors = np.zeros((0, dim), dtype=np.float32)
        self._index: faiss.Index | None = None

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        self.delete(ids)
        self._ids += ids
        self._vectors = np.vstack([self._vectors, vectors]).astype(np.float32)
        self._index = None

    def delete(self, ids: Collection[str]) -> None:
        gone = set(ids) & set(self._ids)
        if gone:
            kept = [row for row, name in enumerate(self._ids) if name not in gone]
            self._ids = [self._ids[row] for row in kept]
            self._vectors = self._vectors[kept]
            self._index = None

    def ids(self) -> set[str]:
        return set(self._ids)

    def search(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        if not self._ids:
            return []
        index = self._built()
        scores, rows = index.search(vector.reshape(1, -1), min(count, len(self._ids)))
        return [(self._ids[row], float(score)) for row, score in zip(rows[0], scores[0], strict=True) if row >= 0]

    def close(self) -> None:
        return None

    def _built(self) -> faiss.Index:
        if self._index is None:
            index: faiss.Index = faiss.IndexFlatIP(self._dim)
            if len(self._ids) > _EXACT_UP_TO:
                index = faiss.IndexIVFFlat(index, self._dim, _CELLS, faiss.METRIC_INNER_PRODUCT)
                index.nprobe = _PROBES
                index.train(self._vectors)
            index.add(self._vectors)
            self._index = index
        return self._index
