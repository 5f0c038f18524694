"""The built-in embedder: one learned vector for each word and letter run, summed. No network, no GPU, 0.1 ms a text.

Trained by `training/embedder`; what it is made of and how good it is stands in its card beside the weights.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np

from sesaclinic.domain import Lang
from sesaclinic.errors import ServiceError
from sesaclinic.knowledge.embedders.base import Kind, Vectors, normalised
from sesaclinic.knowledge.embedders.features import features_of

CARD = "embedder.json"


class StaticEmbedder:
    """Sums int8 feature vectors; features it never saw count for nothing."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or Path(str(files("sesaclinic") / "assets" / "models"))
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        weights = (folder / card["file"]).read_bytes()
        if hashlib.sha256(weights).hexdigest() != card["sha256"]:
            raise ServiceError("model_invalid", name=card["name"])
        with np.load(folder / card["file"]) as data:
            names = data["features"].tobytes().decode("utf-8").split("\n")
            self._vectors = data["vectors"]  # (features, dim) int8
            self._scales = data["scales"].astype(np.float32)  # (features,)
        self._rows = {name: row for row, name in enumerate(names)}
        self.name = f"{card['name']}@{card['sha256'][:8]}"  # other weights are other vectors
        self.dim = int(self._vectors.shape[1])

    def embed(self, texts: Sequence[str], kind: Kind, lang: Lang) -> Vectors:
        """Questions and passages are seen alike, so `kind` does not matter here."""
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, features in enumerate(features_of(texts, lang)):
            known = [self._rows[name] for name in features if name in self._rows]
            if known:
                vectors[row] = self._scales[known] @ self._vectors[known].astype(np.float32)
        return normalised(vectors)
