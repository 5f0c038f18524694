"""Pinecone: one index, made beforehand with metric dotproduct; a namespace for each collection."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Final

import httpx
from pinecone import Pinecone
from pinecone.exceptions import PineconeException

from sesaclinic.knowledge.embedders.base import Vectors
from sesaclinic.knowledge.stores.base import failures_of

_BATCH: Final = 200  # of Pinecone's advice for an upsert request
_DELETE: Final = 1000  # ids a delete request may name


class PineconeStore:
    """url: the index's host, as its console shows it."""

    def __init__(self, url: str, api_key: str, collection: str) -> None:
        self._namespace = collection
        with _failures():
            self._client = Pinecone(api_key=api_key)
            self._index = self._client.Index(host=url)

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        with _failures():
            for start in range(0, len(ids), _BATCH):
                batch = zip(ids[start : start + _BATCH], vectors[start : start + _BATCH], strict=True)
                self._index.upsert(
                    vectors=[{"id": name, "values": vector.tolist()} for name, vector in batch],
                    namespace=self._namespace,
                )

    def delete(self, ids: Collection[str]) -> None:
        names = sorted(ids)
        with _failures():
            for start in range(0, len(names), _DELETE):
                self._index.delete(ids=names[start : start + _DELETE], namespace=self._namespace)

    def ids(self) -> set[str]:
        with _failures():
            return {
                item if isinstance(item, str) else str(item.id)
                for page in self._index.list(namespace=self._namespace)
                for item in getattr(page, "vectors", page)
            }

    def search(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        with _failures():
            found = self._index.query(vector=vector.tolist(), top_k=count, namespace=self._namespace)
        return [(match.id, float(match.score)) for match in found.matches]

    def close(self) -> None:
        self._index.close()
        self._client.close()


def _failures() -> AbstractContextManager[None]:
    return failures_of("pinecone", PineconeException, httpx.HTTPError, OSError)
