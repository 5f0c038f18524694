"""Where vectors live: a plain table of stores by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sesaclinic.domain import Lang
from sesaclinic.errors import ServiceError
from sesaclinic.knowledge.stores.base import VectorStore
from sesaclinic.settings import KnowledgeSettings


def _faiss(settings: KnowledgeSettings, collection: str, dim: int) -> VectorStore:
    from sesaclinic.knowledge.stores.faiss import FaissStore  # noqa: PLC0415 - only the chosen store is imported

    return FaissStore(dim)


STORES: Final[dict[str, Callable[[KnowledgeSettings, str, int], VectorStore]]] = {"faiss": _faiss}


def collection_name(embedder: str, lang: Lang) -> str:
    """Name of the collection of one embedder in one language; letters, digits and _ only, which every store takes."""
    return re.sub(r"[^A-Za-z0-9]+", "_", f"sesac {embedder} {lang}").strip("_")[:60]


def open_store(settings: KnowledgeSettings, collection: str, dim: int) -> VectorStore:
    """The store that the settings name; raises ServiceError `store_unknown` for a name that is not in STORES."""
    if settings.store not in STORES:
        raise ServiceError("store_unknown", name=settings.store, known=", ".join(STORES))
    return STORES[settings.store](settings, collection, dim)
