"""What turns texts into vectors: a plain table of embedders by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sesaclinic.errors import ServiceError
from sesaclinic.knowledge.embedders.base import Embedder
from sesaclinic.settings import KnowledgeSettings


def _builtin(settings: KnowledgeSettings) -> Embedder:
    from sesaclinic.knowledge.embedders.static import StaticEmbedder  # noqa: PLC0415 - only the chosen one is imported

    return StaticEmbedder()


EMBEDDERS: Final[dict[str, Callable[[KnowledgeSettings], Embedder]]] = {"builtin": _builtin}


def open_embedder(settings: KnowledgeSettings) -> Embedder:
    """The embedder that the settings name; raises ServiceError `embedder_unknown` for a name not in EMBEDDERS."""
    if settings.embedder not in EMBEDDERS:
        raise ServiceError("embedder_unknown", name=settings.embedder, known=", ".join(EMBEDDERS))
    return EMBEDDERS[settings.embedder](settings)
