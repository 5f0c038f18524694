"""FAISS in memory: the default. Nothing is written; the index is filled again at each start."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from math import ceil, isqrt
from typing import Final

import faiss
import numpy as np

from sesaclinic.knowledge.embedders.base import Vectors

# exact search reads every vector: 250,000 of 96 numbers take one core about 8 ms
_EXACT_UP_TO: Final = 250_000
_READ: Final = 1 / 12  # of the cells, above that: `make bench-retrieval` loses none of the sixty nearest to it


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
        # one question is too little work to share: a second thread waits longer than it helps, ten times so on a busy
        # machine, and other questions need it
        faiss.omp_set_num_threads(1)
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
                        cells = isqrt(len(vectors))
                        index = faiss.IndexIVFFlat(index, self._dim, cells, faiss.METRIC_INNER_PRODUCT)
                        index.nprobe = ceil(cells * _READ)
                        index.train(vectors)
                    index.add(vectors)
                self._built = list(self._vectors), index
            return self._built
