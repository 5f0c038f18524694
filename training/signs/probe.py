"""Heads over a fixed trunk: linear fits on pooled features, with the price on movement that `measurements.ridge` has.

Three hundred graded faces are too few to move a million weights, and plenty for a ridge: this is what is shipped where
fine-tuning does not win. A fit takes seconds, so every figure here is cross-validated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.utils.extmath import randomized_svd

from sesaclinic.vision.heads import CLIP
from training.measurements.ridge import fit_logistic, fit_ridge, price
from training.signs.features import Features
from training.signs.loss import truth_table
from training.signs.manifest import Sample, Target
from training.signs.networks import SignNetwork
from training.signs.splits import fold_of

Floats = NDArray[np.float64]

#: Price of a weight by kind of target, on standardised features; `python -m training.signs.search` prints the
#: cross-validated figures it is chosen by.
RIDGE: Mapping[str, float] = {"grade": 3.0, "value": 3.0, "sign": 0.3, "skin_type": 1.0}
#: Price of movement between copies of one face, against that of missing a grade by one; for logistic heads against that
#: of a log-likelihood. Cross-validated over 4 to 50 (0.04 to 30): what copies of a face differ by falls all the way,
#: and up to here ranks and areas under the curve stay within 0.005.
STILL: Mapping[str, float] = {"grade": 30.0, "value": 30.0, "sign": 8.0, "skin_type": 30.0}
#: Longer features (VGG16 has 16,384) are first projected on so many principal directions, so that a fit takes seconds.
_MOST_DIRECTIONS = 2048
#: Logit of a skin type that no photo of a framing has: close-ups show no combination.
_NEVER = -20.0


@dataclass(frozen=True)
class Standard:
    """mean, scale: (length,) of the training photos' features."""

    mean: Floats
    scale: Floats

    @classmethod
    def of(cls, features: NDArray[np.float32]) -> Standard:
        known = ~np.isnan(features)
        count = np.maximum(known.sum(axis=0), 1)
        mean = np.where(known, features, 0).sum(axis=0, dtype=np.float64) / count
        scale = np.sqrt((np.where(known, features - mean, 0) ** 2).sum(axis=0) / count)
        return cls(mean, np.where(scale > 1e-4, scale, 1.0))

    def __call__(self, features: NDArray[np.float32]) -> Floats:
        """As the network does it: unseen is average, nothing beyond four deviations."""
        standard: Floats = np.clip(np.nan_to_num((features - self.mean) / self.scale), -CLIP, CLIP)
        return standard


@dataclass(frozen=True)
class Heads:
    """weights: (outputs, length), intercepts: (outputs,), in the order of targets."""

    standard: Standard
    weights: Floats
    intercepts: Floats

    def __call__(self, features: NDArray[np.float32]) -> Floats:
        """(n, outputs) raw answers, as the network gives them. features: (n, length)."""
        answers: Floats = self.standard(features) @ self.weights.T + self.intercepts
        return answers

    def put_into(self, network: SignNetwork) -> None:
        """Make them the network's own."""
        with torch.no_grad():
            for place, values in (
                (network.standardise.mean, self.standard.mean),
                (network.standardise.scale, self.standard.scale),
                (network.head.weight, self.weights),
                (network.head.bias, self.intercepts),
            ):
                place.copy_(torch.from_numpy(values))


def fit_heads(
    features: Features,
    samples: Sequence[Sample],
    targets: Sequence[Target],
    ridge: Mapping[str, float] = RIDGE,
    still: Mapping[str, float] = STILL,
) -> Heads:
    """Fit every target on the samples that know it. features: of at least these samples."""
    standard = Standard.of(np.stack([features[sample.photo][0] for sample in samples]))
    copies = [standard(features[sample.photo]) for sample in samples]
    directions = _directions(np.concatenate(copies))
    copies = [each @ directions for each in copies]
    centres = np.stack([each.mean(axis=0) for each in copies])
    scatter = _scatter(copies, centres.shape[1])
    truth, weights = truth_table(samples, targets)
    rows, intercepts = [], []
    for column, target in enumerate(targets):
        known = ~np.isnan(truth[:, column])
        taught = Taught(centres[known], truth[known, column].astype(np.float64), weights[known, column].astype(float))
        cost = price(scatter, ridge[target.kind], still[target.kind])
        weight, intercept = _fit(target, taught, cost)
        rows.append(weight @ directions.T)
        intercepts.append(intercept)
    return Heads(standard, np.concatenate(rows), np.concatenate(intercepts))


@dataclass(frozen=True)
class Taught:
    """x: (n, d) features of the photos that know a target. y: (n,) its truth. weights: (n,)."""

    x: Floats
    y: Floats
    weights: Floats


def _fit(target: Target, taught: Taught, cost: Floats) -> tuple[Floats, Floats]:
    """(outputs, d) weights and (outputs,) intercepts; a target that nobody knows answers 0."""
    answered = len(np.unique(taught.y))
    weight, intercept = np.zeros((target.outputs, taught.x.shape[1])), np.zeros(target.outputs)
    if target.kind not in {"sign", "skin_type"}:
        if answered:
            weight[0], intercept[0] = fit_ridge(taught.x, taught.y, taught.weights, cost)
    elif answered > 1:
        found, offsets = fit_logistic(taught.x, taught.y.astype(np.int64), taught.weights, cost)
        weight[: len(found)], intercept[: len(found)] = found, offsets
        intercept[len(found) :] = _NEVER
    return weight, intercept


def cross_answers(
    features: Features,
    samples: Sequence[Sample],
    targets: Sequence[Target],
    ridge: Mapping[str, float] = RIDGE,
    folds: int = 5,
) -> dict[str, Floats]:
    """(copies, outputs) raw answers to every sample by heads that did not see its group."""
    answers = {}
    numbers = np.array([fold_of(sample.group, folds) for sample in samples])
    for fold in range(folds):
        heads = fit_heads(features, [s for s, n in zip(samples, numbers, strict=True) if n != fold], targets, ridge)
        for sample, number in zip(samples, numbers, strict=True):
            if number == fold:
                answers[sample.photo] = heads(features[sample.photo])
    return answers


def _directions(rows: Floats) -> Floats:
    """(length, d) orthonormal directions that heads may use. rows: (n, length) standardised features of all copies.

    A ridge never leaves the span of what it has seen, so with few rows nothing is lost.
    """
    count, length = rows.shape
    if min(count, length) > _MOST_DIRECTIONS:
        principal: Floats = randomized_svd(rows, _MOST_DIRECTIONS, random_state=0)[2]
        return principal.T
    return np.linalg.qr(rows.T)[0] if count < length else np.eye(length)


def _scatter(copies: Sequence[Floats], length: int) -> Floats:
    """(length, length) mean covariance of a photo's copies around their mean; zero where there are no copies."""
    deviations = [(each - each.mean(axis=0)) / np.sqrt(len(each) - 1) for each in copies if len(each) > 1]
    if not deviations:
        return np.zeros((length, length))
    table = np.concatenate(deviations)
    scatter: Floats = table.T @ table / len(deviations)
    return scatter
