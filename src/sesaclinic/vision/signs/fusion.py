"""Network and measurements together: weighted sums fitted on photos that neither had seen, calibrated in one go."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import Concern
from sesaclinic.vision.heads import SKIN_TYPES
from sesaclinic.vision.judgement import GradeJudgement, Judgement, SignJudgement
from sesaclinic.vision.signs.card import Framing, GradeFusion, SignCard, SignFusion, SkinTypeFusion
from sesaclinic.vision.signs.network import Reading

#: Probabilities are taken this far from 0 and 1, so that their logarithm stays finite.
_LEAST = 1e-6


def fuse(measured: Judgement, reading: Reading, card: SignCard, closeup: bool, monochrome: bool) -> Judgement:
    """What both say together. What the card does not fuse stays as it was measured.

    monochrome: a photo without colour; nothing is said of redness then.
    """
    framing: Framing = "closeup" if closeup else "face"
    signs = dict(measured.signs)
    for task, by_framing in card.signs.items():
        fusion = by_framing.get(framing)
        if fusion is not None and task in reading.signs and not (monochrome and task == "redness"):
            signs[task] = fused_sign(fusion, reading.signs[task], _logit(signs[task].probability))
    grades = dict(measured.grades)
    for name, grade in card.grades.items():
        concern = Concern(name)
        if not closeup and name in reading.grades and not (monochrome and concern == Concern.REDNESS):
            grades[concern] = fused_grade(grade, reading.grades[name], grades[concern].value)
    types = card.skin_type.get(framing)
    shares, certain_above = measured.skin_type_shares, measured.certain_above
    if types is not None:
        logs = np.log([max(shares[name], _LEAST) for name in SKIN_TYPES])
        fused = fused_shares(types, reading.skin_types[framing], logs)
        shares = dict(zip(SKIN_TYPES, (float(share) for share in fused), strict=True))
        certain_above = types.certain_above
    return Judgement(shares, certain_above, signs, grades)


def fused_grade(fusion: GradeFusion, network: float, measured: float) -> GradeJudgement:
    """A grade from two."""
    value = fusion.network * network + fusion.measurements * measured + fusion.offset
    return GradeJudgement(value, fusion.cuts)


def fused_sign(fusion: SignFusion, network: float, measured: float) -> SignJudgement:
    """A calibrated probability from two logits."""
    logit = fusion.network * network + fusion.measurements * measured + fusion.offset
    return SignJudgement(float(1 / (1 + np.exp(-logit))), fusion.absent_below, fusion.present_above)


def fused_shares(
    fusion: SkinTypeFusion, network: NDArray[np.float64], measured: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(…, 4) shares of the skin types. network: (…, 4) logits. measured: (…, 4) logarithms of shares."""
    sums = fusion.network * network + fusion.measurements * measured + np.array(fusion.offsets)
    raised = np.exp(sums - sums.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _logit(probability: float) -> float:
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return float(np.log(kept / (1 - kept)))
