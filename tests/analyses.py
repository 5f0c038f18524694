"""Analyses made by hand, for tests that need one but no photo."""

from __future__ import annotations

from sesaclinic.domain import (
    Analysis,
    Concern,
    Face,
    Finding,
    ImageSize,
    Lesion,
    Quality,
    Region,
    RegionName,
    Sign,
    SkinType,
    SkinTypeProbabilities,
)


def make_analysis(photo: str = "me.jpg", redness: float = 42.0) -> Analysis:
    """A dry, reddish face with one spot."""
    sign = Sign(label="present", probability=0.8, score=redness)
    return Analysis(
        photo=photo,
        face=Face(box=(10, 20, 300, 400), count=1),
        quality=Quality(score=88, accepted=True),
        skin_type=SkinType(label="dry", probabilities=SkinTypeProbabilities(dry=0.7, normal=0.2, oily=0.1)),
        redness=sign,
        wrinkles=Sign(label="absent", probability=0.1, score=90),
        pores=Sign(label="uncertain", probability=0.5, score=60),
        lesions=(Lesion(label="acne", confidence=0.9, box=(50, 60, 70, 80)),),
        findings=(
            Finding(
                concern=Concern.REDNESS, region=RegionName.LEFT_CHEEK, score=redness, grade=2, value=0.4, unit="EI"
            ),
            Finding(concern=Concern.DRYNESS, region=RegionName.FACE, score=35, grade=3, value=0.9, unit="ratio"),
            Finding(concern=Concern.PORES, region=RegionName.NOSE, score=None, grade=None, value=None, unit="ratio"),
        ),
        models={"skin": "1.0"},
        timings_ms={"decode": 12.0, "measure": 80.0},
        image=ImageSize(width=640, height=800),
        regions=(Region(name=RegionName.NOSE, polygon=((1.0, 2.0), (3.0, 4.0), (5.0, 6.0))),),
    )
