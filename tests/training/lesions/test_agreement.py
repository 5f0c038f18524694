"""Two hands over the same drawn photo."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from training.lesions.agreement import compare
from training.lesions.records import Box, Record


def record(label_set: str, *boxes: Box) -> Record:
    return Record("face.png", "drawn", "face", "val", label_set, boxes, frozenset({"acne"}))


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    cv2.imwrite(str(tmp_path / "face.png"), np.zeros((320, 320, 3), np.uint8))
    return tmp_path


def test_a_box_beside_its_lesion_counts_as_far_as_it_still_overlaps(photos: Path) -> None:
    drawn = record("boxes", Box("acne", 0.2, 0.2, 0.25, 0.25), Box("acne", 0.6, 0.6, 0.65, 0.65))
    dotted = record("dots", Box("acne", 0.22, 0.22, 0.23, 0.23), Box("acne", 0.637, 0.637, 0.647, 0.647))
    found = compare([drawn], [dotted], photos)
    assert found["lesions"] == 2
    assert found["share_iou_50"] == 0.5  # the second lies 11 of 32 pixels aside, both ways
    assert found["offset_x_median"] == pytest.approx((0 + 0.017 * 640) / 2, abs=0.01)


def test_a_lesion_that_could_be_two_is_not_counted(photos: Path) -> None:
    drawn = record("boxes", Box("acne", 0.2, 0.2, 0.25, 0.25))
    crowded = record("dots", Box("acne", 0.22, 0.22, 0.23, 0.23), Box("acne", 0.235, 0.235, 0.245, 0.245))
    with pytest.raises(ValueError, match="share no lesion"):
        compare([drawn], [crowded], photos)
