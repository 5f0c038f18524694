"""The parts of a face that are measured, as polygons over the mesh.

Left and right are the person's own. Numbers are points of MediaPipe's face mesh, clockwise as the viewer sees them;
the other side follows by `_MIRROR`.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import RegionName

#: A region turned further away than this (cosine) shows too few of its own pixels.
MIN_FACING = 0.15

# fmt: off
#: Points of the person's right side (the viewer's left) …
_RIGHT = (
    7, 18, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 33, 34, 35, 36, 43, 44, 46, 48, 50, 52, 53, 55, 56, 57, 63, 65,
    66, 70, 83, 92, 98, 100, 101, 105, 106, 107, 110, 111, 112, 113, 116, 117, 118, 119, 120, 121, 123, 124, 128,
    129, 130, 131, 133, 139, 140, 142, 144, 145, 147, 153, 154, 155, 156, 157, 158, 159, 160, 161, 163, 165, 167,
    170, 171, 173, 182, 186, 188, 190, 192, 193, 198, 204, 205, 207, 211, 212, 213, 214, 217, 218, 219, 226, 227,
    228, 229, 230, 231, 232, 233, 237, 243, 246, 247,
)
#: … and their twins on the left.
_LEFT = (
    249, 18, 252, 253, 254, 255, 256, 257, 258, 259, 260, 261, 263, 264, 265, 266, 273, 274, 276, 278, 280, 282,
    283, 285, 286, 287, 293, 295, 296, 300, 313, 322, 327, 329, 330, 334, 335, 336, 339, 340, 341, 342, 345, 346,
    347, 348, 349, 350, 352, 353, 357, 358, 359, 360, 362, 368, 369, 371, 373, 374, 376, 380, 381, 382, 383, 384,
    385, 386, 387, 388, 390, 391, 393, 395, 396, 398, 406, 410, 412, 414, 416, 417, 420, 424, 425, 427, 431, 432,
    433, 434, 437, 438, 439, 446, 447, 448, 449, 450, 451, 452, 453, 457, 463, 466, 467,
)
_OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
    150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)
# fmt: on
_MIRROR = dict(zip(_RIGHT, _LEFT, strict=True))


def _twin(points: tuple[int, ...]) -> tuple[int, ...]:
    """The same outline on the person's left, still clockwise."""
    return tuple(_MIRROR[point] for point in reversed(points))


def _whole(right: tuple[int, ...], *middle: int) -> tuple[int, ...]:
    """A clockwise outline across the midline: up the right side, over the middle points, and down the left side."""
    return (*reversed(right), *middle, *_twin(tuple(reversed(right))))


_CHEEK = (116, 117, 118, 119, 100, 142, 36, 205, 207, 192, 213, 147, 123)
_UNDER_EYE = (31, 25, 110, 24, 23, 22, 26, 112, 233, 128, 121, 120, 119, 118, 117, 111)
_CROWS_FEET = (31, 111, 116, 227, 34, 139, 156, 124, 113, 226)
_NASOLABIAL = (129, 98, 92, 186, 212, 214, 207, 205, 36, 142)

#: One or two outlines a region.
OUTLINES: dict[RegionName, tuple[tuple[int, ...], ...]] = {
    RegionName.FACE: (_OVAL,),
    RegionName.FOREHEAD: (
        (54, 103, 67, 109, 10, 338, 297, 332, 284, 300, 293, 334, 296, 337, 151, 108, 66, 105, 63, 70),
    ),
    RegionName.GLABELLA: ((108, 151, 337, 336, 285, 417, 168, 193, 55, 107),),
    RegionName.RIGHT_CHEEK: (_CHEEK,),
    RegionName.LEFT_CHEEK: (_twin(_CHEEK),),
    RegionName.NOSE: ((*_whole((193, 188, 217, 198, 131, 48, 219, 218, 237, 44), 168), 1),),
    RegionName.CHIN: (
        (106, 182, 83, 18, 313, 406, 335, 273, 424, 431, 395, 369, 396, 175, 171, 140, 170, 211, 204, 43),
    ),
    RegionName.RIGHT_UNDER_EYE: (_UNDER_EYE,),
    RegionName.LEFT_UNDER_EYE: (_twin(_UNDER_EYE),),
    RegionName.RIGHT_CROWS_FEET: (_CROWS_FEET,),
    RegionName.LEFT_CROWS_FEET: (_twin(_CROWS_FEET),),
    RegionName.NASOLABIAL: (_NASOLABIAL, _twin(_NASOLABIAL)),
    RegionName.PERIORAL: ((*_whole((167, 165, 92, 186, 57, 43, 106, 182, 83), 164), 18),),
}
OUTLINES[RegionName.T_ZONE] = tuple(
    outline for part in (RegionName.FOREHEAD, RegionName.GLABELLA, RegionName.NOSE) for outline in OUTLINES[part]
)
OUTLINES[RegionName.U_ZONE] = tuple(
    outline for part in (RegionName.RIGHT_CHEEK, RegionName.LEFT_CHEEK, RegionName.CHIN) for outline in OUTLINES[part]
)

#: Outlines that the measures need and nobody draws: the thin skin right under the lid, and the cheek it is compared to.
_ORBIT = (25, 110, 24, 23, 22, 26, 112, 233, 232, 231, 230, 229, 228, 31)
_MALAR = (117, 118, 119, 120, 100, 101, 50)
RIGHT_ORBIT, LEFT_ORBIT = _ORBIT, _twin(_ORBIT)
RIGHT_MALAR, LEFT_MALAR = _MALAR, _twin(_MALAR)

_EYE = (130, 247, 30, 29, 27, 28, 56, 190, 243, 112, 26, 22, 23, 24, 110, 25)
_BROW = (70, 63, 105, 66, 107, 55, 65, 52, 53, 46)
_LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
_NOSTRIL = (98, 219, 218, 237, 44, 19, 97)
BROWS, LIPS = (_BROW, _twin(_BROW)), (_LIPS,)
#: What is in a face and not skin: (outline, how far to stay away in parts of the face's width).
EXCLUDED: tuple[tuple[tuple[int, ...], float], ...] = (
    (_EYE, 0.004),
    (_twin(_EYE), 0.004),
    (_BROW, 0.025),
    (_twin(_BROW), 0.025),
    (_LIPS, 0.02),
    (_NOSTRIL, 0.0),
    ((327, 439, 438, 457, 274, 19, 326), 0.0),
)
#: Lid margins and irises, where the white of the eye is looked for.
EYE_OPENINGS = (
    ((33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7), range(468, 473)),
    ((263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249), range(473, 478)),
)


def fill(
    shape: tuple[int, int], points: NDArray[np.float32], outlines: tuple[tuple[int, ...], ...]
) -> NDArray[np.bool_]:
    """Mask of outlines. shape: (H, W). points: (478, ≥2) in pixels of that mask. Returns (H, W) bool."""
    mask = np.zeros(shape, np.uint8)
    for outline in outlines:
        polygon = np.round(points[list(outline), :2] * 16).astype(np.int32)  # sub-pixel: four fractional bits
        cv2.fillPoly(mask, [polygon], 1, lineType=cv2.LINE_8, shift=4)
    return mask.astype(bool)


def not_skin(shape: tuple[int, int], points: NDArray[np.float32], face_width: float) -> NDArray[np.bool_]:
    """Mask of eyes, brows, lips and nostrils with their margins; arguments as `fill`, face_width in pixels."""
    covered = np.zeros(shape, bool)
    for outline, margin in EXCLUDED:
        part = fill(shape, points, (outline,)).astype(np.uint8)
        radius = round(margin * face_width)
        if radius:
            part = cv2.dilate(part, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)))
        covered |= part.astype(bool)
    return covered


def facing(points: NDArray[np.float32], outline: tuple[int, ...]) -> float:
    """Cosine between the camera and the surface an outline spans: 1 seen squarely, ≤ 0 seen from behind.

    points: (478, 3), z towards the camera negative. Newell's normal of the polygon, which runs clockwise.
    """
    polygon = points[list(outline)].astype(np.float64)
    following = np.roll(polygon, -1, axis=0)
    normal = np.cross(polygon, following).sum(axis=0)
    length = float(np.linalg.norm(normal))
    return float(normal[2] / length) if length else 0.0
