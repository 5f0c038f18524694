"""Counts per region and the acne grade."""

from __future__ import annotations

import pytest

from sesaclinic.domain import Lesion, Region, RegionName
from sesaclinic.vision.detect import acne_findings, acne_grade, count_by_region

HALF = 200_000.0  # square pixels of half a face about 450 px wide


def spots(count: int, x: float = 100, size: float = 10, label: str = "acne") -> list[Lesion]:
    return [
        Lesion.model_validate({"label": label, "confidence": 0.8, "box": (x, 20.0 * i, x + size, 20.0 * i + size)})
        for i in range(count)
    ]


@pytest.mark.parametrize(("count", "grade"), [(0, 0), (1, 1), (5, 1), (6, 2), (20, 2), (21, 3), (50, 3), (51, 3)])
def test_the_grade_follows_hayashis_counts(count: int, grade: int) -> None:
    assert acne_grade(spots(count), HALF).grade == grade


def test_few_but_very_large_lesions_weigh_more_than_their_count() -> None:
    assert acne_grade(spots(3, size=10), HALF).grade == 1
    assert acne_grade(spots(3, size=80), HALF).grade == 3


def test_a_frontal_face_is_graded_by_its_worse_half() -> None:
    midline = ((300.0, 0.0), (300.0, 500.0))
    both = [*spots(4, x=100), *spots(18, x=400)]
    assert acne_grade(both, HALF, midline).grade == 2
    assert acne_grade(both, HALF, midline).count == 18
    assert acne_grade(both, HALF).grade == 3


def test_other_lesions_do_not_count_as_acne() -> None:
    assert acne_grade(spots(30, label="pigmentation"), HALF).grade == 0


def test_a_lesion_counts_in_the_region_that_holds_its_centre() -> None:
    square = Region(name=RegionName.CHIN, polygon=((90, 0), (120, 0), (120, 50), (90, 50)))
    far = Region(name=RegionName.NOSE, polygon=((500, 500), (600, 500), (550, 600)))
    counted = count_by_region([*spots(4), *spots(1, label="pigmentation")], [square, far])
    assert counted == {RegionName.CHIN: {"acne": 3, "pigmentation": 1}}


def square(name: RegionName, x0: float, y0: float, x1: float, y1: float) -> Region:
    return Region(name=name, polygon=((x0, y0), (x1, y0), (x1, y1), (x0, y1)))


FRONTAL = [
    square(RegionName.FACE, 0, 0, 600, 700),
    square(RegionName.FOREHEAD, 150, 0, 450, 60),
    square(RegionName.CHIN, 200, 600, 400, 700),
    square(RegionName.LEFT_CHEEK, 350, 60, 600, 550),
    square(RegionName.RIGHT_CHEEK, 0, 60, 250, 550),
]


def test_findings_say_how_many_where_and_how_bad_the_worse_side_is() -> None:
    findings = {f.region: f for f in acne_findings([*spots(4, x=100), *spots(18, x=400)], FRONTAL)}
    face = findings[RegionName.FACE]
    assert (face.value, face.grade, face.unit) == (22, 2, "lesions")
    assert findings[RegionName.LEFT_CHEEK].value == 15  # three of the eighteen lie above the cheek
    assert findings[RegionName.RIGHT_CHEEK].value == 1
    assert findings[RegionName.CHIN].value == 0
    assert RegionName.NOSE not in findings


def test_the_score_falls_with_every_lesion_and_is_full_for_clear_skin() -> None:
    scores = [acne_grade(spots(count), HALF).score for count in (0, 1, 3, 6, 12, 21, 51)]
    assert scores[0] == 100
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
