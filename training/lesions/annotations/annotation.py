"""What every format is read into and written from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from training.lesions.records import Box

PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp")


@dataclass(frozen=True)
class Annotation:
    """One photo and its boxes. photo: path below the photo folder; width, height: pixels; boxes: corners 0–1."""

    photo: str
    width: int
    height: int
    boxes: tuple[Box, ...]


class AnnotationError(ValueError):
    """A file that cannot be read as what it claims to be; the message names file, place and expectation."""


def photo_size(photos: Path, photo: str) -> tuple[int, int]:
    """Width and height from the header. Raises AnnotationError for a missing or unreadable photo."""
    try:
        with Image.open(photos / photo) as image:
            return image.size
    except OSError as error:
        raise AnnotationError(f"{photo}: no readable photo in {photos}") from error


def find_photo(photos: Path, stem: str) -> str:
    """The photo a label file belongs to: same name, any photo suffix. Raises AnnotationError when there is none."""
    for suffix in PHOTO_SUFFIXES:
        for candidate in (f"{stem}{suffix}", f"{stem}{suffix.upper()}"):
            if (photos / candidate).is_file():
                return candidate
    raise AnnotationError(f"{stem}: no photo of this name in {photos}")


def number(text: object, where: str) -> float:
    """A finite number. Raises AnnotationError naming the place."""
    try:
        value = float(str(text))
    except ValueError as error:
        raise AnnotationError(f"{where}: expected a number, got {text!r}") from error
    if not math.isfinite(value):
        raise AnnotationError(f"{where}: expected a finite number, got {text!r}")
    return value
