"""FAISS in memory: the default. Nothing is written; the index is filled again at each start."""

from __future__ import annotations

import threading
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
        self._vectors: dict[str, Vectors] = {}
        self._built: tuple[list[str], faiss.Index] | None = None
        self._lock = threading.Lock()

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        with self._lock:
            self._vectors.update(zip(ids, vectors, strict=True))
            self._built = None

    def delete(self, ids: Collection[str]) -> None:
        with self._lock:
            for name in ids:
                self._vectors.pop(name, None)
            self._built = None

    def ids(self) -> set[str]:
        return set(self._vectors)

    def search(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        names, index = self._index()
        if not names:
            return []
        scores, rows = index.search(vector.reshape(1, -1), min(count, len(names)))
        return [(names[row], float(score)) for row, score in zip(rows[0], scores[0], strict=True) if row >= 0]

    def close(self) -> None:
        return None

    def _index(self) -> tuple[list[str], faiss.Index]:
        """The ids and an index of their vectors in the same order, built on the first question after a change."""
        with self._lock:
            if self._built is None:
                index: faiss.Index = faiss.IndexFlatIP(self._dim)
                if self._vectors:
                    vectors = np.stack(list(self._vectors.values())).astype(np.float32)
                    if len(vectors) > _EXACT_UP_TO:
                        index = faiss.IndexIVFFlat(index, self._dim, _CELLS, faiss.METRIC_INNER_PRODUCT)
                        index.nprobe = _PROBES
                        index.train(vectors)
                    index.add(vectors)
                self._built = list(self._vectors), index
            return self._built
