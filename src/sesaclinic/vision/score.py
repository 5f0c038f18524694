"""From measurements to what people read: scores, grades, labels.

A grade head's answer g (0 none … 3 marked, with fractions) becomes the score 100 - 25·g, so that every full grade
costs 25 points; the grade itself is g cut where the fitting data put the borders. Close-ups carry no grade, because
nobody graded any: their score is 100·(1 - probability of the sign).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sesaclinic.domain import Concern, Finding, RegionName, Sign
from sesaclinic.vision.features import Measurements
from sesaclinic.vision.features.colour import lab, typology_angle
from sesaclinic.vision.features.measure import SITES
from sesaclinic.vision.heads import MeasurementModel
from sesaclinic.vision.judgement import Judgement
from sesaclinic.vision.normalise import Correction, corrected_pixels
from sesaclinic.vision.skin import Skin

POINTS_PER_GRADE = 25.0
_CONTRAST = "100·lg"


@dataclass(frozen=True, slots=True)
class _Shown:
    """measure: whose value stands beside the score. logarithm: whether it is stored as one. regions: where it is."""

    measure: str
    logarithm: bool
    regions: tuple[RegionName, ...]

    def value(self, raw: float | None) -> float | None:
        if raw is None:
            return None
        return round(float(np.exp(raw)) - 0.1 if self.logarithm else raw, 2)


_CHEEKS = (RegionName.LEFT_CHEEK, RegionName.RIGHT_CHEEK)
_EYES = (RegionName.LEFT_UNDER_EYE, RegionName.RIGHT_UNDER_EYE)
_CROWS_FEET = (RegionName.LEFT_CROWS_FEET, RegionName.RIGHT_CROWS_FEET)
_ZONES = (RegionName.T_ZONE, RegionName.U_ZONE)
_FOREHEAD, _GLABELLA, _NOSE = RegionName.FOREHEAD, RegionName.GLABELLA, RegionName.NOSE
_CHIN, _MOUTH, _FOLDS = RegionName.CHIN, RegionName.PERIORAL, RegionName.NASOLABIAL

#: From which grade on a sign cannot be absent. What clinics label as redness is marked: many a face that is moderately
#: red by eye is, in their sense, not.
_SURELY_THERE = {"redness": 3, "wrinkles": 2, "pores": 2}

_SHOWN: dict[Concern, _Shown] = {
    Concern.REDNESS: _Shown("erythema", False, (_FOREHEAD, *_CHEEKS, _NOSE, _CHIN, _MOUTH, _FOLDS)),
    Concern.PIGMENTATION: _Shown("melanin_spot_1_high", True, (_FOREHEAD, *_CHEEKS, _NOSE, _CHIN, _MOUTH)),
    Concern.SHINE: _Shown("highlight", False, (_FOREHEAD, _GLABELLA, *_CHEEKS, _NOSE, _CHIN, *_ZONES)),
    Concern.DRYNESS: _Shown("roughness_1", True, (_FOREHEAD, *_CHEEKS, _CHIN, _MOUTH)),
    Concern.WRINKLES: _Shown("line_1_high", True, (_FOREHEAD, _GLABELLA, *_CROWS_FEET, *_EYES, _FOLDS, _MOUTH)),
    Concern.PORES: _Shown("pore_0_high", True, (_FOREHEAD, _GLABELLA, *_CHEEKS, _NOSE)),
    Concern.DARK_CIRCLES: _Shown("orbit_darkness", False, _EYES),
}
#: Where evenness is shown; it has no grades, so its score is its rank among the graded faces.
_EVENNESS_REGIONS = (RegionName.FACE, _FOREHEAD, *_CHEEKS, _CHIN, RegionName.U_ZONE)


def sign(task: str, judgement: Judgement, known: bool = True) -> Sign:
    """One of the three signs of the contract. known: False where the photo cannot tell (redness without colour).

    Grade and sign are fitted on different photos; where they contradict each other nothing is said.
    """
    judged, grade = judgement.signs[task], judgement.grades.get(Concern(task))
    probability = judged.probability if known else 0.5
    label = judged.label if known else "uncertain"
    if grade is not None and (
        (label == "present" and grade.grade == 0) or (label == "absent" and grade.grade >= _SURELY_THERE[task])
    ):
        label = "uncertain"
    score = to_score(grade.value) if grade is not None else round(100 * (1 - probability), 1)
    return Sign(label=label, probability=round(probability, 4), score=score)


def to_score(grade: float) -> float:
    return round(float(np.clip(100 - POINTS_PER_GRADE * grade, 0, 100)), 1)


def findings(
    model: MeasurementModel, skin: Skin, measurements: Measurements, judgement: Judgement, correction: Correction
) -> Iterator[Finding]:
    """Every concern in every region it is looked for; a region that is not seen has no value and no score."""
    closeup = len(skin.canvas.points) == 0
    for concern, shown in _SHOWN.items():
        yield _of_face(concern, shown, measurements, judgement, closeup)
        judged = concern in judgement.grades
        for region in () if closeup else shown.regions:
            value = shown.value(measurements.by_region.get((shown.measure, region)))
            head = model.grades[concern].get(SITES.get(region, region.value)) if judged and value is not None else None
            grade = head.grade_value(_region_vector(measurements, region)) if head else None
            yield Finding(
                concern=concern,
                region=region,
                score=None if grade is None else to_score(grade),
                grade=None if head is None or grade is None else head.grade(grade),
                value=value,
                unit=_CONTRAST,
            )
    yield from _evenness(model, measurements, closeup)
    yield _blackheads(measurements, judgement, closeup)
    light, _, yellow = lab(corrected_pixels(skin.canvas.pixels, correction), skin.mask)
    angle = round(typology_angle(light, yellow), 1)
    yield Finding(concern=Concern.TONE, region=RegionName.FACE, score=None, grade=None, value=angle, unit="ITA°")


def _of_face(
    concern: Concern, shown: _Shown, measurements: Measurements, judgement: Judgement, closeup: bool
) -> Finding:
    # dark circles are measured against the cheek below, on both sides, and nowhere else
    site = "under_eyes" if concern == Concern.DARK_CIRCLES else "face"
    grade, judged = judgement.grades.get(concern), judgement.signs.get(concern)
    score = None
    if grade is not None:
        score = to_score(grade.value)
    elif closeup and judged is not None and judged.label != "uncertain":
        score = round(100 * (1 - judged.probability), 1)
    return Finding(
        concern=concern,
        region=RegionName.FACE,
        score=score,
        grade=None if grade is None else grade.grade,
        value=shown.value(measurements.vector.get(f"{shown.measure}.{site}")),
        unit=_CONTRAST,
    )


def _evenness(model: MeasurementModel, measurements: Measurements, closeup: bool) -> Iterator[Finding]:
    for region in _EVENNESS_REGIONS[:1] if closeup else _EVENNESS_REGIONS:
        value = measurements.by_region.get((model.evenness.measure, region))
        score = None if value is None else round(100 * (1 - model.evenness.share_below(value)), 1)
        shown = None if value is None else round(value, 2)
        yield Finding(concern=Concern.EVENNESS, region=region, score=score, grade=None, value=shown, unit=_CONTRAST)


def _blackheads(measurements: Measurements, judgement: Judgement, closeup: bool) -> Finding:
    region = RegionName.FACE if closeup else RegionName.NOSE
    density = measurements.by_region.get(("pore_1_density", region))
    blackhead = judgement.signs.get("blackhead")
    return Finding(
        concern=Concern.BLACKHEADS,
        region=region,
        score=None if blackhead is None else round(100 * (1 - blackhead.probability), 1),
        grade=None,
        # a close-up has no known magnification, so nothing can be counted per area
        value=None if density is None or closeup else round(density, 2),
        unit="1/cm²",
    )


def _region_vector(measurements: Measurements, region: RegionName) -> dict[str, float]:
    """The measures of one region alone, under the site's keys."""
    site = SITES.get(region, region.value)
    vector = {f"{name}.{site}": value for (name, where), value in measurements.by_region.items() if where == region}
    vector["resolution.face"] = measurements.vector["resolution.face"]
    return vector
