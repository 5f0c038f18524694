"""Linear fits that hold still: the weights pay for every movement between two photos of one face.

Each photo comes with perturbed copies. A fit sees the mean of a photo's copies as its features, and the scatter of the
copies around that mean as a penalty, so that a combination which trembles under another light is given little weight
even where it predicts well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sesaclinic.vision.heads import CLIP, Linear

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Design:
    """features: d names. centre: (n, d) mean of each photo's copies, standardised. scatter: (d, d) mean covariance of
    copies around their photo. mean, scale: (d,) that standardised them.
    """

    features: tuple[str, ...]
    centre: Floats
    scatter: Floats
    mean: Floats
    scale: Floats


def design(rows: list[list[dict[str, float]]], features: tuple[str, ...], fitted_on: NDArray[np.bool_]) -> Design:
    """Standardise on some photos and lay out all. rows: a photo's copies, the first being the photo itself.

    fitted_on: (n,) which photos may be looked at for mean, scale and scatter.
    """
    raw = [np.array([[copy.get(key, np.nan) for key in features] for copy in copies]) for copies in rows]
    originals = np.array([copies[0] for copies in raw])
    mean = np.nanmean(originals[fitted_on], axis=0)
    scale = np.nanstd(originals[fitted_on], axis=0)
    scale[~(scale > 1e-6)] = 1.0
    mean = np.nan_to_num(mean)
    standard = [np.clip(np.nan_to_num((copies - mean) / scale), -CLIP, CLIP) for copies in raw]
    centre = np.array([copies.mean(axis=0) for copies in standard])
    scatter = np.zeros((len(features), len(features)))
    counted = 0
    for copies, used in zip(standard, fitted_on, strict=True):
        if used and len(copies) > 1:
            deviation = copies - copies.mean(axis=0)
            scatter += deviation.T @ deviation / (len(copies) - 1)
            counted += 1
    return Design(features, centre, scatter / max(1, counted), mean, scale)


def price(scatter: Floats, ridge: float, still: float) -> Floats:
    """(d, d) what weights cost: `ridge` for any weight, `still` for movement between copies of one face."""
    return still * scatter + ridge * np.eye(len(scatter))


def fit_ridge(x: Floats, y: Floats, weights: Floats, cost: Floats) -> tuple[Floats, float]:
    """Weighted least squares. x: (n, d), y, weights: (n,), cost: (d, d) of `price`. Returns (d,) weights, intercept."""
    share = weights / weights.sum()
    x_mean, y_mean = share @ x, float(share @ y)
    centred = x - x_mean
    weighted = (centred * share[:, None]).T
    beta = np.linalg.solve(weighted @ centred + cost, weighted @ (y - y_mean))
    return beta, y_mean - float(x_mean @ beta)


def fit_logistic(x: Floats, y: NDArray[np.int64], weights: Floats, cost: Floats) -> tuple[Floats, Floats]:
    """Multinomial logistic regression. y: (n,) class numbers from 0; the rest as `fit_ridge`.

    Returns (classes, d) weights and (classes,) intercepts; two classes come as one row, the logit of class 1.
    """
    classes = int(y.max()) + 1
    rows = classes if classes > 2 else 1
    share = weights / weights.sum()
    target = np.eye(classes)[y]

    def loss(flat: Floats) -> tuple[float, Floats]:
        matrix = flat.reshape(rows, x.shape[1] + 1)
        beta, intercept = matrix[:, :-1], matrix[:, -1]
        sums = x @ beta.T + intercept
        full = np.hstack([np.zeros((len(x), 1)), sums]) if rows == 1 else sums
        full = full - full.max(axis=1, keepdims=True)
        logs = full - np.log(np.exp(full).sum(axis=1, keepdims=True))
        slope = (np.exp(logs) - target) * share[:, None]
        slope = slope[:, 1:] if rows == 1 else slope
        gradient = np.hstack([slope.T @ x + beta @ cost, slope.sum(axis=0)[:, None]])
        value = -(share * (logs * target).sum(axis=1)).sum() + 0.5 * float(np.sum((beta @ cost) * beta))
        return float(value), gradient.ravel()

    found = minimize(loss, np.zeros(rows * (x.shape[1] + 1)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    matrix = found.x.reshape(rows, x.shape[1] + 1)
    return matrix[:, :-1], matrix[:, -1]


def linear(d: Design, weights: Floats, intercepts: Floats, least: float = 0.0) -> Linear:
    """As a head reads it; features whose weight is nowhere above `least` are dropped."""
    weights = np.atleast_2d(weights)
    kept = np.abs(weights).max(axis=0) > least
    names = tuple(name for name, keep in zip(d.features, kept, strict=True) if keep)
    return Linear(
        features=names,
        mean=tuple(_short(d.mean[kept])),
        scale=tuple(_short(d.scale[kept])),
        weights=tuple(tuple(_short(row[kept])) for row in weights),
        intercepts=tuple(_short(np.atleast_1d(intercepts))),
    )


def _short(values: Floats) -> list[float]:
    return [float(f"{value:.6g}") for value in values]
