"""Linear models over the words and letter runs of a question: is it about skin, does it sound serious."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from math import exp
from typing import Literal

import numpy as np

from sesaclinic.domain import Lang
from sesaclinic.knowledge.embedders.features import features_of
from sesaclinic.knowledge.vocabulary import LANGS

ModelName = Literal["scope", "danger"]


@dataclass(frozen=True, slots=True)
class QuestionModel:
    """weights: of features, by language. bias: of each language that was taught."""

    weights: dict[Lang, dict[str, float]]
    bias: dict[Lang, float]

    def log_odds(self, question: str, lang: Lang) -> float:
        """Above 0: more likely than not. 0 in a language that was never taught."""
        if lang not in self.bias:
            return 0.0
        weights = self.weights[lang]
        features = set(next(iter(features_of([question], lang))))
        return self.bias[lang] + sum(weights.get(name, 0.0) for name in features)

    def probability(self, question: str, lang: Lang) -> float:
        """0–1; 0 in a language that was never taught."""
        return 1 / (1 + exp(-self.log_odds(question, lang))) if self.knows(lang) else 0.0

    def knows(self, lang: Lang) -> bool:
        return lang in self.bias


@cache
def question_model(name: ModelName) -> QuestionModel:
    """A model that comes with the package (assets/models/<name>.npz).

    scope: about skin, taught by `python -m training.retrieval`. danger: needs a doctor, by `python -m training.triage`.
    """
    weights: dict[Lang, dict[str, float]] = {}
    bias: dict[Lang, float] = {}
    with as_file(files("sesaclinic") / "assets" / "models" / f"{name}.npz") as path, np.load(path) as data:
        for lang in LANGS:
            if f"bias_{lang}" in data:
                names = data[f"features_{lang}"].tobytes().decode("utf-8").split("\n")
                weights[lang] = dict(zip(names, data[f"weights_{lang}"].astype(float).tolist(), strict=True))
                bias[lang] = float(data[f"bias_{lang}"])
    return QuestionModel(weights, bias)
