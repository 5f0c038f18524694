"""Figures with their uncertainty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Statistic = Callable[[NDArray[np.int64]], float]


def interval(count: int, statistic: Statistic, repeats: int = 300) -> list[float] | None:
    """95 % bootstrap interval of a statistic over rows. statistic: gets row numbers, may answer nan.

    None where it cannot be told (too few rows).
    """
    if count < 5:
        return None
    rng = np.random.default_rng(20250101)  # fixed, so that a figure can be printed again
    values = np.array([statistic(rng.integers(0, count, count)) for _ in range(repeats)])
    values = values[~np.isnan(values)]
    if len(values) < repeats / 2:
        return None
    low, high = np.percentile(values, (2.5, 97.5))
    return [rounded(low), rounded(high)]


def calibration_error(confidence: NDArray[np.float64], correct: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error (Naeini 2015) of the stated label. confidence: (n,) 0–1 of that label."""
    edges = np.minimum((confidence * bins).astype(int), bins - 1)
    error = 0.0
    for number in range(bins):
        inside = edges == number
        if inside.any():
            error += inside.mean() * abs(confidence[inside].mean() - correct[inside].mean())
    return float(error)


def area_under_roc(positive: NDArray[np.bool_], score: NDArray[np.float64]) -> float:
    """Chance that a positive scores above a negative (Mann-Whitney); nan when one of them is missing."""
    count = int(positive.sum())
    if count in {0, len(positive)}:
        return float("nan")
    ranks = rankdata(score)
    return float((ranks[positive].sum() - count * (count + 1) / 2) / (count * (len(positive) - count)))


def rounded(value: float | np.floating[Any]) -> float:
    return round(float(value), 4)
