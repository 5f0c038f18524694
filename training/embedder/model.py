"""The embedder while it learns: a summed bag of feature vectors, and a loss that pulls paraphrases together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class Recipe:
    """Every number of the training, with its reason."""

    dim: int = 96  # 128 gains half a point of MRR on held-out questions for a third more memory
    steps: int = 2000
    batch: int = 256  # groups; every other group of a batch is a negative
    public_batch: int = 128
    rate: float = 2e-3
    temperature: float = 0.12
    dropout: float = 0.4  # of features, so that no single word carries a question
    features: int = 60  # of one text at a time: a long passage is seen in parts, which is quicker and no worse
    landmarks: int = 1500  # words whose similarity to every other is asked for; more add no direction worth keeping
    min_count: int = 2  # texts a word of our articles must be in to be kept
    min_runs: int = 4  # the same for a run of letters; keeps the file at a few megabytes
    public_words: int = 5  # texts a word outside our articles must be in to be kept
    seed: int = 7


class Bag(nn.Module):  # type: ignore[misc] # torch is not there where types are checked
    """A text is the normalised sum of its features' vectors."""

    def __init__(self, initial: NDArray[np.float32]) -> None:
        super().__init__()
        # sparse: a step touches a few thousand of tens of thousands of vectors
        self.table = nn.EmbeddingBag.from_pretrained(torch.from_numpy(initial), mode="sum", freeze=False, sparse=True)

    def forward(self, texts: Sequence[NDArray[np.int64]]) -> Tensor:
        """texts: feature rows of each text. Returns (texts, dim), rows of length 1."""
        rows = torch.from_numpy(np.concatenate(texts))
        offsets = torch.tensor(np.cumsum([0, *(len(text) for text in texts[:-1])]))
        return nn.functional.normalize(self.table(rows, offsets), dim=1, eps=1e-6)


def alike(first: Tensor, second: Tensor, temperature: float) -> Tensor:
    """Symmetric InfoNCE: each row of one side should find its own row of the other among all."""
    scores = first @ second.T / temperature
    target = torch.arange(len(first))
    return (nn.functional.cross_entropy(scores, target) + nn.functional.cross_entropy(scores.T, target)) / 2
