"""Fusion and calibration: how much of each answer to believe, from answers to photos that neither side had seen.

Weights are never negative: where one side adds nothing it gets none. Temperature scaling (Guo 2017) is the special case
of one side alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from sesaclinic.vision.signs.card import GradeFusion, SignFusion, SkinTypeFusion
from sesaclinic.vision.signs.fusion import fused_shares

Floats = NDArray[np.float64]

#: Pull of the two weights towards each other, in parts of the data: with 300 faces the best mix is known to ±0.2.
_EVEN = 0.02
#: Of the photos whose sign is said to be there (or not), this share may be wrong.
_WRONG = 0.1
#: The band in which nothing is said reaches at most this far from even odds.
_WIDEST = 0.3


@dataclass(frozen=True)
class Pair:
    """Out-of-fold answers to the same photos. network, measured: (n,) or (n, 4); truth, weights: (n,)."""

    network: Floats
    measured: Floats
    truth: Floats
    weights: Floats


def fuse_grades(pair: Pair) -> GradeFusion:
    """Least squares with weights ≥ 0; cuts where the fused grades have the raters' shares of 0, 1, 2 and 3."""

    def loss(mix: Floats) -> float:
        error = mix[0] * pair.network + mix[1] * pair.measured + mix[2] - pair.truth
        return float(np.average(error**2, weights=pair.weights)) + _EVEN * float((mix[0] - mix[1]) ** 2)

    mix = minimize(loss, np.array([0.5, 0.5, 0.0]), bounds=[(0, None), (0, None), (None, None)]).x
    fused = mix[0] * pair.network + mix[1] * pair.measured + mix[2]
    return GradeFusion(
        network=_short(mix[0]), measurements=_short(mix[1]), offset=_short(mix[2]), cuts=grade_cuts(fused, pair.truth)
    )


def grade_cuts(fused: Floats, truth: Floats) -> tuple[float, float, float]:
    """Where grades 1, 2 and 3 begin, so that as many faces get them as raters gave them (halves count as the higher).

    A grade that raters never gave begins half a grade above the last.
    """
    cuts: list[float] = []
    for grade in (1, 2, 3):
        share = float((truth >= grade - 0.5).mean())
        cut = float(np.quantile(fused, 1 - share)) if share > 0 else np.inf
        least = cuts[-1] + 0.25 if cuts else -np.inf
        highest = (cuts[-1] if cuts else float(np.max(fused))) + 0.5
        cuts.append(max(least, min(cut, max(highest, least))) if np.isinf(cut) else max(least, cut))
    return _short(cuts[0]), _short(cuts[1]), _short(cuts[2])


def fuse_signs(pair: Pair) -> SignFusion:
    """Logistic regression with weights ≥ 0, and the band in which the labels would too often be wrong."""

    def loss(mix: Floats) -> float:
        logit = mix[0] * pair.network + mix[1] * pair.measured + mix[2]
        each = np.logaddexp(0, -logit * (2 * pair.truth - 1))
        return float(np.average(each, weights=pair.weights)) + 1e-3 * float(mix[:2] @ mix[:2])

    mix = minimize(loss, np.array([0.5, 0.1, 0.0]), bounds=[(0, None), (0, None), (None, None)]).x
    probability = 1 / (1 + np.exp(-(mix[0] * pair.network + mix[1] * pair.measured + mix[2])))
    low, high = uncertain_band(probability, pair.truth > 0.5)
    return SignFusion(
        network=_short(mix[0]),
        measurements=_short(mix[1]),
        offset=_short(mix[2]),
        absent_below=_short(low),
        present_above=_short(high),
    )


def uncertain_band(probability: Floats, truth: NDArray[np.bool_]) -> tuple[float, float]:
    """The narrowest band around even odds outside of which at most a tenth of the stated labels is wrong."""
    steps = np.linspace(0.0, _WIDEST, 31)
    low = next((0.5 - s for s in steps if _share(truth[probability <= 0.5 - s]) <= _WRONG), 0.5 - _WIDEST)
    high = next((0.5 + s for s in steps if _share(~truth[probability >= 0.5 + s]) <= _WRONG), 0.5 + _WIDEST)
    return float(low), float(high)


def fuse_skin_types(pair: Pair, certain_above: float) -> SkinTypeFusion:
    """Multinomial regression on the network's logits and the logarithms of the measured shares.

    truth: numbers of the types. certain_above: least share of a type that is said.
    """
    truth = pair.truth.astype(np.int64)

    def fusion(mix: Floats) -> SkinTypeFusion:
        return SkinTypeFusion(
            network=float(mix[0]),
            measurements=float(mix[1]),
            offsets=(0.0, float(mix[2]), float(mix[3]), float(mix[4])),
            certain_above=certain_above,
        )

    def loss(mix: Floats) -> float:
        shares = fused_shares(fusion(mix), pair.network, pair.measured)[np.arange(len(truth)), truth]
        return float(np.average(-np.log(np.maximum(shares, 1e-9)), weights=pair.weights)) + 1e-3 * float(mix @ mix)

    bounds = [(0, None), (0, None), (None, None), (None, None), (None, None)]
    found = fusion(minimize(loss, np.array([0.5, 0.1, 0, 0, 0]), bounds=bounds).x)
    rounded = {"network": _short(found.network), "measurements": _short(found.measurements)}
    return found.model_copy(update={**rounded, "offsets": tuple(_short(offset) for offset in found.offsets)})


def balanced(truth: NDArray[np.int64], weights: Floats) -> Floats:
    """Weights under which every class counts the same in sum."""
    out = weights.astype(np.float64).copy()
    for value in np.unique(truth):
        out[truth == value] /= max(out[truth == value].sum(), 1e-9)
    return out


def _share(flags: NDArray[np.bool_]) -> float:
    return float(flags.mean()) if len(flags) else 0.0


def _short(value: float) -> float:
    return float(f"{value:.5g}")


def logits_of(probabilities: Sequence[float]) -> Floats:
    """Logits, kept finite."""
    kept = np.clip(np.asarray(probabilities, np.float64), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(kept / (1 - kept)))
