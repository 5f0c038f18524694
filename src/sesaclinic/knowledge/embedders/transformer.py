"""Any sentence-transformers model, or plain BERT whose tokens are averaged: KoELECTRA, KoBERT, a folder, a hub name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sentence_transformers import SentenceTransformer

from sesaclinic.domain import Lang
from sesaclinic.errors import ServiceError
from sesaclinic.knowledge.embedders.base import Kind, Vectors, normalised


class TransformerEmbedder:
    """model: a folder or a hub name. A model without a sentence head gets mean pooling."""

    def __init__(self, model: str) -> None:
        try:
            self._model = SentenceTransformer(model, device="cpu")
        except (OSError, ValueError, ImportError) as error:
            raise ServiceError("embedder_failed", name=model) from error
        self.name = model
        self.dim = int(self._model.get_sentence_embedding_dimension() or 0)
        # models such as E5 are told which side a text is on; others have no prompts and see both alike
        self._prompts = {"question": "query", "passage": "document"} if self._model.prompts else {}

    def embed(self, texts: Sequence[str], kind: Kind, lang: Lang) -> Vectors:
        prompt = self._prompts.get(kind)
        vectors = self._model.encode(
            list(texts),
            prompt_name=prompt if prompt in self._model.prompts else None,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return normalised(np.asarray(vectors, dtype=np.float32))
