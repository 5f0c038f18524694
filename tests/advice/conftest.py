"""Analyses to give advice on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sesaclinic.domain import (
    Analysis,
    Concern,
    Face,
    Finding,
    Lesion,
    Quality,
    RegionName,
    Sign,
    SkinType,
    SkinTypeProbabilities,
)

MakeAnalysis = Callable[..., Analysis]


def make_analysis(
    skin: str = "normal",
    *,
    redness: str = "absent",
    wrinkles: str = "absent",
    pores: str = "absent",
    findings: tuple[tuple[str, str, int], ...] = (),
    lesions: tuple[tuple[str, float], ...] = (),
) -> Analysis:
    """findings: concern, region, grade. lesions: label, confidence."""

    def sign(label: str) -> Sign:
        return Sign.model_validate({"label": label, "probability": 0.5, "score": 50})

    return Analysis(
        photo="portrait.jpg",
        face=Face(box=(0, 0, 10, 10), count=1),
        quality=Quality(score=90, accepted=True),
        skin_type=SkinType.model_validate(
            {"label": skin, "probabilities": SkinTypeProbabilities(dry=0.3, normal=0.4, oily=0.3)}
        ),
        redness=sign(redness),
        wrinkles=sign(wrinkles),
        pores=sign(pores),
        findings=tuple(
            Finding(concern=Concern(c), region=RegionName(r), score=50, grade=g, value=1.0, unit="")
            for c, r, g in findings
        ),
        lesions=tuple(
            Lesion.model_validate({"label": label, "confidence": confidence, "box": (0, 0, 5, 5)})
            for label, confidence in lesions
        ),
    )


@pytest.fixture
def analysis_of() -> MakeAnalysis:
    return make_analysis
