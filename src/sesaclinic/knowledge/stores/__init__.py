"""Where vectors live: a plain table of stores by name. Only the chosen store's package is imported."""

# ruff: noqa: PLC0415
from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Final

from sesaclinic.domain import Lang
from sesaclinic.errors import ServiceError
from sesaclinic.knowledge.stores.base import VectorStore
from sesaclinic.settings import KnowledgeSettings


def _faiss(settings: KnowledgeSettings, collection: str, dim: int) -> VectorStore:
    from sesaclinic.knowledge.stores.faiss import FaissStore

    return FaissStore(dim)


def _chroma(settings: KnowledgeSettings, collection: str, dim: int) -> VectorStore:
    from sesaclinic.knowledge.stores.chroma import ChromaStore

    return ChromaStore(settings.store_url, collection)


def _pgvector(settings: KnowledgeSettings, collection: str, dim: int) -> VectorStore:
    from sesaclinic.knowledge.stores.pgvector import PgVectorStore

    return PgVectorStore(_address(settings), collection, dim)


def _weaviate(settings: KnowledgeSettings, collection: str, dim: int) -> VectorStore:
    from sesaclinic.knowledge.stores.weaviate import WeaviateStore

    return WeaviateStore(_address(settings), _key(settings), collection)


def _pinecone(settings: KnowledgeSettings, collection: str, dim: int) -> VectorStore:
    from sesaclinic.knowledge.stores.pinecone import PineconeStore

    return PineconeStore(_address(settings), _key(settings) or "", collection)


STORES: Final[dict[str, Callable[[KnowledgeSettings, str, int], VectorStore]]] = {
    "faiss": _faiss,
    "chroma": _chroma,
    "pgvector": _pgvector,
    "weaviate": _weaviate,
    "pinecone": _pinecone,
}


def open_store(settings: KnowledgeSettings, collection: str, dim: int) -> VectorStore:
    """The store that the settings name.

    Raises ServiceError: `store_unknown` for a name that is not in STORES, `store_missing` when its package is not
    installed, `store_failed` when it has no address or cannot be reached.
    """
    if settings.store not in STORES:
        raise ServiceError("store_unknown", name=settings.store, known=", ".join(STORES))
    try:
        return STORES[settings.store](settings, collection, dim)
    except ImportError as error:
        raise ServiceError("store_missing", name=settings.store, extra=settings.store) from error


def collection_name(embedder: str, lang: Lang) -> str:
    """Name of the collection of one embedder in one language: letters, digits and _, at most 50, for every store.

    The digest keeps apart what has the same letters: a model's folder may be long, or have a Korean name.
    """
    letters = re.sub(r"[^a-z0-9]+", "_", embedder.lower()).strip("_")[:30]
    return f"sesac_{lang}_{letters}_{sha256(embedder.encode()).hexdigest()[:8]}"


def _address(settings: KnowledgeSettings) -> str:
    if not settings.store_url:
        raise ServiceError("store_failed", name=settings.store)
    return settings.store_url


def _key(settings: KnowledgeSettings) -> str | None:
    return settings.store_api_key.get_secret_value() if settings.store_api_key else None
