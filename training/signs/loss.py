"""The loss of many targets of which each photo knows a few."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training.signs.manifest import Sample, Target

#: A step of one grade costs as much as a sign called with even odds: the two kinds then learn side by side.
_GRADE_SCALE = 0.7
#: People's grades differ by about one, their instruments' values by about a tenth of the full scale.
_VALUE_STEPS = 10.0


def truth_table(
    samples: Sequence[Sample], targets: Sequence[Target]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(n, targets) truths, nan where unknown, and (n, targets) weights, 0 there.

    A weight is the label's trust, balanced so that every class of a target weighs the same in sum.
    """
    truth = np.array([[sample.truth.get(target.key, np.nan) for target in targets] for sample in samples], np.float32)
    trust = np.array([[sample.trust.get(target.key, 0.0) for target in targets] for sample in samples], np.float32)
    return truth, trust * class_balance(truth, trust, targets)


def class_balance(
    truth: NDArray[np.float32], trust: NDArray[np.float32], targets: Sequence[Target], most: float = 10.0
) -> NDArray[np.float32]:
    """(n, targets) factors with mean 1 within a target. most: a class that is nearly absent is not shouted."""
    factors = np.ones_like(truth)
    for column, target in enumerate(targets):
        if target.kind not in {"sign", "skin_type"}:
            continue
        known = ~np.isnan(truth[:, column])
        classes = np.unique(truth[known, column])
        total = trust[known, column].sum()
        for value in classes:
            rows = known & (truth[:, column] == value)
            factors[rows, column] = min(most, total / (len(classes) * max(trust[rows, column].sum(), 1e-6)))
    return factors


def masked_loss(answers: Tensor, truth: Tensor, weights: Tensor, targets: Sequence[Target]) -> dict[str, Tensor]:
    """Mean loss of each target that the batch knows, by key. answers: (N, outputs). truth, weights: (N, targets)."""
    losses = {}
    for target, column, outputs in _columns(answers, targets):
        weight = weights[:, column]
        total = weight.sum()
        if total <= 0:
            continue
        known = torch.nan_to_num(truth[:, column])
        if target.kind == "sign":
            each = functional.binary_cross_entropy_with_logits(outputs[:, 0], known, reduction="none")
        elif target.kind == "skin_type":
            each = functional.cross_entropy(outputs, known.long(), reduction="none")
        else:
            steps = _VALUE_STEPS if target.kind == "value" else 1.0
            each = functional.smooth_l1_loss(steps * outputs[:, 0], steps * known, reduction="none") * _GRADE_SCALE
        losses[target.key] = (each * weight).sum() / total
    return losses


def stillness(one: Tensor, other: Tensor) -> Tensor:
    """How far the answers move between two nuisances of the same photos: grades and logits alike, squared."""
    return (one - other).square().mean()


def _columns(answers: Tensor, targets: Sequence[Target]) -> Iterator[tuple[Target, int, Tensor]]:
    start = 0
    for column, target in enumerate(targets):
        yield target, column, answers[:, start : start + target.outputs]
        start += target.outputs


def mean_loss(losses: Mapping[str, Tensor]) -> Tensor:
    """Targets weigh the same, however many photos know them."""
    return torch.stack(list(losses.values())).mean()
