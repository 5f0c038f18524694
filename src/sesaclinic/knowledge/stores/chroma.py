"""Chroma: in memory, in a folder, or on a server."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Final
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api import ClientAPI
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from sesaclinic.knowledge.embedders.base import Vectors
from sesaclinic.knowledge.stores.base import failures_of

_BATCH: Final = 5000  # below the limit of Chroma's SQLite back end (5,461)
_CANDIDATES: Final = 400  # vectors looked at for a question; with Chroma's own 100 every seventh of sixty is missed


class ChromaStore:
    """url: http(s)://host:port of a server, a folder, or None for memory."""

    def __init__(self, url: str | None, collection: str) -> None:
        with _failures():
            self._client = _client(url)
            self._collection = self._client.get_or_create_collection(
                collection,
                embedding_function=None,
                configuration={"hnsw": {"space": "ip", "ef_search": _CANDIDATES}},
            )

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        for start in range(0, len(ids), _BATCH):
            batch = np.ascontiguousarray(vectors[start : start + _BATCH], dtype=np.float32)
            with _failures():
                self._collection.upsert(ids=list(ids[start : start + _BATCH]), embeddings=batch)

    def delete(self, ids: Collection[str]) -> None:
        known = sorted(set(ids) & self.ids())
        for start in range(0, len(known), _BATCH):
            with _failures():
                self._collection.delete(ids=known[start : start + _BATCH])

    def ids(self) -> set[str]:
        with _failures():
            return set(self._collection.get(include=[])["ids"])

    def search(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        with _failures():
            held = self._collection.count()
            if not held:
                return []
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1).astype(np.float32),
                n_results=min(count, held),
                include=["distances"],
            )
        distances = found["distances"]
        # distance of the inner-product space is 1 - product
        return [(name, 1.0 - d) for name, d in zip(found["ids"][0], distances[0] if distances else (), strict=True)]

    def close(self) -> None:
        self._client.close()  # type: ignore[attr-defined] # its declared type forgets it


def _failures() -> AbstractContextManager[None]:
    # without a server the client raises what its HTTP library does, or ValueError
    return failures_of("chroma", ChromaError, httpx.HTTPError, ValueError, OSError)


def _client(url: str | None) -> ClientAPI:
    quiet = ChromaSettings(anonymized_telemetry=False)
    if url is None:
        return chromadb.EphemeralClient(settings=quiet)
    if url.startswith(("http://", "https://")):
        address = urlsplit(url)
        secure = address.scheme == "https"
        port = address.port or (443 if secure else 8000)
        return chromadb.HttpClient(host=address.hostname or "localhost", port=port, ssl=secure, settings=quiet)
    return chromadb.PersistentClient(path=url, settings=quiet)
