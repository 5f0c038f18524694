"""Any server that speaks the OpenAI embeddings protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from openai import OpenAI, OpenAIError

from sesaclinic.domain import Lang
from sesaclinic.errors import ServiceError
from sesaclinic.knowledge.embedders.base import Kind, Vectors, normalised
from sesaclinic.settings import KnowledgeSettings

_BATCH: Final = 128  # texts a request; servers take between 32 and 2,048
_TIMEOUT_S: Final = 30.0
_PROBE: Final = "skin"  # a word whose vector tells the model's dimension


class OpenAIEmbedder:
    """Asks `embedder_url` for vectors of `embedder_model`."""

    def __init__(self, settings: KnowledgeSettings) -> None:
        key = settings.embedder_api_key.get_secret_value() if settings.embedder_api_key else "none"
        self._client = OpenAI(base_url=settings.embedder_url, api_key=key, timeout=_TIMEOUT_S)
        self.name = settings.embedder_model
        self.dim = int(self.embed([_PROBE], "question", "en").shape[1])

    def embed(self, texts: Sequence[str], kind: Kind, lang: Lang) -> Vectors:
        rows: list[list[float]] = []
        try:
            for start in range(0, len(texts), _BATCH):
                batch = list(texts[start : start + _BATCH])
                # plain floats: not every compatible server packs vectors as the official one does
                answer = self._client.embeddings.create(model=self.name, input=batch, encoding_format="float")
                rows += [item.embedding for item in sorted(answer.data, key=lambda item: item.index)]
        except (OpenAIError, ValueError, TypeError, AttributeError) as error:  # the latter: not what was agreed
            raise ServiceError("embedder_failed", name=self.name) from error
        if len(rows) != len(texts):
            raise ServiceError("embedder_failed", name=self.name)
        return normalised(np.array(rows, dtype=np.float32))
