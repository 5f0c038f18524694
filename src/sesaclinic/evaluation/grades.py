"""Scores against ordinal grades given by eye."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score

from sesaclinic.domain import Concern, RegionName
from sesaclinic.evaluation.labelled import examine_all, read_csv
from sesaclinic.evaluation.statistics import interval, rounded
from sesaclinic.vision import Analyzer, Examination

SIGNS = ("shine", "dryness", "redness", "pores", "wrinkles", "dark_circles", "pigmentation")


def evaluate_grades(analyzer: Analyzer, grades: Path, photos: Path, limit: int | None = None) -> dict[str, object]:
    """Rank correlation of our whole-face score with each grade, and agreement of our grade with it.

    grades: CSV with photo, a column a sign (0–3, halves allowed, empty is unknown) and skin_type. Returns {"signs":
    {sign: {"n", "spearman", "quadratic_kappa", "spearman_interval"}}, "skin_type": {"n", "accuracy",
    "balanced_accuracy", "uncertain_rate"}, "photos", "refused"}. spearman is positive when a worse grade gets a lower
    score. An uncertain skin type counts as wrong.
    """
    rows = read_csv(grades, {"photo"})[:limit]
    examined = examine_all(analyzer, photos, [row["photo"] for row in rows])
    known = [(row, examined.examinations[row["photo"]]) for row in rows if row["photo"] in examined.examinations]
    signs = {}
    for sign in SIGNS:
        pairs = [(float(row[sign]), _face_score(one, sign)) for row, one in known if row.get(sign)]
        measured = [(grade, score) for grade, score in pairs if score is not None]
        if len(measured) > 2:
            signs[sign] = _agreement(
                np.array([grade for grade, _ in measured]), np.array([score for _, score in measured])
            )
    types = [(row["skin_type"], str(one.analysis.skin_type.label)) for row, one in known if row.get("skin_type")]
    return {
        "signs": signs,
        "skin_type": _skin_type(types),
        "photos": len(known),
        "refused": examined.refused,
    }


def _face_score(examination: Examination, sign: str) -> tuple[float, int] | None:
    """Score and grade of the whole face."""
    for finding in examination.analysis.findings:
        if finding.concern == Concern(sign) and finding.region == RegionName.FACE and finding.score is not None:
            return finding.score, finding.grade if finding.grade is not None else round((100 - finding.score) / 33.4)
    return None


def _agreement(grades: NDArray[np.float64], ours: NDArray[np.float64]) -> dict[str, object]:
    """grades: (n,). ours: (n, 2) scores and grades."""
    scores, ours_graded = -ours[:, 0], ours[:, 1].astype(int)

    def correlation(rows: NDArray[np.int64]) -> float:
        return float(spearmanr(scores[rows], grades[rows]).statistic)

    # halves are means of two raters; kappa wants whole grades
    rounded_grades = np.floor(grades + 0.5).astype(int)
    return {
        "n": len(grades),
        "spearman": rounded(correlation(np.arange(len(grades)))),
        "quadratic_kappa": rounded(
            cohen_kappa_score(rounded_grades, ours_graded, weights="quadratic", labels=[0, 1, 2, 3])
        ),
        "spearman_interval": interval(len(grades), correlation),
    }


def _skin_type(pairs: list[tuple[str, str]]) -> dict[str, object]:
    if not pairs:
        return {"n": 0, "accuracy": None, "balanced_accuracy": None, "uncertain_rate": None}
    truth, said = np.array([label for label, _ in pairs]), np.array([label for _, label in pairs])
    recalls = [(said[truth == label] == label).mean() for label in np.unique(truth)]
    return {
        "n": len(pairs),
        "accuracy": rounded((truth == said).mean()),
        "balanced_accuracy": rounded(np.mean(recalls)),
        "uncertain_rate": rounded((said == "uncertain").mean()),
    }
