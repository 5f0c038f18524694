"""Teaches what is ours: questions about skin against everything else people say."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from sesaclinic.domain import Lang
from sesaclinic.knowledge.embedders.features import features_of
from sesaclinic.knowledge.passages import PassageRecord
from training.embedder.pairs import public_groups

_TRIAGE: Final = Path(__file__).parents[1] / "triage"
_OURS: Final = ("urgent", "doctor", "caution", "answer")
# the few questions written for this weigh as much as the many collected ones say little
_WRITTEN_WEIGHT: Final = {"ours": 4.0, "theirs": 8.0}
_REGULARISATION: Final = 0.5
_SMALLEST: Final = 0.02  # a feature below this moves no decision
_FOLDS: Final = 5


@dataclass(frozen=True, slots=True)
class Examples:
    """texts with label 1 for ours. fold: texts of one passage share it. kind: where a text comes from."""

    texts: list[str]
    labels: NDArray[np.int64]
    weights: NDArray[np.float64]
    folds: NDArray[np.int64]
    kinds: NDArray[np.str_]


def examples(passages: Sequence[PassageRecord], lang: Lang, data: Path) -> Examples:
    """Everything the model of one language learns from."""
    rows = [(text, 1, 1.0, i, "articles") for i, p in enumerate(passages) for text in (*p.asks, p.heading)]
    written = yaml.safe_load((_TRIAGE / f"questions.{lang}.yaml").read_text(encoding="utf-8"))
    rows += [
        (str(text), 1, _WRITTEN_WEIGHT["ours"], i, "written_ours")
        for kind in _OURS
        for i, text in enumerate(written.get(kind, ()))
    ]
    rows += [
        (str(text), 0, _WRITTEN_WEIGHT["theirs"], i, "written_theirs") for i, text in enumerate(written["out_of_scope"])
    ]
    if lang == "ko":
        rows += [(text, 0, 1.0, i, "small_talk") for i, text in enumerate(small_talk(data))]
        rows += [
            (text, 0, 1.0, i, "everyday")
            for i, group in enumerate(public_groups(data / "text")[:1000])
            for text in group.texts[::2]
        ]
    texts, labels, weights, folds, kinds = zip(*rows, strict=True)
    return Examples(
        list(texts), np.array(labels), np.array(weights), np.array(folds) % _FOLDS, np.array(kinds, dtype=np.str_)
    )


def small_talk(data: Path) -> list[str]:
    """Questions of the Songys chatbot set (MIT)."""
    with (data / "text" / "songys_chatbot" / "ChatbotData.csv").open(encoding="utf-8") as file:
        return [row["Q"] for row in csv.DictReader(file)]


def teach(taught: Examples, lang: Lang) -> tuple[dict[str, NDArray[Any]], NDArray[np.float64]]:
    """The model's arrays, and each example's log-odds from a model that did not see its fold."""
    features = list(features_of(taught.texts, lang))
    counter = CountVectorizer(analyzer=lambda names: names, binary=True, min_df=2)
    matrix = counter.fit_transform(features)
    unseen = np.zeros(len(taught.texts))
    for fold in range(_FOLDS):
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
