"""Tiles: what augmentation does to a photo, it does to the boxes; and exports are set upright first."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from training.lesions.photos import Photo
from training.lesions.records import ANNOTATED, LABELS, Record
from training.lesions.rectify import find_warp, undo
from training.lesions.tiles import sample_mosaic, sample_tile

SKIN, SPOT = (214, 170, 150), (20, 200, 30)  # a green spot: no augmentation turns skin green


def photo(label_set: str, *spots: tuple[int, int, int]) -> Photo:
    """A 640 × 480 photo with round spots (x, y, radius)."""
    rgb = np.full((480, 640, 3), SKIN, np.uint8)
    for x, y, radius in spots:
        cv2.circle(rgb, (x, y), radius, SPOT, -1)
    boxes = np.array([[x - r, y - r, x + r, y + r] for x, y, r in spots], dtype=np.float32).reshape(-1, 4)
    record = Record("p.jpg", "s", "g", "train", label_set, (), ANNOTATED[label_set])
    known = np.ones(len(LABELS), dtype=np.float32)
    return Photo(record, rgb, boxes, np.zeros(len(spots), dtype=np.int64), known)


def green(rgb: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.asarray(rgb[:, :, 1].astype(int) - rgb[:, :, 0] > 40)


@pytest.mark.parametrize("label_set", ["acne04-v1", "psoriasis-own", "pigmentation-own"])
def test_boxes_follow_their_lesions_through_every_augmentation(label_set: str) -> None:
    source = photo(label_set, (150, 120, 20), (420, 300, 35), (560, 80, 15))
    rng = np.random.default_rng(0)
    seen = 0
    for _ in range(60):
        tile, boxes, labels = sample_tile(source, 320, rng)
        assert tile.shape == (320, 320, 3)
        assert len(boxes) == len(labels)
        found = green(tile)
        for x0, y0, x1, y1 in boxes:
            seen += 1
            inside = found[round(y0) : round(y1), round(x0) : round(x1)]
            assert inside.mean() > 0.55  # a disc fills 0.79 of its box
        covered = np.zeros_like(found)
        for x0, y0, x1, y1 in boxes:
            covered[max(0, int(y0) - 3) : int(y1) + 4, max(0, int(x0) - 3) : int(x1) + 4] = True
        _, parts, stats, _ = cv2.connectedComponentsWithStats((found & ~covered).astype(np.uint8))
        # what lies outside every box is at most the rim of a lesion mostly beyond the tile
        assert all(min(x, y, 320 - x - w, 320 - y - h) <= 2 for x, y, w, h, area in stats[1:] if area > 12), parts.max()
    assert seen > 60


def test_a_rotated_lesion_keeps_its_size() -> None:
    source = photo("acne04-v1", (320, 240, 30))
    rng = np.random.default_rng(1)
    ratios = []
    for _ in range(40):
        tile, boxes, _ = sample_tile(source, 416, rng)
        for x0, y0, x1, y1 in boxes:
            if min(x0, y0, 416 - x1, 416 - y1) > 1:
                _, xs = np.nonzero(green(tile))
                ratios.append((x1 - x0) / (xs.max() - xs.min() + 1))
    assert np.median(ratios) == pytest.approx(1.0, abs=0.06)


def test_the_same_seed_gives_the_same_tile() -> None:
    source = photo("acne04-v1", (150, 120, 20))
    first, second = (sample_tile(source, 320, np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(first[0], second[0])
    assert np.array_equal(first[1], second[1])


def turned(degrees: float) -> tuple[NDArray[np.uint8], NDArray[np.float32], float]:
    """A busy photo rotated as exports do it, the box inflated with it; and the true side of the lesion."""
    rng = np.random.default_rng(3)
    rgb = cv2.resize(rng.integers(90, 255, (40, 40, 3), dtype=np.uint8), (640, 640), interpolation=cv2.INTER_CUBIC)
    matrix = cv2.getRotationMatrix2D((320, 320), degrees, 1.0)
    rotated = cv2.warpAffine(rgb, matrix, (640, 640), borderValue=(31, 31, 31))
    side = 40.0
    inflated = side * (abs(np.cos(np.radians(degrees))) + abs(np.sin(np.radians(degrees))))
    centre = matrix @ np.array([400.0, 250.0, 1.0])
    box = np.array([[*(centre - inflated / 2), *(centre + inflated / 2)]], dtype=np.float32)
    return np.asarray(rotated, dtype=np.uint8), box, side


@pytest.mark.parametrize("degrees", [-14, -6, 5, 12])
def test_an_exports_rotation_is_found_and_undone(degrees: float) -> None:
    rgb, boxes, side = turned(degrees)
    warp = find_warp(rgb)
    assert warp is not None
    assert np.degrees(warp.x_axis) == pytest.approx(-degrees, abs=1)
    assert np.degrees(warp.y_axis) == pytest.approx(-degrees, abs=1)
    _, boxes = undo(rgb, boxes, warp)
    assert (boxes[0, :2] + boxes[0, 2:]) / 2 == pytest.approx((400, 250), abs=3)
    assert boxes[0, 2] - boxes[0, 0] == pytest.approx(side, rel=0.1)


def test_an_untouched_photo_has_no_warp() -> None:
    rng = np.random.default_rng(5)
    plain = cv2.resize(rng.integers(0, 255, (30, 30, 3), dtype=np.uint8), (640, 640), interpolation=cv2.INTER_CUBIC)
    assert find_warp(np.asarray(plain, dtype=np.uint8)) is None
    dark = np.full((640, 640, 3), 12, np.uint8)
    dark[100:600, 150:500] = (200, 160, 140)
    assert find_warp(dark) is None


def test_a_mosaic_holds_four_photos_each_with_its_lesions() -> None:
    corners = [photo("psoriasis-own", (320, 240, 60)) for _ in range(4)]
    rng = np.random.default_rng(2)
    quarters: set[tuple[bool, bool]] = set()
    for _ in range(10):
        tile, boxes, labels = sample_mosaic(corners, 320, rng)
        assert tile.shape == (320, 320, 3)
        assert len(boxes) == len(labels)
        found = green(tile)
        for x0, y0, x1, y1 in boxes:
            assert found[round(y0) : round(y1), round(x0) : round(x1)].mean() > 0.5
            quarters.add((bool(x0 >= 160), bool(y0 >= 160)))
            assert (x0 >= 160) == (x1 > 160)  # no box crosses a seam
    assert len(quarters) == 4
