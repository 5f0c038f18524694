"""A linear model that puts a right passage before the others of its search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sesaclinic.consult.choice import Model

Floats = NDArray[np.float64]

_SHRINK: Final = 10.0  # L2; from 1 to 100 the folds differ by a point
_LEAST: Final = 0.01  # scale of what hardly ever varies


@dataclass(frozen=True, slots=True)
class Search:
    """What is seen of each passage found for one question, shape (passages, features), and which of them are right."""

    seen: Floats
    right: NDArray[np.bool_]


def fitted(searches: Sequence[Search]) -> Model:
    """Maximises the probability of the right passages among those of their search (conditional logit)."""
    taught = [search for search in searches if search.right.any()]
    table = np.vstack([search.seen for search in taught])
    means, scales = table.mean(axis=0), np.maximum(table.std(axis=0), _LEAST)
    table = (table - means) / scales
    right = np.concatenate([search.right for search in taught]).astype(np.float64)
    sizes = [len(search.right) for search in taught]
    starts, owner = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = table @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        total, ours = np.add.reduceat(raised, starts), np.add.reduceat(raised * right, starts)
        slope = table.T @ (raised / total[owner] - raised * right / ours[owner]) + _SHRINK * weights
        return float(np.sum(np.log(total / ours)) + _SHRINK * weights @ weights / 2), slope

    found = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B")
    return Model(means, scales, found.x)


def first_right(model: Model, searches: Sequence[Search]) -> NDArray[np.bool_]:
    """Of each search, whether the passage chosen is right. Shape (searches,)."""
    return np.array([bool(search.right[np.argmax(model.scores(search.seen))]) for search in searches])


def folded(searches: Sequence[Search], folds: int = 5, rounds: int = 5) -> Floats:
    """Of each search, how often the passage is right that a model chooses which was taught on other folds."""
    right = np.zeros(len(searches))
    for turn in range(rounds):
        fold = np.random.default_rng(turn).integers(0, folds, len(searches))
        for left_out in range(folds):
            model = fitted([search for search, place in zip(searches, fold, strict=True) if place != left_out])
            rows = np.flatnonzero(fold == left_out)
            right[rows] += first_right(model, [searches[int(row)] for row in rows]) / rounds
    return right
