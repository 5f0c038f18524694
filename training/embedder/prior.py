"""What the Korean analyser already knows of words: its language model's morpheme space, as starting vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from kiwipiepy import Kiwi
from numpy.typing import NDArray

_NOUN_TAGS: Final = ("NNG", "NNP", "XR", "MAG", "NR")
_VERB_TAGS: Final = ("VV", "VA", "VV-I", "VA-I", "VV-R", "VA-R")
# similarities of rare words share a large common part; without its first directions "rare" stops looking like "alike"
# (all-but-the-top, Mu & Viswanath 2018)
_COMMON_DIRECTIONS: Final = 2


def prior_vectors(words: Sequence[str], landmarks: Sequence[str], dim: int) -> Mapping[str, NDArray[np.float32]]:
    """Vectors whose inner products follow Kiwi's morpheme similarity, for the words Kiwi knows; each of length 1.

    Similarity to the landmarks alone is asked for, and the space rebuilt from it (Nyström, Williams & Seeger 2001).
    """
    kiwi = Kiwi(load_typo_dict=False, load_multi_dict=False)
    known = {word: morpheme for word in words if (morpheme := _morpheme(kiwi, word))}
    posts = [known[word] for word in landmarks if word in known]
    near = np.array(
        [[kiwi.morpheme_similarity(morpheme, post) for post in posts] for morpheme in known.values()], dtype=np.float32
    )
    rows = {word: row for row, word in enumerate(known)}
    among = near[[rows[word] for word in landmarks if word in known]]
    centre = among.mean(axis=0, keepdims=True)
    values, directions = np.linalg.eigh((among + among.T) / 2 - centre - centre.T + among.mean())
    strongest = np.argsort(-values)[_COMMON_DIRECTIONS : _COMMON_DIRECTIONS + dim]
    vectors = (near - centre) @ directions[:, strongest] / np.sqrt(np.maximum(values[strongest], 1e-3))
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return {word: vectors[row].astype(np.float32) for word, row in rows.items()}


def _morpheme(kiwi: Any, word: str) -> tuple[str, str] | None:  # noqa: ANN401 - kiwipiepy is untyped
    """Form and tag under which Kiwi's language model holds a word."""
    candidates = [(word, tag) for tag in _NOUN_TAGS]
    if word.endswith("다"):
        candidates = [(word[:-1], tag) for tag in _VERB_TAGS] + candidates
    for candidate in candidates:
        try:
            kiwi.morpheme_similarity(candidate, candidate)
        except ValueError:
            continue
        return candidate
    return None
