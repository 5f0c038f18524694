"""From measurements to what people read: scores, grades, labels.

A grade head's answer g (0 none … 3 marked, with fractions) becomes the score 100 - 25·g, so that every full grade
costs 25 points; the grade itself is g cut where the fitting data put the borders. Close-ups carry no grade, because
nobody graded any: their score is 100·(1 - probability of the sign).
"""

from __future__ import annotations

from collections.abc import Iterator

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
        "melanin_spot_1_high",
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


def sign(task: str, judgement: Judgement, known: bool = True) -> Sign:
    """One of the three signs of the contract. known: False where the photo cannot tell (redness without colour)."""
    judged = judgement.signs[task]
    probability = judged.probability if known else 0.5
    grade = judgement.grades.get(Concern(task))
    return Sign.model_validate(
        {
            "label": judged.label if known else "uncertain",
            "probability": round(probability, 4),
            "score": to_score(grade.value) if grade is not None else round(100 * (1 - probability), 1),
        }
    )


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
        # dark circles are measured against the cheek below, on both sides, and nowhere else
        orbit = concern == Concern.DARK_CIRCLES
        raw = measurements.vector.get(f"{measure}.under_eyes" if orbit else f"{measure}.face")
        yield _face_finding(concern, _value(raw, logarithm, offset), judgement)
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


def _face_finding(concern: Concern, value: float | None, judgement: Judgement) -> Finding:
    grade = judgement.grades.get(concern)
    score = to_score(grade.value) if grade is not None else None
    if grade is None and concern in judgement.signs and concern != Concern.REDNESS:
        score = round(100 * (1 - judgement.signs[concern].probability), 1)
    return Finding(
        concern=concern,
        region=RegionName.FACE,
        score=score,
        grade=None if grade is None else grade.grade,
        value=value,
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
    blackhead = judgement.signs.get("blackhead")
    yield Finding(
        concern=Concern.BLACKHEADS,
        region=region,
        score=None if blackhead is None else round(100 * (1 - blackhead.probability), 1),
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
