"""Whether a question is about skin at all: a linear model over the words and letter runs of the question."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

import numpy as np

from sesaclinic.domain import Lang
from sesaclinic.knowledge.embedders.features import features_of

FILE = "scope.npz"


class Scope:
    """Log-odds that a question is ours; 0 in a language that was never taught."""

    def __init__(self, weights: dict[Lang, dict[str, float]], bias: dict[Lang, float]) -> None:
        self._weights = weights
        self._bias = bias

    def log_odds(self, question: str, lang: Lang) -> float:
        """Above 0: more likely about skin than not."""
        if lang not in self._bias:
            return 0.0
        weights = self._weights[lang]
        features = set(next(iter(features_of([question], lang))))
        return self._bias[lang] + sum(weights.get(name, 0.0) for name in features)


@cache
def shipped_scope() -> Scope:
    """The model that comes with the package; taught by `python -m training.retrieval`."""
    weights: dict[Lang, dict[str, float]] = {}
    bias: dict[Lang, float] = {}
    langs: tuple[Lang, ...] = ("ko", "en")
    with as_file(files("sesaclinic") / "assets" / "models" / FILE) as path, np.load(path) as data:
        for lang in langs:
            names = data[f"features_{lang}"].tobytes().decode("utf-8").split("\n")
            weights[lang] = dict(zip(names, data[f"weights_{lang}"].astype(float).tolist(), strict=True))
            bias[lang] = float(data[f"bias_{lang}"])
    return Scope(weights, bias)
