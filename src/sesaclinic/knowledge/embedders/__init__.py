"""What turns texts into vectors: a plain table of embedders by name. Only the chosen one's package is imported."""

# ruff: noqa: PLC0415
from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sesaclinic.errors import ServiceError
from sesaclinic.knowledge.embedders.base import Embedder
from sesaclinic.settings import KnowledgeSettings

_FOLDER: Final = "transformers:"


def _builtin(settings: KnowledgeSettings) -> Embedder:
    from sesaclinic.knowledge.embedders.static import StaticEmbedder

    return StaticEmbedder()


def _transformer(model: str) -> Callable[[KnowledgeSettings], Embedder]:
    def opened(settings: KnowledgeSettings) -> Embedder:
        from sesaclinic.knowledge.embedders.transformer import TransformerEmbedder

        return TransformerEmbedder(model)

    return opened


def _openai(settings: KnowledgeSettings) -> Embedder:
    from sesaclinic.knowledge.embedders.openai import OpenAIEmbedder

    return OpenAIEmbedder(settings)


EMBEDDERS: Final[dict[str, Callable[[KnowledgeSettings], Embedder]]] = {
    "builtin": _builtin,
    "koelectra": _transformer("monologg/koelectra-base-v3-discriminator"),
    "kobert": _transformer("skt/kobert-base-v1"),
    "openai": _openai,
}


def open_embedder(settings: KnowledgeSettings) -> Embedder:
    """The embedder that the settings name: a name in EMBEDDERS, or `transformers:` and a folder or hub name.

    Raises ServiceError: `embedder_unknown` for another name, `embedder_failed` when its package is not installed or the
    model cannot be loaded or reached.
    """
    name = settings.embedder
    opener = _transformer(name.removeprefix(_FOLDER)) if name.startswith(_FOLDER) else EMBEDDERS.get(name)
    if opener is None:
        raise ServiceError("embedder_unknown", name=name, known=", ".join((*EMBEDDERS, f"{_FOLDER}FOLDER")))
    try:
        return opener(settings)
    except ImportError as error:
        raise ServiceError("embedder_failed", name=name) from error
