"""Undo the rotation and shear that an export baked into a photo, so that its boxes fit their lesions again.

Augmented exports rotate a photo and replace each box by the upright rectangle around the turned one: at 15° a
27-pixel box grows by a fifth, which alone costs most of the overlap that IoU 0.5 asks for. The turned frame shows
as straight edges against a flat grey fill, so both angles can be read off and inverted.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

FLAT = 2  # grey levels by which JPEG moves a constant fill
MIN_EDGE = 0.15  # an edge shorter than this share of the side is not trusted
# Exports box twice, turned and then sheared: what one inversion leaves over the size of untouched photos' boxes.
LEFT_OVER = 0.94
MAX_SLOPE = 0.45  # steeper than any export's rotation + shear (about 15° + 10°)


@dataclass(frozen=True)
class Warp:
    """Angles in radians by which the frame's x and y axes were turned (different when sheared)."""

    x_axis: float
    y_axis: float

    def matrix(self) -> NDArray[np.float64]:
        """(2, 2): the linear part of the warp, unit columns."""
        return np.array(
            [[np.cos(self.x_axis), -np.sin(self.y_axis)], [np.sin(self.x_axis), np.cos(self.y_axis)]],
        )


def find_warp(rgb: NDArray[np.uint8]) -> Warp | None:
    """The warp baked into a photo; None where no turned frame is seen.

    rgb: (H, W, 3) uint8.
    """
    fill = _fill_mask(rgb)
    if fill is None:
        return None
    horizontal = [_edge(fill), _edge(fill[::-1])]
    vertical = [_edge(fill.T), _edge(fill.T[::-1])]
    x_slopes = [(n, s * sign) for (n, s), sign in zip(horizontal, (1, -1), strict=True) if n]
    y_slopes = [(n, s * sign) for (n, s), sign in zip(vertical, (1, -1), strict=True) if n]
    if not x_slopes or not y_slopes:
        return None
    # an export turns, crops, then shears: of two opposite edges the flatter one may be that crop
    x_axis = float(np.arctan(max((s for _, s in x_slopes), key=abs)))
    y_axis = float(-np.arctan(max((s for _, s in y_slopes), key=abs)))
    if max(abs(x_axis), abs(y_axis)) < np.radians(1):
        return None
    return Warp(x_axis, y_axis)


def undo(
    rgb: NDArray[np.uint8], boxes: NDArray[np.float32], warp: Warp
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Photo and boxes with the warp taken out about the centre.

    rgb: (H, W, 3); boxes: (n, 4) x0, y0, x1, y1 in pixels. Both come back in the same form.
    """
    height, width = rgb.shape[:2]
    centre = np.array([width, height]) / 2
    forward = warp.matrix()
    back = np.linalg.inv(forward)
    affine = np.hstack([back, (centre - back @ centre)[:, None]])
    upright = cv2.warpAffine(rgb, affine, (width, height), flags=cv2.INTER_LINEAR, borderValue=_GREY)
    if not len(boxes):
        return upright, boxes
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    size = boxes[:, 2:] - boxes[:, :2]
    middle = (middle - centre) @ back.T + centre
    # the upright rectangle around a turned one has size |A| @ size
    true_size = LEFT_OVER * size @ np.linalg.inv(np.abs(forward)).T
    true_size = np.clip(true_size, size * 0.5, size)  # a very long thin box is only partly resolved
    return upright, np.hstack([middle - true_size / 2, middle + true_size / 2]).astype(np.float32)


_GREY = (114, 114, 114)  # the neutral padding YOLO was pre-trained with


def _fill_mask(rgb: NDArray[np.uint8]) -> NDArray[np.bool_] | None:
    smooth = cv2.medianBlur(rgb, 5)  # exports also sprinkle salt-and-pepper noise
    height, width = rgb.shape[:2]
    best: NDArray[np.bool_] | None = None
    for y, x in ((3, 3), (3, width - 4), (height - 4, 3), (height - 4, width - 4)):
        colour = smooth[y, x].astype(np.int16)
        if colour.max() - colour.min() > FLAT:
            continue
        near = (np.abs(smooth.astype(np.int16) - colour).max(axis=2) <= FLAT).astype(np.uint8)
        _, parts = cv2.connectedComponents(near, connectivity=4)
        border = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
        mask: NDArray[np.bool_] = np.isin(parts, border[border > 0])
        if mask.mean() > 0.02 and (best is None or mask.sum() > best.sum()):
            best = mask
    return best


def _edge(fill: NDArray[np.bool_]) -> tuple[int, float]:
    """Longest straight upper edge of what is not fill: (columns on it, slope); (0, 0.0) when there is none."""
    height, width = fill.shape
    first = np.argmin(fill, axis=0)  # row of the first pixel that is photo, per column
    columns = np.flatnonzero((first > 2) & (first < height * 0.4))
    if len(columns) < width * MIN_EDGE:
        return 0, 0.0
    rows = first[columns]
    draw = np.random.default_rng(0).choice(len(columns), size=(400, 2))
    best: NDArray[np.bool_] = np.zeros(len(columns), dtype=bool)
    for i, j in draw:
        run = columns[j] - columns[i]
        if abs(run) < 20 or abs(rows[j] - rows[i]) > MAX_SLOPE * abs(run):
            continue
        slope = (rows[j] - rows[i]) / run
        on_line = np.abs(rows - (rows[i] + slope * (columns - columns[i]))) < 1.5
        if on_line.sum() > best.sum():
            best = on_line
    if best.sum() < width * MIN_EDGE:
        return 0, 0.0
    return int(best.sum()), float(np.polyfit(columns[best], rows[best], 1)[0])
