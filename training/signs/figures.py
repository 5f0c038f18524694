"""What a run's answers are worth: the figures of the documentation, with majority baseline and interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score, roc_auc_score

from sesaclinic.evaluation.statistics import calibration_error, interval, rounded

Floats = NDArray[np.float64]


def grade_figures(value: Floats, grade: NDArray[np.int64], truth: Floats) -> dict[str, Any]:
    """value: (n,) continuous grade. grade: (n,) cut. truth: (n,) raters' mean, 0–3."""
    whole = np.floor(truth + 0.5).astype(int)

    def correlation(rows: NDArray[np.int64]) -> float:
        return rank_correlation(value[rows], truth[rows])

    return {
        "n": len(truth),
        "spearman": _known(correlation(np.arange(len(truth)))),
        "interval": interval(len(truth), correlation),
        "quadratic_kappa": rounded(cohen_kappa_score(whole, grade, weights="quadratic", labels=[0, 1, 2, 3])),
    }


def sign_figures(probability: Floats, truth: NDArray[np.bool_], certain: NDArray[np.bool_]) -> dict[str, Any]:
    """probability: (n,) of "yes". certain: (n,) whether a label is said at all."""
    said = probability >= 0.5
    return {
        "n": len(truth),
        "positive": int(truth.sum()),
        "auc": _known(auc(truth, probability)),
        "auc_interval": interval(len(truth), lambda rows: auc(truth[rows], probability[rows])),
        "balanced_accuracy": rounded(balanced_accuracy(truth.astype(int), said.astype(int))),
        "balanced_accuracy_interval": interval(
            len(truth), lambda rows: balanced_accuracy(truth[rows].astype(int), said[rows].astype(int))
        ),
        "accuracy": rounded((said == truth).mean()),
        "majority": rounded(max(truth.mean(), 1 - truth.mean())),
        "ece": rounded(calibration_error(np.maximum(probability, 1 - probability), said == truth)),
        "uncertain": rounded(1 - certain.mean()),
    }


def skin_type_figures(shares: Floats, truth: NDArray[np.int64]) -> dict[str, Any]:
    """shares: (n, types), summing to 1. truth: (n,) numbers of the types."""
    said = shares.argmax(axis=1)
    return {
        "n": len(truth),
        "balanced_accuracy": rounded(balanced_accuracy(truth, said)),
        "balanced_accuracy_interval": interval(len(truth), lambda rows: balanced_accuracy(truth[rows], said[rows])),
        "accuracy": rounded((said == truth).mean()),
        "majority": rounded(max(Counter(truth.tolist()).values()) / len(truth)),
        "ece": rounded(calibration_error(shares.max(axis=1), said == truth)),
        "auc": rounded(np.mean([auc(truth == number, shares[:, number]) for number in np.unique(truth)])),
    }


def within_sources(probability: Floats, truth: NDArray[np.bool_], sources: Sequence[str]) -> dict[str, dict[str, Any]]:
    """AUC inside each source that has both answers: what is left when a source's look gives nothing away."""
    names = np.array(sources)
    found = {}
    for source in np.unique(names):
        rows = names == source
        if 0 < truth[rows].sum() < rows.sum():
            found[str(source)] = {
                "n": int(rows.sum()),
                "positive": int(truth[rows].sum()),
                "auc": rounded(auc(truth[rows], probability[rows])),
            }
    return found


def repeatability_figures(copies: Sequence[Floats]) -> dict[str, float]:
    """sd and ICC(1,1) of a score over copies of each face. copies: one array a face, in points."""
    several = [each for each in copies if len(each) > 1]
    within = float(np.mean([each.var(ddof=1) for each in several]))
    between = float(np.var([each.mean() for each in several], ddof=1))
    return {
        "faces": len(several),
        "sd": rounded(np.sqrt(within)),
        "icc": rounded(between / max(between + within, 1e-9)),
    }


def flips(labels: Sequence[Sequence[object]]) -> float:
    """Share of perturbed copies whose label is not the photo's own. labels: of each photo, its own first."""
    return rounded(np.mean([label != one[0] for one in labels for label in one[1:]]))


def rank_correlation(told: Floats, truth: Floats) -> float:
    """Spearman's; nan where one side says the same of everybody."""
    if min(np.ptp(told), np.ptp(truth)) == 0:
        return float("nan")
    return float(spearmanr(told, truth).statistic)


def auc(truth: NDArray[np.bool_], probability: Floats) -> float:
    """Area under the receiver's curve; nan where only one answer is there."""
    if truth.all() or not truth.any():
        return float("nan")
    return float(roc_auc_score(truth, probability))


def balanced_accuracy(truth: NDArray[np.int64], said: NDArray[np.int64]) -> float:
    """Mean recall of the classes that are there."""
    return float(np.mean([(said[truth == value] == value).mean() for value in np.unique(truth)]))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else rounded(value)
