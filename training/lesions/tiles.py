"""Tiles: random crops of photos, augmented, with the boxes that remain visible in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.lesions.photos import Photo

GREY = (114, 114, 114)  # the neutral padding YOLO was pre-trained with


@dataclass(frozen=True)
class Augmentation:
    """How far a tile may depart from its photo. Ranges are log-uniform (scale) or uniform (the rest)."""

    scale: tuple[float, float]
    any_orientation: bool  # body close-ups have no up; faces do
    rotation: float = 10.0  # degrees either way: a head held askew
    hue: float = 0.012  # redness is the signal, so hue moves little
    saturation: float = 0.35
    value: float = 0.35


FACE = Augmentation(scale=(0.7, 1.5), any_orientation=False)
# whole plaques must fit a tile at the low end, plaque texture fills it at the high end
CLOSE_UP = Augmentation(scale=(0.5, 1.4), any_orientation=True, rotation=20.0)
AUGMENTATION: dict[str, Augmentation] = {
    "psoriasis-own": CLOSE_UP,
    "pigmentation-own": Augmentation(scale=(0.5, 1.4), any_orientation=False, rotation=15.0),
}
MOSAIC_ZOOM = 0.6  # of the usual scale, so that a plaque still fits a quarter of the tile
MIN_VISIBLE = 0.35  # share of a box that must lie in the tile; less gives no hint of its true extent


def sample_tile(
    photo: Photo, size: int, rng: np.random.Generator, zoom: float = 1.0
) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.int64]]:
    """One augmented tile. zoom: further factor on the photo's scale.

    Returns rgb (size, size, 3) uint8, boxes (n, 4) x0, y0, x1, y1 in tile pixels, labels (n,).
    """
    plan = AUGMENTATION.get(photo.record.label_set, FACE)
    scale = zoom * float(np.exp(rng.uniform(*np.log(plan.scale))))
    angle = np.radians(rng.uniform(-plan.rotation, plan.rotation))
    quarter = int(rng.integers(4)) if plan.any_orientation else 0
    turn = angle + quarter * np.pi / 2
    linear = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    if rng.random() < 0.5:
        linear = np.diag([-1.0, 1.0]) @ linear
    centre = _centre(photo, size / scale, rng)
    shift = np.full(2, size / 2) - linear @ centre
    tile = cv2.warpAffine(
        photo.rgb,
        np.hstack([linear, shift[:, None]]),
        (size, size),
        flags=cv2.INTER_AREA if scale < 0.7 else cv2.INTER_LINEAR,
        borderValue=GREY,
    )
    boxes, kept = _transform(photo.boxes, linear, shift, size)
    return _recolour(tile, plan, rng), boxes, photo.labels[kept]


def sample_mosaic(
    photos: Sequence[Photo], size: int, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.int64]]:
    """Four photos of one family in one tile, each in a quarter and smaller: more surroundings for few photos.

    Returns as `sample_tile`.
    """
    half = size // 2
    tile = np.full((size, size, 3), GREY[0], np.uint8)
    boxes, labels = [], []
    for place, photo in enumerate(photos[:4]):
        x, y = place % 2 * half, place // 2 * half
        part, its_boxes, its_labels = sample_tile(photo, half, rng, zoom=MOSAIC_ZOOM)
        tile[y : y + half, x : x + half] = part
        boxes.append(its_boxes + np.array([x, y, x, y], dtype=np.float32))
        labels.append(its_labels)
    return tile, np.concatenate(boxes), np.concatenate(labels)


def _centre(photo: Photo, span: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Where the tile looks: near a box four times in five, else anywhere; a smaller photo is kept whole."""
    height, width = photo.rgb.shape[:2]
    extent = np.array([width, height], dtype=np.float64)
    if len(photo.boxes) and rng.random() < 0.8:
        box = photo.boxes[rng.integers(len(photo.boxes))]
        target = (box[:2] + box[2:]) / 2 + rng.uniform(-0.4, 0.4, 2) * span
    else:
        target = rng.uniform(0, 1, 2) * extent
    slack = np.maximum(extent - span, 0) / 2
    middle = extent / 2
    jitter = rng.uniform(-0.1, 0.1, 2) * span
    centre: NDArray[np.float64] = np.clip(target, middle - slack, middle + slack) + jitter
    return centre


def _transform(
    boxes: NDArray[np.float32], linear: NDArray[np.float64], shift: NDArray[np.float64], size: int
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Boxes through the affine map, clipped to the tile; and which of them remain.

    A box stands for the ellipse in it: a rotated lesion keeps its size, where rotated corners would inflate it.
    """
    if not len(boxes):
        return boxes.copy(), np.zeros(0, dtype=bool)
    middle = ((boxes[:, :2] + boxes[:, 2:]) / 2) @ linear.T + shift
    half = (boxes[:, 2:] - boxes[:, :2]) / 2
    half = np.sqrt((half**2) @ (linear.T**2))
    moved = np.hstack([middle - half, middle + half])
    clipped = np.clip(moved, 0, size)
    area = np.prod(moved[:, 2:] - moved[:, :2], axis=1)
    visible = np.prod(clipped[:, 2:] - clipped[:, :2], axis=1)
    kept = (visible > MIN_VISIBLE * area) & ((clipped[:, 2:] - clipped[:, :2]).min(axis=1) >= 3)
    return clipped[kept].astype(np.float32), kept


def _recolour(tile: NDArray[np.uint8], plan: Augmentation, rng: np.random.Generator) -> NDArray[np.uint8]:
    gain = 1 + rng.uniform(-1, 1, 3) * (plan.hue, plan.saturation, plan.value)
    hsv = cv2.cvtColor(tile, cv2.COLOR_RGB2HSV)
    steps = np.arange(256)
    tables = (
        ((steps * gain[0]) % 180).astype(np.uint8),
        np.clip(steps * gain[1], 0, 255).astype(np.uint8),
        np.clip(steps * gain[2], 0, 255).astype(np.uint8),
    )
    hsv = cv2.merge([cv2.LUT(channel, table) for channel, table in zip(cv2.split(hsv), tables, strict=True)])
    tile = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)
    if rng.random() < 0.3:  # white balance: another lamp, another phone
        cast = rng.uniform(0.92, 1.08, 3)
        tile = np.clip(tile * cast, 0, 255).astype(np.uint8)
    if rng.random() < 0.1:
        tile = cv2.GaussianBlur(tile, (0, 0), rng.uniform(0.5, 1.2))
    if rng.random() < 0.15:
        quality = int(rng.integers(40, 90))
        _, jpeg = cv2.imencode(".jpg", tile, [cv2.IMWRITE_JPEG_QUALITY, quality])
        tile = np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), dtype=np.uint8)
    return np.ascontiguousarray(tile)
