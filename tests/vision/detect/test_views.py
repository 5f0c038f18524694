"""What the detector looks at: whole photo, face crop, overlapping tiles."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sesaclinic.vision.detect.card import InputCard, ScaleCard
from sesaclinic.vision.detect.views import View, plan_views, render

PLAN = ScaleCard(side=640, face_size=460, tile=640, overlap=96, max_upscale=2.0)
FORM = InputCard(colour="RGB", mean=(0, 0, 0), std=(255, 255, 255), stride=32, padding=114)


def test_a_close_up_is_looked_at_whole_at_the_trained_scale() -> None:
    (view,) = plan_views(4000, 3000, None, PLAN)
    assert (view.x0, view.y0, view.x1, view.y1) == (0, 0, 4000, 3000)
    assert view.scale == pytest.approx(640 / 4000)


def test_a_face_that_fills_the_photo_is_not_cropped() -> None:
    (view,) = plan_views(640, 640, (100, 80, 450, 450), PLAN)
    assert (view.x0, view.y0, view.x1, view.y1) == (0, 0, 640, 640)


def test_a_face_in_a_large_photo_comes_at_the_trained_size_in_overlapping_tiles() -> None:
    *tiles, coarse = plan_views(3000, 4000, (1000, 1200, 1000, 1000), PLAN)
    assert len(tiles) > 1
    assert {tile.scale for tile in tiles} == {0.46}  # 1000 px of face become 460
    assert (coarse.x0, coarse.y0) == (min(t.x0 for t in tiles), min(t.y0 for t in tiles))
    assert (coarse.x1, coarse.y1) == (max(t.x1 for t in tiles), max(t.y1 for t in tiles))


@pytest.mark.parametrize("face", [(1000, 1200, 1000, 1100), (40, 60, 900, 950), (2300, 3000, 1200, 1300)])
def test_tiles_cover_the_face_and_overlap_enough_for_a_lesion_on_the_seam(face: tuple[int, int, int, int]) -> None:
    views = plan_views(3000, 4000, face, PLAN)
    tiles = views[:-1] if len(views) > 1 else views
    covered = np.zeros((4000, 3000), dtype=np.uint8)
    for tile in tiles:
        covered[tile.y0 : tile.y1, tile.x0 : tile.x1] += 1
    x, y, width, height = face
    assert covered[y : min(4000, y + height), x : min(3000, x + width)].min() >= 1
    for first, second in pairwise(tiles):
        if first.y0 == second.y0:
            assert (first.x1 - second.x0) * first.scale >= PLAN.overlap - 1


def test_a_thumbnail_is_not_blown_up_without_limit() -> None:
    (view,) = plan_views(100, 100, None, PLAN)
    assert view.scale == 2.0


def test_input_sides_are_multiples_of_the_stride_and_padded_with_grey() -> None:
    rgb = np.full((100, 150, 3), 255, dtype=np.uint8)
    image = render(rgb, View(0, 0, 150, 100, 1.0), FORM)
    assert image.shape == (1, 3, 128, 160)
    assert image[0, :, :100, :150].min() == 1.0
    assert image[0, 0, 127, 159] == pytest.approx(114 / 255)


def test_the_colour_order_of_the_card_is_obeyed() -> None:
    red = np.zeros((32, 32, 3), dtype=np.uint8)
    red[:, :, 0] = 255
    view = View(0, 0, 32, 32, 1.0)
    assert render(red, view, FORM)[0, :, 0, 0].tolist() == [1, 0, 0]
    assert render(red, view, FORM.model_copy(update={"colour": "BGR"}))[0, :, 0, 0].tolist() == [0, 0, 1]
