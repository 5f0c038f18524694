"""From measurements to what people read: scores, grades, labels.

A grade head's answer g (0 none … 3 marked, with fractions) becomes the score 100 - 25·g, so that every full grade
costs 25 points; the grade itself is g cut where the fitting data put the borders. Close-ups carry no grade, because
nobody graded any: their score is 100·(1 - probability of the sign).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sesaclinic.domain import Concern, Finding, RegionName, Sign, SkinType, SkinTypeProbabilities
from sesaclinic.vision.features import Measurements
from sesaclinic.vision.features.colour import lab, typology_angle
from sesaclinic.vision.features.measure import SITES
from sesaclinic.vision.heads import MeasurementModel, SignHead
from sesaclinic.vision.normalise import Correction, corrected_pixels
from sesaclinic.vision.skin import Skin

POINTS_PER_GRADE = 25.0
_CONTRAST = "100·lg"

#: Concern to (the measure that is shown, is it a logarithm, regions where it is looked for).
_CHEEKS = (RegionName.LEFT_CHEEK, RegionName.RIGHT_CHEEK)
_EYES = (RegionName.LEFT_UNDER_EYE, RegionName.RIGHT_UNDER_EYE)
_SHOWN: dict[Concern, tuple[str, bool, tuple[RegionName, ...]]] = {
    Concern.REDNESS: (
        "erythema",
        False,
        (RegionName.FOREHEAD, *_CHEEKS, RegionName.NOSE, RegionName.CHIN, RegionName.PERIORAL, RegionName.NASOLABIAL),
    ),
    Concern.PIGMENTATION: (
        "brown_spot_1_high",
        True,
        (RegionName.FOREHEAD, *_CHEEKS, RegionName.NOSE, RegionName.CHIN, RegionName.PERIORAL),
    ),
    Concern.SHINE: (
        "highlight",
        False,
        (
            RegionName.FOREHEAD,
            RegionName.GLABELLA,
            *_CHEEKS,
            RegionName.NOSE,
            RegionName.CHIN,
            RegionName.T_ZONE,
            RegionName.U_ZONE,
        ),
    ),
    Concern.DRYNESS: ("roughness_1", True, (RegionName.FOREHEAD, *_CHEEKS, RegionName.CHIN, RegionName.PERIORAL)),
    Concern.WRINKLES: (
        "line_1_high",
        True,
        (
            RegionName.FOREHEAD,
            RegionName.GLABELLA,
            RegionName.LEFT_CROWS_FEET,
            RegionName.RIGHT_CROWS_FEET,
            *_EYES,
            RegionName.NASOLABIAL,
            RegionName.PERIORAL,
        ),
    ),
    Concern.PORES: ("pore_0_high", True, (RegionName.FOREHEAD, RegionName.GLABELLA, *_CHEEKS, RegionName.NOSE)),
    Concern.DARK_CIRCLES: ("orbit_darkness", False, _EYES),
}
#: Where evenness is shown; it has no grades, so its score is its rank among the graded faces.
_EVENNESS_REGIONS = (RegionName.FACE, RegionName.FOREHEAD, *_CHEEKS, RegionName.CHIN, RegionName.U_ZONE)


@dataclass(frozen=True)
class Judgement:
    """signs: calibrated probability by task (redness, wrinkles, pores, dark_circles, blackhead, pigmentation).

    grades: continuous grade 0–3 of the whole face by concern; empty for a close-up.
    """

    skin_type: SkinType
    skin_type_shares: dict[str, float]
    signs: dict[str, float]
    grades: dict[Concern, float]


def judge(model: MeasurementModel, measurements: Measurements, closeup: bool, monochrome: bool) -> Judgement:
    """Apply every head that reads the whole face."""
    framing = "closeup" if closeup else "face"
    vector = measurements.vector
    signs = {task: heads[framing].probability(vector) for task, heads in model.signs.items() if framing in heads}
    shares = model.skin_type[framing].probabilities(vector)
    grades = {}
    if not closeup:
        for concern, sites in model.grades.items():
            if not (monochrome and concern == Concern.REDNESS):
                grades[Concern(concern)] = sites["face"].grade_value(vector)
    return Judgement(skin_type(shares, model.skin_type[framing].certain_above), shares, signs, grades)


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


def sign(model: MeasurementModel, task: str, judgement: Judgement, closeup: bool, known: bool = True) -> Sign:
    """One of the three signs of the contract. known: False where the photo cannot tell (redness without colour)."""
    head: SignHead = model.signs[task]["closeup" if closeup else "face"]
    probability = judgement.signs[task] if known else 0.5
    label = "uncertain"
    if known and probability >= head.present_above:
        label = "present"
    elif known and probability <= head.absent_below:
        label = "absent"
    grade = judgement.grades.get(Concern(task))
    score = to_score(grade) if grade is not None else round(100 * (1 - probability), 1)
    return Sign.model_validate({"label": label, "probability": round(probability, 4), "score": score})


def to_score(grade: float) -> float:
    return round(float(np.clip(100 - POINTS_PER_GRADE * grade, 0, 100)), 1)


def findings(
    model: MeasurementModel, skin: Skin, measurements: Measurements, judgement: Judgement, correction: Correction
) -> Iterator[Finding]:
    """Every concern in every region it is looked for; a region that is not seen has no value and no score."""
    closeup = len(skin.canvas.points) == 0
    shift = 100 * float(np.log10(correction.gains[0] / correction.gains[1]))
    for concern, (measure, logarithm, regions) in _SHOWN.items():
        offset = shift if concern == Concern.REDNESS else 0.0
        yield _face_finding(model, concern, measure, logarithm, offset, measurements, judgement)
        for region in () if closeup else regions:
            value = _value(measurements.by_region.get((measure, region)), logarithm, offset)
            head = model.grades.get(concern, {}).get(SITES.get(region, region.value))
            if value is None or head is None or (concern == Concern.REDNESS and concern not in judgement.grades):
                yield Finding(concern=concern, region=region, score=None, grade=None, value=value, unit=_CONTRAST)
                continue
            grade = head.grade_value(_region_vector(measurements, region))
            yield Finding(
                concern=concern,
                region=region,
                score=to_score(grade),
                grade=head.grade(grade),
                value=value,
                unit=_CONTRAST,
            )
    yield from _evenness(model, measurements, closeup)
    yield from _blackheads(measurements, judgement, closeup)
    light, _, yellow = lab(corrected_pixels(skin.canvas.pixels, correction), skin.mask)
    angle = round(typology_angle(light, yellow), 1)
    yield Finding(concern=Concern.TONE, region=RegionName.FACE, score=None, grade=None, value=angle, unit="ITA°")


def _face_finding(
    model: MeasurementModel,
    concern: Concern,
    measure: str,
    logarithm: bool,
    offset: float,
    measurements: Measurements,
    judgement: Judgement,
) -> Finding:
    raw = measurements.by_region.get((measure, RegionName.FACE))
    if concern == Concern.DARK_CIRCLES:
        raw = measurements.vector.get(f"{measure}.under_eyes")
    grade = judgement.grades.get(concern)
    score = to_score(grade) if grade is not None else None
    if grade is None and concern in judgement.signs and concern != Concern.REDNESS:
        score = round(100 * (1 - judgement.signs[concern]), 1)
    return Finding(
        concern=concern,
        region=RegionName.FACE,
        score=score,
        grade=None if grade is None else model.grades[concern]["face"].grade(grade),
        value=_value(raw, logarithm, offset),
        unit=_CONTRAST,
    )


def _evenness(model: MeasurementModel, measurements: Measurements, closeup: bool) -> Iterator[Finding]:
    for region in _EVENNESS_REGIONS[:1] if closeup else _EVENNESS_REGIONS:
        value = measurements.by_region.get((model.evenness.measure, region))
        score = None if value is None else round(100 * (1 - model.evenness.share_below(value)), 1)
        shown = None if value is None else round(value, 2)
        yield Finding(concern=Concern.EVENNESS, region=region, score=score, grade=None, value=shown, unit=_CONTRAST)


def _blackheads(measurements: Measurements, judgement: Judgement, closeup: bool) -> Iterator[Finding]:
    unit = "1/cm²"
    region = RegionName.FACE if closeup else RegionName.NOSE
    density = measurements.by_region.get(("pore_1_density", region))
    probability = judgement.signs.get("blackhead")
    yield Finding(
        concern=Concern.BLACKHEADS,
        region=region,
        score=None if probability is None else round(100 * (1 - probability), 1),
        grade=None,
        # a close-up has no known magnification, so nothing can be counted per area
        value=None if density is None or closeup else round(density, 2),
        unit=unit,
    )


def _region_vector(measurements: Measurements, region: RegionName) -> dict[str, float]:
    """The measures of one region alone, under the site's keys."""
    site = SITES.get(region, region.value)
    vector = {f"{name}.{site}": value for (name, where), value in measurements.by_region.items() if where == region}
    vector["resolution.face"] = measurements.vector["resolution.face"]
    return vector


def _value(raw: float | None, logarithm: bool, offset: float) -> float | None:
    if raw is None:
        return None
    return round((float(np.exp(raw)) - 0.1 if logarithm else raw) + offset, 2)
