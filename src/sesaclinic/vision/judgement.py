"""What the whole face, or the whole close-up, is judged to show, with the borders that each judgement is read by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sesaclinic.domain import Concern, SkinType, SkinTypeProbabilities
from sesaclinic.vision.features import Measurements
from sesaclinic.vision.heads import MeasurementModel


@dataclass(frozen=True)
class GradeJudgement:
    """value: the grade before rounding, may leave 0–3 a little. cuts: where grades 1, 2 and 3 begin."""

    value: float
    cuts: tuple[float, float, float]

    @property
    def grade(self) -> int:
        return sum(self.value >= cut for cut in self.cuts)


@dataclass(frozen=True)
class SignJudgement:
    """probability: calibrated. Between absent_below and present_above nothing is said."""

    probability: float
    absent_below: float
    present_above: float

    @property
    def label(self) -> Literal["present", "absent", "uncertain"]:
        if self.probability >= self.present_above:
            return "present"
        return "absent" if self.probability <= self.absent_below else "uncertain"


@dataclass(frozen=True)
class Judgement:
    """signs: by task (redness, wrinkles, pores, dark_circles, blackhead, pigmentation).

    skin_type_shares: probability of dry, normal, oily, combination. certain_above: least probability of a type that is
    said. grades: of the whole face by concern; empty for a close-up.
    """

    skin_type_shares: dict[str, float]
    certain_above: float
    signs: dict[str, SignJudgement]
    grades: dict[Concern, GradeJudgement]

    @property
    def skin_type(self) -> SkinType:
        return skin_type(self.skin_type_shares, self.certain_above)


def judge(model: MeasurementModel, measurements: Measurements, closeup: bool, monochrome: bool) -> Judgement:
    """Apply every measurement head that reads the whole face."""
    framing = "closeup" if closeup else "face"
    vector = measurements.vector
    signs = {
        task: SignJudgement(head.probability(vector), head.absent_below, head.present_above)
        for task, heads in model.signs.items()
        if (head := heads.get(framing)) is not None
    }
    if monochrome:  # redness is a colour
        signs["redness"] = replace(signs["redness"], probability=0.5)
    grades = {}
    if not closeup:
        for concern, sites in model.grades.items():
            if not (monochrome and concern == Concern.REDNESS):
                grades[Concern(concern)] = GradeJudgement(sites["face"].grade_value(vector), sites["face"].cuts)
    types = model.skin_type[framing]
    return Judgement(types.probabilities(vector), types.certain_above, signs, grades)


def skin_type(shares: Mapping[str, float], certain_above: float) -> SkinType:
    """The type that is said. shares: probability of dry, normal, oily, combination."""
    best = max(shares, key=lambda name: shares[name])
    return SkinType.model_validate(
        {
            "label": best if shares[best] >= certain_above else "uncertain",
            "probabilities": SkinTypeProbabilities(
                dry=round(shares["dry"], 4),
                # combination is oily in the T-zone and normal elsewhere
                normal=round(shares["normal"] + shares["combination"] / 2, 4),
                oily=round(shares["oily"] + shares["combination"] / 2, 4),
            ),
        }
    )
