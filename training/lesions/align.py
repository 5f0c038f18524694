"""Slide the boxes of a warped export back onto their lesions.

Exports that rotate and shear a photo leave its boxes shifted as a whole, by 5 pixels in the middle case and up to 10,
against lesions of 27. A first detector, trained on everything, sees where the lesions are: the shift is what its boxes
and the drawn ones have in common over a photo. Only a shift is taken from it, two numbers a photo, so that its taste
in single boxes is not learned back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from sesaclinic.vision.detect import LesionDetector
from training.lesions.photos import Photo
from training.lesions.records import LABELS

REACH = 18.0  # pixels: further apart two boxes are not one lesion
SURE = 0.2  # confidence from which a detection is worth comparing with
# Shifts vary by 4.6 px between photos, a lesion's box by 5.2 px within one: so few matches say less about the shift.
DOUBT = (5.2 / 4.6) ** 2


def align(photos: Sequence[Photo], detector: LesionDetector) -> list[Photo]:
    """The photos, those that were warped with their boxes shifted onto what the detector sees."""
    return [
        replace(photo, boxes=photo.boxes + np.tile(_shift(photo, detector), 2)) if photo.warped else photo
        for photo in tqdm(photos, desc="aligning", unit="photo", mininterval=10)
    ]


def _shift(photo: Photo, detector: LesionDetector) -> NDArray[np.float32]:
    found = detector.candidates(photo.rgb)
    centres = [
        (
            _centres(photo.boxes[photo.labels == index]),
            _centres(found.boxes[(found.labels == index) & (found.scores >= SURE)]),
        )
        for index in range(len(LABELS))
    ]
    shift = np.zeros(2, dtype=np.float32)
    for reach in (REACH, REACH / 2):  # once from where it stands, once more from where that leads
        offsets = np.concatenate([_offsets(drawn + shift, seen, reach) for drawn, seen in centres])
        if len(offsets):
            shift += np.median(offsets, axis=0) * len(offsets) / (len(offsets) + DOUBT)
    return shift


def _offsets(drawn: NDArray[np.float32], seen: NDArray[np.float32], reach: float) -> NDArray[np.float32]:
    """From each drawn box to the seen one, where both are each other's nearest."""
    if not len(drawn) or not len(seen):
        return np.zeros((0, 2), dtype=np.float32)
    distance = np.linalg.norm(drawn[:, None] - seen[None], axis=2)
    nearest = distance.argmin(axis=1)
    mutual = distance.argmin(axis=0)[nearest] == np.arange(len(drawn))
    close = mutual & (distance.min(axis=1) < reach)
    return np.asarray(seen[nearest[close]] - drawn[close], dtype=np.float32)


def _centres(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray((boxes[:, :2] + boxes[:, 2:]) / 2, dtype=np.float32)
