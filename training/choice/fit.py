"""A linear model that puts a right passage before the others of its search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from sesaclinic.consult.choice import Model, Surety

Floats = NDArray[np.float64]

_SHRINK: Final = 10.0  # L2; from 1 to 100 the folds differ by a point
_HALF: Final = 0.5  # of the rounds
_LEAST: Final = 0.01  # scale of what hardly ever varies
_UNANSWERED: Final = 1 / 6  # of what people ask; most questions taught had their passage written when they were asked


@dataclass(frozen=True, slots=True)
class Search:
    """What is seen of each passage found for one question, shape (passages, features), and which of them are right.

    answerable: whether any passage at all is, found or not.
    """

    seen: Floats
    right: NDArray[np.bool_]
    answerable: bool


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of each search, by models taught on other folds: how often the passage chosen is right, its score, and its lead
    over the next. Shape (searches,). answerable: whether any passage is right at all."""

    right: Floats
    score: Floats
    lead: Floats
    answerable: NDArray[np.bool_]


def folded(searches: Sequence[Search], folds: int = 5, rounds: int = 5) -> Outcome:
    """What models choose for searches that they were not taught on."""
    table = np.zeros((len(searches), 3))
    for turn in range(rounds):
        fold = np.random.default_rng(turn).integers(0, folds, len(searches))
        for left_out in range(folds):
            model = fitted([search for search, place in zip(searches, fold, strict=True) if place != left_out])
            for row in np.flatnonzero(fold == left_out):
                table[row] += np.array(_outcome(model, searches[int(row)])) / rounds
    right, score, lead = table.T
    return Outcome(right, score, lead, np.array([search.answerable for search in searches]))


def surety(outcome: Outcome) -> Surety:
    """The probability that a choice is right, fitted on folds (Platt 1999)."""
    seen = np.column_stack((outcome.score, outcome.lead))
    share = 1 - outcome.answerable.mean()
    weights = np.where(outcome.answerable, (1 - _UNANSWERED) / (1 - share), _UNANSWERED / share)
    found = LogisticRegression().fit(seen, outcome.right >= _HALF, sample_weight=weights)
    score, lead = found.coef_[0]
    return Surety(*(round(float(value), 4) for value in (found.intercept_[0], score, lead)))


def _outcome(model: Model, search: Search) -> tuple[float, float, float]:
    scores = model.scores(search.seen)
    order = np.argsort(-scores)
    lead = scores[order[0]] - scores[order[1]] if len(order) > 1 else 0.0
    return float(search.right[order[0]]), float(scores[order[0]]), float(lead)
