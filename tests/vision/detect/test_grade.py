"""Counts per region and the acne grade."""

from __future__ import annotations

import pytest

from sesaclinic.domain import Lesion, Region, RegionName
from sesaclinic.vision.detect import acne_grade, count_by_region

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
