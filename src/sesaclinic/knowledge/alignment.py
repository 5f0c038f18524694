"""How near the words of two texts are one by one, where neither need say the other's: 굵게 난다, 굵어진다.

Each word of one text is held against the nearest of the other (MaxSim, Khattab & Zaharia 2020), here with the built-in
embedder's vectors of single words, whatever embedder finds the passages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import Lang
from sesaclinic.knowledge.embedders.base import Embedder


class WordAlignment:
    """Holds words against each other. rarity: how much a word counts; words are those of a text or marks of groups."""

    def __init__(self, embedder: Embedder, lang: Lang, rarity: Callable[[str], float]) -> None:
        self._embedder = embedder
        self._lang = lang
        self._rarity = rarity
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def shares(self, asked: Set[str], texts: Sequence[Set[str]]) -> list[float]:
        """How much of `asked` each text holds, 0–1: the cosine of every word and its nearest, by rarity."""
        words = sorted(asked)
        self._meet({*words, *(word for text in texts for word in text)})
        if not words:
            return [0.0] * len(texts)
        question = np.stack([self._vectors[word] for word in words])
        weights = np.array([self._rarity(word) for word in words], dtype=np.float32)
        weights /= weights.sum()
        return [float(weights @ self._nearest(question, text)) if text else 0.0 for text in texts]

    def _nearest(self, question: NDArray[np.float32], text: Set[str]) -> NDArray[np.float32]:
        """Cosine of each word of a question and the nearest of a text, shape (words,)."""
        nearest: NDArray[np.float32] = (question @ np.stack([self._vectors[word] for word in text]).T).max(axis=1)
        return nearest

    def _meet(self, words: Set[str]) -> None:
        """Vectors of words not met before; a word's is made once."""
        news = sorted(words - self._vectors.keys())
        if news:
            made = self._embedder.embed([word.removeprefix("=") for word in news], "question", self._lang)
            self._vectors |= dict(zip(news, made, strict=True))
