"""Every region of the face has an outline, on its own side, where it can be seen."""

import numpy as np
import pytest

from sesaclinic.domain import RegionName
from sesaclinic.vision.align import CANVAS, Canvas
from sesaclinic.vision.regions import EXCLUDED, OUTLINES, facing, fill, not_skin
from sesaclinic.vision.skin import PARTS, Skin


@pytest.mark.parametrize("region", list(RegionName))
def test_each_region_faces_the_camera_in_a_frontal_portrait(canvas: Canvas, region: RegionName) -> None:
    for outline in OUTLINES[region]:
        assert facing(canvas.points, outline) > 0.3


def test_left_is_the_persons_own_left(canvas: Canvas) -> None:
    def middle(region: RegionName) -> float:
        return float(canvas.points[list(OUTLINES[region][0]), 0].mean())

    for part in ("cheek", "under_eye", "crows_feet"):
        assert middle(RegionName(f"left_{part}")) > middle(RegionName.NOSE) > middle(RegionName(f"right_{part}"))


def test_the_order_from_top_to_bottom_is_forehead_nose_mouth_chin(canvas: Canvas) -> None:
    heights = [
        canvas.points[list(OUTLINES[name][0]), 1].mean()
        for name in (RegionName.FOREHEAD, RegionName.GLABELLA, RegionName.NOSE, RegionName.PERIORAL, RegionName.CHIN)
    ]
    assert heights == sorted(heights)


def test_every_region_of_a_frontal_face_has_skin(skin: Skin) -> None:
    assert set(skin.masks) == set(RegionName)
    assert all(skin.masks[name].sum() > 100 for name in PARTS)


def test_skin_leaves_out_eyes_brows_lips_and_nostrils(canvas: Canvas, skin: Skin) -> None:
    for outline, _ in EXCLUDED:
        assert not (fill(CANVAS, canvas.points, (outline,)) & skin.mask).any()
    assert not (not_skin(CANVAS, canvas.points, 320) & skin.mask).any()


def test_zones_are_the_union_of_their_parts(skin: Skin) -> None:
    parts = (RegionName.FOREHEAD, RegionName.GLABELLA, RegionName.NOSE)
    union = np.logical_or.reduce([skin.masks[part] for part in parts])
    assert (skin.masks[RegionName.T_ZONE] == union).all()


def test_hair_over_the_forehead_is_not_skin(skin: Skin) -> None:
    forehead = fill(CANVAS, skin.canvas.points, OUTLINES[RegionName.FOREHEAD])
    fringe = forehead & (skin.light < np.median(skin.light[skin.mask]) - 45)
    assert fringe.any()
    assert (fringe & skin.mask).sum() < 0.1 * fringe.sum()
