"""Faces in a photo, found by mediapipe's detectors in a small copy of it, and the mesh of one of them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.vision.mesh import Box, FaceMesh, MeshFitter
from sesaclinic.vision.stderr import silenced_stderr

#: The detectors work at 128 and 192 px inside; 640 keeps small faces and costs nothing.
_DETECTION_SIDE = 640
#: A second face counts when its width is at least this part of the largest: passers-by and pictures on a wall do not.
SECOND_FACE_RATIO = 0.45
#: 95 % of upright portraits get a higher score, 95 % of those upside down a lower one (50 graded faces).
_SURELY_UPRIGHT = 0.82
#: A face that fills the frame is found only with room around it: share of the side added on each edge.
_PADDING = 0.4


@dataclass(frozen=True, slots=True)
class DetectedFace:
    """Box of one face: x0, y0, x1, y1 in pixels (may leave the photo) of the photo turned by `turns` quarters
    counter-clockwise, and the detector's score 0–1.
    """

    box: Box
    score: float
    turns: int = 0

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    def moved(self, right: float, down: float) -> DetectedFace:
        x0, y0, x1, y1 = self.box
        return replace(self, box=(x0 + right, y0 + down, x1 + right, y1 + down))


class FaceFinder:
    """Detector and mesh, loaded once. mediapipe graphs are not thread-safe, so one photo runs at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._detectors: tuple[Any, ...] = ()
        self._mesh = MeshFitter()
        self._profile: Any = None
        self._loaded = False

    def load(self) -> None:
        """Build the graphs (idempotent)."""
        with self._lock:
            if self._loaded:
                return
            with silenced_stderr():
                from mediapipe.python.solutions import face_detection  # noqa: PLC0415 - 1.5 s of import

                # Close range finds nearly every portrait, full range the small faces of a scene.
                self._detectors = tuple(
                    face_detection.FaceDetection(model_selection=m, min_detection_confidence=0.5) for m in (0, 1)
                )
                cascades = Path(cv2.__file__).parent / "data"
                self._profile = cv2.CascadeClassifier(str(cascades / "haarcascade_profileface.xml"))
                blank = np.zeros((128, 128, 3), np.uint8)
                for detector in self._detectors:
                    detector.process(blank)  # the first call writes its notices and allocates
                self._mesh.load()
            self._loaded = True

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
            landmarks = self._mesh.fit(upright, face.box)
        if landmarks is None:
            return None
        return FaceMesh(_turned_back(landmarks, face.turns, pixels.shape[1], pixels.shape[0]))

    def steady(self, pixels: NDArray[np.uint8], mesh: FaceMesh) -> FaceMesh:
        """A mesh that trembles less (four more fits, 35 ms); for the face that is measured."""
        self.load()
        with self._lock:
            return self._mesh.steady(pixels, mesh)

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


def _shrunk(pixels: NDArray[np.uint8], side: int) -> tuple[NDArray[np.uint8], float]:
    """The array with its long side at most `side`, and how many of its own pixels one of the result spans."""
    scale = max(pixels.shape[:2]) / side
    if scale <= 1:
        return np.ascontiguousarray(pixels), 1.0
    size = (round(pixels.shape[1] / scale), round(pixels.shape[0] / scale))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), scale


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
