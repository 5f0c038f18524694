"""What is wrong with labels, said so that whoever drew them can mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sesaclinic.vision.detect.merge import iou_matrix
from training.lesions.annotations.annotation import Annotation
from training.lesions.records import LABELS, Box

OUTSIDE = 0.005  # tools round to a pixel: half a percent beyond the edge is forgiven
MIN_SIDE = 3  # pixels; smaller is a slip of the mouse
TWICE = 0.9  # IoU from which two boxes of a label are one drawn twice


@dataclass(frozen=True)
class Problem:
    """photo, which box of it (None: the photo), and what to do about it."""

    photo: str
    box: Box | None
    message: str

    def __str__(self) -> str:
        place = f" {self.box.label}" if self.box else ""
        return f"{self.photo}{place}: {self.message}"


def validate(annotations: Sequence[Annotation], labels: Sequence[str] = LABELS) -> list[Problem]:
    """Every problem, photo by photo; an empty list means ready to train."""
    problems = [problem for annotation in annotations for problem in _problems(annotation, labels)]
    seen: set[str] = set()
    for annotation in annotations:
        if annotation.photo in seen:
            problems.append(Problem(annotation.photo, None, "labelled twice; keep one file"))
        seen.add(annotation.photo)
    return problems


def _problems(annotation: Annotation, labels: Sequence[str]) -> Iterator[Problem]:
    photo = annotation.photo
    for box in annotation.boxes:
        if box.label not in labels:
            yield Problem(photo, box, f"unknown label; expected one of {', '.join(labels)}, or rename it")
        width, height = (box.x1 - box.x0) * annotation.width, (box.y1 - box.y0) * annotation.height
        if width <= 0 or height <= 0:
            yield Problem(photo, box, "corners are swapped or the box is empty")
        elif min(width, height) < MIN_SIDE:
            yield Problem(photo, box, f"{width:.0f} × {height:.0f} pixels is too small to be a lesion")
        if min(box.x0, box.y0) < -OUTSIDE or max(box.x1, box.y1) > 1 + OUTSIDE:
            yield Problem(photo, box, "reaches outside the photo")
    corners = np.array([[b.x0, b.y0, b.x1, b.y1] for b in annotation.boxes], dtype=np.float32).reshape(-1, 4)
    overlap = np.triu(iou_matrix(corners, corners), k=1)
    for i, j in zip(*np.nonzero(overlap > TWICE), strict=True):
        if annotation.boxes[i].label == annotation.boxes[j].label:
            yield Problem(photo, annotation.boxes[j], "drawn twice")
