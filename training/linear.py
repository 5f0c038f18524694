"""Linear models over the features of a question, fitted and cross-validated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from sesaclinic.domain import Lang
from sesaclinic.knowledge.embedders.features import features_of

FOLDS: Final = 5
_REGULARISATION: Final = 0.5
_SMALLEST: Final = 0.02  # a feature below this moves no decision


@dataclass(frozen=True, slots=True)
class Examples:
    """texts with label 1 or 0. fold: texts that belong together share it. kind: where a text comes from."""

    texts: list[str]
    labels: NDArray[np.int64]
    weights: NDArray[np.float64]
    folds: NDArray[np.int64]
    kinds: NDArray[np.str_]


def fit_linear(taught: Examples, lang: Lang) -> tuple[dict[str, Any], NDArray[np.float64]]:
    """The model's arrays, and each example's log-odds from a model that did not see its fold."""
    features = list(features_of(taught.texts, lang))
    counter = CountVectorizer(analyzer=lambda names: names, binary=True, min_df=2)
    matrix = counter.fit_transform(features)
    unseen = np.zeros(len(taught.texts))
    for fold in range(FOLDS):
        rest = taught.folds != fold
        fitted = _logistic().fit(matrix[rest], taught.labels[rest], sample_weight=taught.weights[rest])
        unseen[~rest] = fitted.decision_function(matrix[~rest])
    fitted = _logistic().fit(matrix, taught.labels, sample_weight=taught.weights)
    names = counter.get_feature_names_out()
    kept = np.abs(fitted.coef_[0]) >= _SMALLEST
    arrays = {
        f"features_{lang}": np.frombuffer("\n".join(names[kept]).encode(), dtype=np.uint8),
        f"weights_{lang}": fitted.coef_[0][kept].astype(np.float16),
        f"bias_{lang}": np.float32(fitted.intercept_[0]),
    }
    return arrays, unseen


def _logistic() -> LogisticRegression:
    return LogisticRegression(C=_REGULARISATION, max_iter=400, class_weight="balanced")
