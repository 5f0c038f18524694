"""Faces in a photo, and the 478-point mesh of the one that is looked at.

mediapipe's detector and mesh run on small copies: detection sees 640 px, the mesh a square crop around one face, so
that its accuracy does not depend on how large the face is in the photo.
"""

from __future__ import annotations

import threading
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.vision.stderr import silenced_stderr

#: The detectors work at 128 and 192 px inside; 640 keeps small faces and costs nothing.
_DETECTION_SIDE = 640
#: A second face counts when its width is at least this part of the largest: passers-by and pictures on a wall do not.
SECOND_FACE_RATIO = 0.45
#: Side of the square the mesh is fitted in, and its margins around the detected box, tried in this order. On 562
#: detected photos 1.8 finds 89 % of the meshes, all four together 96 %.
_MESH_SIDE = 256
_MESH_MARGINS = (1.8, 2.8, 1.4, 2.2)
#: 95 % of upright portraits get a higher score, 95 % of those upside down a lower one (50 graded faces).
_SURELY_UPRIGHT = 0.82
#: A face that fills the frame is found only with room around it: share of the side added on each edge.
_PADDING = 0.4


@dataclass(frozen=True, slots=True)
class DetectedFace:
    """Box of one face: x0, y0, x1, y1 in pixels (may leave the photo) of the photo turned by `turns` quarters
    counter-clockwise, and the detector's score 0–1.
    """

    box: tuple[float, float, float, float]
    score: float
    turns: int = 0

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    def moved(self, right: float, down: float) -> DetectedFace:
        x0, y0, x1, y1 = self.box
        return replace(self, box=(x0 + right, y0 + down, x1 + right, y1 + down))


@dataclass(frozen=True)
class FaceMesh:
    """landmarks: (478, 3) float32, x and y in pixels of the array it was found in, z in the same unit, towards the
    camera negative. Numbering of MediaPipe's face mesh with refined irises.
    """

    landmarks: NDArray[np.float32]

    @cached_property
    def width(self) -> float:
        """Breadth of the face in pixels, ear to ear in space: does not shrink when the head turns."""
        return float(np.linalg.norm(self.landmarks[454] - self.landmarks[234]))

    @cached_property
    def yaw(self) -> float:
        """Degrees the head is turned; 0 frontal, positive to the viewer's right."""
        across = self.landmarks[454] - self.landmarks[234]
        return float(np.degrees(np.arctan2(across[2], np.hypot(across[0], across[1]))))

    @cached_property
    def pitch(self) -> float:
        """Degrees the head is tipped; positive when the chin comes forward (looking up)."""
        down = self.landmarks[152] - self.landmarks[10]
        return float(np.degrees(np.arctan2(-down[2], np.hypot(down[0], down[1]))))

    @cached_property
    def roll(self) -> float:
        """Degrees between the eye line and the horizontal, clockwise positive."""
        eyes = self.landmarks[263] - self.landmarks[33]
        return float(np.degrees(np.arctan2(eyes[1], eyes[0])))

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 around all points."""
        low, high = self.landmarks[:, :2].min(axis=0), self.landmarks[:, :2].max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


class FaceFinder:
    """Detector and mesh, loaded once. mediapipe graphs are not thread-safe, so one photo runs at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._detectors: tuple[Any, ...] = ()
        self._mesh: Any = None
        self._profile: Any = None
        self._first_face = True

    def load(self) -> None:
        """Build the graphs (idempotent)."""
        with self._lock:
            if self._mesh is not None:
                return
            with silenced_stderr():
                from mediapipe.python.solutions import face_detection, face_mesh  # noqa: PLC0415 - 1.5 s of import

                # Close range finds nearly every portrait, full range the small faces of a scene.
                self._detectors = tuple(
                    face_detection.FaceDetection(model_selection=m, min_detection_confidence=0.5) for m in (0, 1)
                )
                cascades = Path(cv2.__file__).parent / "data"
                self._profile = cv2.CascadeClassifier(str(cascades / "haarcascade_profileface.xml"))
                mesh = face_mesh.FaceMesh(
                    static_image_mode=True, max_num_faces=1, refine_landmarks=True, min_detection_confidence=0.3
                )
                blank = np.zeros((_MESH_SIDE, _MESH_SIDE, 3), np.uint8)
                for graph in (*self._detectors, mesh):
                    graph.process(blank)  # the first call writes its notices and allocates
            self._mesh = mesh

    def faces(self, pixels: NDArray[np.uint8]) -> list[DetectedFace]:
        """Every face worth counting, largest first. pixels: (H, W, 3) uint8 RGB.

        Looks upright, then with room around the photo for a face that fills it, then at the photo turned: a detector
        answers to a face on its side too, but with doubt, and the mesh would take the mouth for the forehead.
        """
        self.load()
        with self._lock:
            found = self._detect(pixels, self._detectors)
            if not found:
                pad = round(_PADDING * max(pixels.shape[:2]))
                padded = cv2.copyMakeBorder(pixels, pad, pad, pad, pad, cv2.BORDER_CONSTANT)
                found = [face.moved(-pad, -pad) for face in self._detect(padded, self._detectors)]
            if not found or found[0].score < _SURELY_UPRIGHT:
                for turns in (1, 2, 3):
                    turned = [
                        replace(face, turns=turns)
                        for face in self._detect(np.rot90(pixels, turns), self._detectors[:1])
                    ]
                    if turned and turned[0].score > (found[0].score + 0.08 if found else 0.7):
                        found = turned
        if not found:
            return []
        return [face for face in found if face.width >= SECOND_FACE_RATIO * found[0].width]

    def mesh(self, pixels: NDArray[np.uint8], face: DetectedFace) -> FaceMesh | None:
        """The mesh of a detected face; None where none fits (a profile, a hand, half a face)."""
        self.load()
        with self._lock:
            upright = np.rot90(pixels, face.turns)
            for margin in _MESH_MARGINS:
                landmarks = self._fit_mesh(upright, face, margin)
                if landmarks is not None:
                    return FaceMesh(_turned_back(landmarks, face.turns, pixels.shape[1], pixels.shape[0]))
        return None

    def small_faces(self, pixels: NDArray[np.uint8]) -> list[DetectedFace]:
        """Faces too small for `faces` to see, most certain first: the full-range detector over overlapping tiles."""
        self.load()
        height, width = pixels.shape[:2]
        found: list[DetectedFace] = []
        for parts in (3, 5):  # a half and a third of each side, overlapping by half
            tile_height, tile_width = 2 * height // (parts + 1), 2 * width // (parts + 1)
            for row, column in product(range(parts), range(parts)):
                top, left = row * tile_height // 2, column * tile_width // 2
                tile = pixels[top : top + tile_height, left : left + tile_width]
                with self._lock:
                    found += [face.moved(left, top) for face in self._detect(tile, self._detectors[1:])]
        return sorted(found, key=lambda face: -face.score)

    def is_profile(self, pixels: NDArray[np.uint8]) -> bool:
        """A face seen from the side, which the detector does not know (Haar cascade, left and right)."""
        self.load()
        grey = cv2.cvtColor(_shrunk(pixels, 320)[0], cv2.COLOR_RGB2GRAY)
        size = (grey.shape[0] // 4, grey.shape[0] // 4)
        with self._lock:
            return any(len(self._profile.detectMultiScale(g, 1.1, 4, minSize=size)) > 0 for g in (grey, grey[:, ::-1]))

    def _detect(self, pixels: NDArray[np.uint8], detectors: tuple[Any, ...]) -> list[DetectedFace]:
        """Every face that any of the detectors sees, once, largest first."""
        small, scale = _shrunk(pixels, _DETECTION_SIDE)
        height, width = small.shape[:2]
        faces: list[DetectedFace] = []
        for detector in detectors:
            for detection in detector.process(small).detections or ():
                box = detection.location_data.relative_bounding_box
                x0, y0 = box.xmin * width * scale, box.ymin * height * scale
                x1, y1 = x0 + box.width * width * scale, y0 + box.height * height * scale
                faces.append(DetectedFace((x0, y0, x1, y1), float(detection.score[0])))
        kept: list[DetectedFace] = []
        for face in sorted(faces, key=lambda face: -face.score):
            if not any(_overlap(face, other) > 0.3 for other in kept):  # the two detectors see the same face
                kept.append(face)
        return sorted(kept, key=lambda face: -face.width)

    def _fit_mesh(self, pixels: NDArray[np.uint8], face: DetectedFace, margin: float) -> NDArray[np.float32] | None:
        x0, y0, x1, y1 = face.box
        side = max(x1 - x0, y1 - y0) * margin
        ratio = side / _MESH_SIDE
        left, top = (x0 + x1 - side) / 2, (y0 + y1 - side) / 2
        crop, origin, shrink = _window(pixels, left, top, side)
        to_mesh = np.array([[1 / ratio * shrink, 0, 0], [0, 1 / ratio * shrink, 0]], np.float64)
        to_mesh[:, 2] = [(origin[0] - left) / ratio, (origin[1] - top) / ratio]
        square = cv2.warpAffine(crop, to_mesh, (_MESH_SIDE, _MESH_SIDE), flags=cv2.INTER_LINEAR)
        # the graph writes one notice when it meets its first face
        with silenced_stderr() if self._first_face else nullcontext():
            found = self._mesh.process(square).multi_face_landmarks
        self._first_face = False
        if not found:
            return None
        points = np.array([(p.x, p.y, p.z) for p in found[0].landmark], np.float32)
        points *= side  # z comes in units of the image width
        points[:, :2] += (left, top)
        return points


def _shrunk(pixels: NDArray[np.uint8], side: int) -> tuple[NDArray[np.uint8], float]:
    """The array with its long side at most `side`, and how many of its own pixels one of the result spans."""
    scale = max(pixels.shape[:2]) / side
    if scale <= 1:
        return np.ascontiguousarray(pixels), 1.0
    size = (round(pixels.shape[1] / scale), round(pixels.shape[0] / scale))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), scale


def _window(
    pixels: NDArray[np.uint8], left: float, top: float, side: float
) -> tuple[NDArray[np.uint8], tuple[float, float], float]:
    """The part of the photo under a square, shrunk by averaging so that a later bilinear warp does not alias.

    Returns the part, its origin in the photo, and photo pixels per pixel of the part.
    """
    height, width = pixels.shape[:2]
    x0, y0 = max(0, int(left)), max(0, int(top))
    x1, y1 = min(width, int(left + side) + 1), min(height, int(top + side) + 1)
    part = pixels[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
    shrink = max(1.0, side / (2 * _MESH_SIDE))
    if shrink > 1 and min(part.shape[:2]) > 2 * shrink:
        size = (round(part.shape[1] / shrink), round(part.shape[0] / shrink))
        return cv2.resize(part, size, interpolation=cv2.INTER_AREA), (x0, y0), part.shape[1] / size[0]
    return part, (x0, y0), 1.0


def _turned_back(points: NDArray[np.float32], turns: int, width: int, height: int) -> NDArray[np.float32]:
    """Points of a photo turned by quarters counter-clockwise, in the photo as it was. width, height: of the latter."""
    x, y = points[:, 0].copy(), points[:, 1].copy()
    back = {0: (x, y), 1: (width - y, x), 2: (width - x, height - y), 3: (y, height - x)}[turns]
    return np.column_stack([*back, points[:, 2]]).astype(np.float32)


def _overlap(a: DetectedFace, b: DetectedFace) -> float:
    """Intersection over the smaller of two boxes."""
    width = min(a.box[2], b.box[2]) - max(a.box[0], b.box[0])
    height = min(a.box[3], b.box[3]) - max(a.box[1], b.box[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(f.box[2] - f.box[0]) * (f.box[3] - f.box[1]) for f in (a, b)]
    return width * height / min(areas)
