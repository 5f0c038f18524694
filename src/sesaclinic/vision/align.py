"""The face on a canvas of fixed size: upright, centred, always 320 px broad, whatever the photo.

At 320 px one pixel is about 0.44 mm of skin (a face is 14 cm broad), which most photos of 200–640 px still carry.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.vision.mesh import FaceMesh, averaged_down

FACE_WIDTH = 320
CANVAS = (464, 384)  # height, width: the oval and a little room
#: The mesh's root-mean-square radius in face widths: median over 294 graded faces.
_RMS_RADIUS = 0.364


@dataclass(frozen=True, slots=True)
class Canvas:
    """pixels: (464, 384, 3) uint8 RGB. points: (478, 3) float32 mesh on the canvas, empty
    for a close-up. inside: (464, 384) bool, False
    where the photo ends. to_canvas: 2×3 affine from working pixels. resolution: photo pixels per canvas pixel; below 1
    the photo is coarser than the canvas and fine measures lose their ground.
    """

    pixels: NDArray[np.uint8]
    points: NDArray[np.float32]
    inside: NDArray[np.bool_]
    to_canvas: NDArray[np.float64]
    resolution: float


def align_face(pixels: NDArray[np.uint8], mesh: FaceMesh) -> Canvas:
    """Put a face on the canvas by a similarity (no stretch). pixels: (H, W, 3) uint8 RGB the mesh was found in."""
    scale = _RMS_RADIUS * FACE_WIDTH / mesh.radius
    angle = np.radians(mesh.roll)
    turn = scale * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    matrix = np.hstack([turn, (np.array([CANVAS[1] / 2, CANVAS[0] / 2]) - turn @ mesh.centre)[:, None]])
    canvas, inside = _warp(pixels, matrix, scale)
    flat = mesh.landmarks[:, :2] @ turn.T + matrix[:, 2]
    on_canvas = np.column_stack([flat, mesh.landmarks[:, 2] * scale]).astype(np.float32)
    return Canvas(canvas, on_canvas, inside, matrix, 1 / scale)


def align_closeup(pixels: NDArray[np.uint8]) -> Canvas:
    """The middle of a close-up of skin, its short side at 320 px; there is no mesh and no known magnification."""
    height, width = pixels.shape[:2]
    scale = FACE_WIDTH / min(height, width)
    turn = scale * np.eye(2)
    matrix = np.hstack(
        [turn, (np.array([CANVAS[1] / 2, CANVAS[0] / 2]) - turn @ np.array([width / 2, height / 2]))[:, None]]
    )
    canvas, inside = _warp(pixels, matrix, scale)
    return Canvas(canvas, np.zeros((0, 3), np.float32), inside, matrix, 1 / scale)


def _warp(
    pixels: NDArray[np.uint8], matrix: NDArray[np.float64], scale: float
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Cubic warp onto the canvas; a much larger photo is averaged down first, so that nothing aliases."""
    inverse = cv2.invertAffineTransform(matrix)
    corners = (
        np.array([[0, 0], [CANVAS[1], 0], [0, CANVAS[0]], [CANVAS[1], CANVAS[0]]]) @ inverse[:, :2].T + inverse[:, 2]
    )
    height, width = pixels.shape[:2]
    x0, y0 = np.clip(np.floor(corners.min(axis=0)).astype(int) - 2, 0, (width - 1, height - 1))
    x1, y1 = np.clip(np.ceil(corners.max(axis=0)).astype(int) + 2, (x0 + 1, y0 + 1), (width, height))
    part, local = pixels[y0:y1, x0:x1], matrix.copy()
    local[:, 2] += matrix[:, :2] @ (x0, y0)
    if scale < 0.8:
        size = (max(1, round(part.shape[1] * scale * 1.25)), max(1, round(part.shape[0] * scale * 1.25)))
        part, local = averaged_down(part, local, size)
    shape = (CANVAS[1], CANVAS[0])
    canvas = cv2.warpAffine(part, local, shape, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    whole = np.full(part.shape[:2], 255, np.uint8)
    inside = cv2.warpAffine(whole, local, shape, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT) > 250
    return canvas, inside
