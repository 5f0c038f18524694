"""The port an embedder fills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import Lang

Vectors = NDArray[np.float32]
Kind = Literal["question", "passage"]


class Embedder(Protocol):
    """Turns texts into vectors whose inner product says how near their meanings are.

    name: names the vectors in a store; another model is another name. dim: length of a vector.
    """

    name: str
    dim: int

    def embed(self, texts: Sequence[str], kind: Kind, lang: Lang) -> Vectors:
        """Vectors of length 1, shape (texts, dim), float32; raises ServiceError when the model cannot be reached."""
        ...


def normalised(vectors: NDArray[np.floating]) -> Vectors:
    """Each row at length 1; a row of zeros stays zero, near to nothing."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0).astype(np.float32)
    return scaled
