"""Yes/no signs and skin type against labels."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from sesaclinic.evaluation.labelled import examine_all, read_csv
from sesaclinic.evaluation.statistics import area_under_roc, calibration_error, interval, rounded
from sesaclinic.vision import Analyzer, Examination

TASKS = ("skin_type", "redness", "wrinkles", "pores", "dark_circles", "blackhead", "pigmentation")
_SKIN_TYPES = ("dry", "normal", "oily")


def evaluate_signs(analyzer: Analyzer, labels: Path, photos: Path, limit: int | None = None) -> dict[str, object]:
    """Every task of a label file. labels: CSV photo,task,label. photos: folder. limit: first photos only.

    Returns {"tasks": {task: {"n", "auc", "balanced_accuracy", "accuracy", "macro_f1", "ece", "majority_accuracy",
    "uncertain_rate", "auc_interval", "balanced_accuracy_interval"}}, "photos", "refused": {code: photos}}. Accuracy is
    of the likeliest label; uncertain_rate says how often the product would rather not tell. auc of three skin types is
    the mean of one against the rest.
    """
    rows = [row for row in read_csv(labels, {"photo", "task", "label"}) if row["task"] in TASKS]
    names = list(dict.fromkeys(row["photo"] for row in rows))[:limit]
    examined = examine_all(analyzer, photos, names)
    tasks: dict[str, object] = {}
    for task in TASKS:
        pairs = [
            (row["label"], examined.examinations[row["photo"]])
            for row in rows
            if row["task"] == task and row["photo"] in examined.examinations
        ]
        if pairs:
            tasks[task] = _skin_type(pairs) if task == "skin_type" else _sign(task, pairs)
    return {"tasks": tasks, "photos": len(examined.examinations), "refused": examined.refused}


def _sign(task: str, pairs: list[tuple[str, Examination]]) -> dict[str, object]:
    truth = np.array([int(label == "yes") for label, _ in pairs])
    probability = np.array([examination.judgement.signs[task].probability for _, examination in pairs])
    said = (probability >= 0.5).astype(np.int64)
    certain = [examination.judgement.signs[task].label != "uncertain" for _, examination in pairs]
    confidence = np.maximum(probability, 1 - probability)
    return _figures(truth, said, confidence, certain, probability)


def _skin_type(pairs: list[tuple[str, Examination]]) -> dict[str, object]:
    truth = np.array([_SKIN_TYPES.index(label) for label, _ in pairs])
    types = [examination.analysis.skin_type for _, examination in pairs]
    shares = np.array([[getattr(skin_type.probabilities, name) for name in _SKIN_TYPES] for skin_type in types])
    shares = shares / shares.sum(axis=1, keepdims=True)  # they were rounded
    certain = [skin_type.label != "uncertain" for skin_type in types]
    return _figures(truth, shares.argmax(axis=1), shares.max(axis=1), certain, shares)


def _figures(
    truth: NDArray[np.int64],
    said: NDArray[np.int64],
    confidence: NDArray[np.float64],
    certain: list[bool],
    probability: NDArray[np.float64],
) -> dict[str, object]:
    count = len(truth)
    return {
        "n": count,
        "auc": _known(_auc(truth, probability)),
        "balanced_accuracy": rounded(_balanced(truth, said)),
        "accuracy": rounded((truth == said).mean()),
        "macro_f1": rounded(f1_score(truth, said, average="macro", zero_division=0)),
        "ece": rounded(calibration_error(confidence, truth == said)),
        "majority_accuracy": rounded(max(Counter(truth.tolist()).values()) / count),
        "uncertain_rate": rounded(1 - np.mean(certain)),
        "auc_interval": interval(count, lambda rows: _auc(truth[rows], probability[rows])),
        "balanced_accuracy_interval": interval(count, lambda rows: _balanced(truth[rows], said[rows])),
    }


def _auc(truth: NDArray[np.int64], probability: NDArray[np.float64]) -> float:
    if probability.ndim == 1:
        return area_under_roc(truth == 1, probability)
    areas = [area_under_roc(truth == number, probability[:, number]) for number in range(probability.shape[1])]
    known = [area for area in areas if not np.isnan(area)]
    return float(np.mean(known)) if known else float("nan")


def _balanced(truth: NDArray[np.int64], said: NDArray[np.int64]) -> float:
    seen = np.isin(said, np.unique(truth))
    said = np.where(seen, said, -1)  # a class that is never right still costs recall
    recalls = [(said[truth == number] == number).mean() for number in np.unique(truth)]
    return float(np.mean(recalls)) if recalls else float("nan")


def _known(value: float) -> float | None:
    return None if np.isnan(value) else rounded(value)
