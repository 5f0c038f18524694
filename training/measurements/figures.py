"""Figures of cross-validated answers, with the majority baseline and intervals, as they stand in the card."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score

from sesaclinic.evaluation.statistics import area_under_roc, calibration_error, interval, rounded
from sesaclinic.vision.heads import SKIN_TYPES, GradeHead
from sesaclinic.vision.score import POINTS_PER_GRADE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def matching_cuts(answers: Floats, grades: Floats) -> tuple[float, float, float]:
    """Where grades 1, 2, 3 begin on the answers, so that each grade is given as often as by eye."""
    whole = np.floor(grades + 0.5)
    cuts = [float(np.quantile(answers, 1 - max((whole >= grade).mean(), 0.5 / len(grades)))) for grade in (1, 2, 3)]
    return round(cuts[0], 4), round(cuts[1], 4), round(cuts[2], 4)


def grade_figures(
    answers: list[list[float]], grades: Floats, sources: NDArray[np.str_], head: GradeHead
) -> dict[str, object]:
    """answers: out-of-fold, a list of copies a photo, the photo itself first."""
    own = np.array([row[0] for row in answers])

    def correlation(rows: Ints) -> float:
        return float(spearmanr(own[rows], grades[rows]).statistic)

    whole = np.floor(grades + 0.5).astype(int)
    given = np.array([head.grade(answer) for answer in own])
    copies = [row for row in answers if len(row) > 1]
    within = float(np.mean([np.var(row, ddof=1) for row in copies]))
    between = float(np.var([np.mean(row) for row in copies]))
    flips = [head.grade(copy) != head.grade(row[0]) for row in copies for copy in row[1:]]
    return {
        "n": len(grades),
        "spearman": rounded(correlation(np.arange(len(grades)))),
        "spearman_interval": interval(len(grades), correlation),
        "spearman_by_source": {
            source: rounded(correlation(np.flatnonzero(sources == source)))
            for source in np.unique(sources).tolist()
            if (sources == source).sum() >= 20
        },
        "quadratic_kappa": rounded(cohen_kappa_score(whole, given, weights="quadratic", labels=[0, 1, 2, 3])),
        "accuracy": rounded((whole == given).mean()),
        "majority_accuracy": rounded(max(Counter(whole.tolist()).values()) / len(whole)),
        "sd_points_under_perturbation": rounded(POINTS_PER_GRADE * np.sqrt(within)),
        "icc_under_perturbation": rounded(between / (between + within)),
        "grade_flips_under_perturbation": rounded(np.mean(flips)),
        "features": len(head.linear.features),
    }


def sign_figures(probability: Floats, target: Ints, sources: NDArray[np.str_], band: float) -> dict[str, object]:
    """probability: out-of-fold and calibrated. band: from here on a label is said."""
    count = len(target)
    said = (probability >= 0.5).astype(int)
    confidence = np.maximum(probability, 1 - probability)

    def area(rows: Ints) -> float:
        return area_under_roc(target[rows] == 1, probability[rows])

    def balanced(rows: Ints) -> float:
        return float(np.mean([(said[rows][target[rows] == c] == c).mean() for c in np.unique(target[rows])]))

    everything = np.arange(count)
    by_source = {
        source: rounded(area(np.flatnonzero(sources == source)))
        for source in np.unique(sources).tolist()
        if min(np.bincount(target[sources == source], minlength=2)) >= 5
    }
    return {
        "n": count,
        "positive": int(target.sum()),
        "auc": rounded(area(everything)),
        "auc_interval": interval(count, area),
        "auc_by_source": by_source,
        "balanced_accuracy": rounded(balanced(everything)),
        "balanced_accuracy_interval": interval(count, balanced),
        "accuracy": rounded((said == target).mean()),
        "majority_accuracy": rounded(max(target.mean(), 1 - target.mean())),
        "ece": rounded(calibration_error(confidence, said == target)),
        "uncertain_rate": rounded((confidence < band).mean()),
    }


def type_figures(shares: Floats, target: Ints, certain: float) -> dict[str, object]:
    """shares: (n, 4) out-of-fold."""
    said = shares.argmax(axis=1)

    def balanced(rows: Ints) -> float:
        return float(np.mean([(said[rows][target[rows] == c] == c).mean() for c in np.unique(target[rows])]))

    return {
        "n": len(target),
        "balanced_accuracy": rounded(balanced(np.arange(len(target)))),
        "balanced_accuracy_interval": interval(len(target), balanced),
        "chance": rounded(1 / len(np.unique(target))),
        "accuracy": rounded((said == target).mean()),
        "majority_accuracy": rounded(max(Counter(target.tolist()).values()) / len(target)),
        "recall": {SKIN_TYPES[c]: rounded((said[target == c] == c).mean()) for c in np.unique(target).tolist()},
        "uncertain_rate": rounded((shares.max(axis=1) < certain).mean()),
    }


def platt(sums: Floats, target: Ints, weights: Floats) -> tuple[float, float]:
    """Slope and offset that calibrate logits (Platt 1999), on out-of-fold answers."""

    def loss(pair: Floats) -> float:
        logits = pair[0] * sums + pair[1]
        return float((weights * (np.logaddexp(0, logits) - target * logits)).sum() / weights.sum())

    found = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead")
    return float(found.x[0]), float(found.x[1])


def uncertain_band(probability: Floats, target: Ints, wrong: float) -> float:
    """Least confidence from which on at most a share `wrong` of what is said is wrong; between 0.55 and 0.8."""
    confidence = np.maximum(probability, 1 - probability)
    correct = (probability >= 0.5) == (target == 1)
    for band in np.arange(0.55, 0.8, 0.05):
        said = confidence >= band
        if said.any() and 1 - correct[said].mean() <= wrong:
            return round(float(band), 2)
    return 0.8


def show(name: str, row: object) -> None:
    """One line a head."""
    if isinstance(row, dict):
        print(f"{name:22}", {key: value for key, value in row.items() if key != "features"}, flush=True)
