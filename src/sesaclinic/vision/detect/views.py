"""Which parts of a photo the network looks at, and at which scale.

Lesions are learned at one scale. A photo that is all skin or all face is looked at whole, its long side brought to
that scale. A smaller face is cropped and brought to the width faces have there, whatever the camera; what then exceeds
one input is cut into overlapping tiles, with one coarse look at the whole for lesions larger than the overlap.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.vision.detect.card import InputCard, ScaleCard

# Of the face box's width and height: hair line, jaw and cheeks up to the ears lie outside the detector's box.
MARGIN = (0.25, 0.45, 0.25, 0.25)  # left, top, right, bottom
# A face this share of the trained size, or larger, fills the photo: a crop would lose neck and ears and gain little.
FILLS = 0.7


@dataclass(frozen=True)
class View:
    """A rectangle of the photo (pixels) and the factor by which it is resized.

    inner: (left, top, right, bottom) True where the edge cuts through what another view shows whole.
    """

    x0: int
    y0: int
    x1: int
    y1: int
    scale: float
    inner: tuple[bool, bool, bool, bool] = (False, False, False, False)


def plan_views(width: int, height: int, face: tuple[int, int, int, int] | None, plan: ScaleCard) -> list[View]:
    """Views of a photo of width × height pixels. face: x, y, width, height in pixels; None for a close-up."""
    whole = View(0, 0, width, height, min(plan.side / max(width, height), plan.max_upscale))
    if face is None:
        return [whole]
    x, y, face_width, face_height = face
    size = max(1.0, (face_width * face_height) ** 0.5)
    if size * whole.scale >= FILLS * plan.face_size:
        return [whole]
    left, top, right, bottom = MARGIN
    x0, y0 = max(0, round(x - left * face_width)), max(0, round(y - top * face_height))
    x1 = min(width, round(x + (1 + right) * face_width))
    y1 = min(height, round(y + (1 + bottom) * face_height))
    scale = min(plan.face_size / size, plan.max_upscale)
    columns = _cuts(x0, x1, plan.tile / scale, plan.overlap / scale)
    rows = _cuts(y0, y1, plan.tile / scale, plan.overlap / scale)
    tiles = [View(a, c, b, d, scale, (a > x0, c > y0, b < x1, d < y1)) for c, d in rows for a, b in columns]
    if len(tiles) == 1:
        return tiles
    return [*tiles, View(x0, y0, x1, y1, plan.tile / max(x1 - x0, y1 - y0))]


def render(rgb: NDArray[np.uint8], view: View, form: InputCard) -> NDArray[np.float32]:
    """The view as network input. rgb: (H, W, 3) uint8. Returns (1, 3, h, w) float32, sides padded to the stride."""
    part = rgb[view.y0 : view.y1, view.x0 : view.x1]
    size = (max(1, round(part.shape[1] * view.scale)), max(1, round(part.shape[0] * view.scale)))
    part = cv2.resize(part, size, interpolation=cv2.INTER_AREA if view.scale < 1 else cv2.INTER_LINEAR)
    right, bottom = -size[0] % form.stride, -size[1] % form.stride
    part = cv2.copyMakeBorder(part, 0, bottom, 0, right, cv2.BORDER_CONSTANT, value=(form.padding,) * 3)
    if form.colour == "BGR":
        part = part[:, :, ::-1]
    scaled = (part.astype(np.float32) - np.array(form.mean, np.float32)) / np.array(form.std, np.float32)
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None])


def _cuts(start: int, stop: int, tile: float, overlap: float) -> list[tuple[int, int]]:
    """Evenly spaced stretches of at most `tile` that cover start–stop and overlap by at least `overlap`."""
    length = stop - start
    if length <= tile * 1.1:  # a tenth larger still runs as one input, cheaper than two
        return [(start, stop)]
    count = int(np.ceil((length - overlap) / (tile - overlap)))
    starts = np.linspace(start, stop - tile, count)
    return [(round(a), min(stop, round(a + tile))) for a in starts]
