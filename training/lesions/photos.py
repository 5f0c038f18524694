"""Photos in memory, decoded once, at the scale the detector works at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from training.lesions.records import LABELS, Record
from training.lesions.rectify import find_warp, undo

LONG_SIDE = 640  # the scale of the labels: nearly every photo is a 640-pixel export
# Where nobody looked for a class, a given spot still most likely lacks it. Without this weight a detector boxes melasma
# on every face with acne; with the full one it unlearns the melasma that is really there.
UNKNOWN = 0.15
MAX_UPSCALE = 2.0  # beyond this a thumbnail shows interpolation, not skin


@dataclass(frozen=True)
class Photo:
    """A photo ready to be cut into tiles.

    rgb: (H, W, 3) uint8, long side LONG_SIDE. boxes: (n, 4) x0, y0, x1, y1 in its pixels. labels: (n,) class index.
    known: (classes,) weight in the loss, 1 where the class was looked for. warped: an export had turned it.
    """

    record: Record
    rgb: NDArray[np.uint8]
    boxes: NDArray[np.float32]
    labels: NDArray[np.int64]
    known: NDArray[np.float32]
    warped: bool = False


def load_photo(record: Record, folder: Path, *, rectify: bool = False) -> Photo:
    """Decode one photo and its boxes. rectify: undo an export's rotation. Raises FileNotFoundError."""
    bgr = cv2.imread(str(folder / record.photo), cv2.IMREAD_COLOR)
    if bgr is None:
        raise FileNotFoundError(folder / record.photo)
    rgb: NDArray[np.uint8] = np.ascontiguousarray(bgr[:, :, ::-1])
    height, width = rgb.shape[:2]
    scale = min(LONG_SIDE / max(height, width), MAX_UPSCALE)
    if abs(scale - 1) > 0.01:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        height, width = rgb.shape[:2]
    corners = np.array([[b.x0, b.y0, b.x1, b.y1] for b in record.boxes], dtype=np.float32).reshape(-1, 4)
    boxes = corners * np.array([width, height, width, height], dtype=np.float32)
    warp = find_warp(rgb) if rectify else None
    if warp is not None:
        rgb, boxes = undo(rgb, boxes, warp)
    return Photo(
        record=record,
        rgb=rgb,
        boxes=boxes,
        labels=np.array([LABELS.index(b.label) for b in record.boxes], dtype=np.int64),
        known=np.array([1.0 if label in record.annotated else UNKNOWN for label in LABELS], dtype=np.float32),
        warped=warp is not None,
    )


def load_photos(records: Sequence[Record], folder: Path) -> list[Photo]:
    """Every photo; training copies of rotated exports are set upright."""
    return [
        load_photo(record, folder, rectify=record.label_set == "acne04-v1" and record.split == "train")
        for record in tqdm(records, desc="photos", unit="photo", mininterval=10)
    ]
