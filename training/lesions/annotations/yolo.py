"""YOLO txt, as Ybat and LabelImg write it: one file a photo, `class cx cy w h` in 0–1, names in classes.txt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from training.lesions.annotations.annotation import Annotation, AnnotationError, find_photo, number, photo_size
from training.lesions.records import Box

CLASSES = "classes.txt"


def read_yolo(labels: Path, photos: Path) -> list[Annotation]:
    """Annotations of a folder of txt files. Raises AnnotationError naming file and line."""
    names_file = labels / CLASSES
    if not names_file.is_file():
        raise AnnotationError(f"{names_file}: missing; one class name a line, in the order of the numbers")
    names = [line.strip() for line in names_file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    annotations = []
    for file in sorted(labels.rglob("*.txt")):
        if file.name == CLASSES:
            continue
        photo = find_photo(photos, file.relative_to(labels).with_suffix("").as_posix())
        width, height = photo_size(photos, photo)
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        boxes = tuple(_box(line, names, f"{file.name}, line {n}") for n, line in enumerate(lines, 1) if line.strip())
        annotations.append(Annotation(photo, width, height, boxes))
    return annotations


def write_yolo(annotations: Sequence[Annotation], labels: Path) -> None:
    """One txt file a photo, an empty one for a photo without boxes, and classes.txt in alphabetical order."""
    labels.mkdir(parents=True, exist_ok=True)
    names = sorted({box.label for annotation in annotations for box in annotation.boxes})
    (labels / CLASSES).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    for annotation in annotations:
        file = (labels / annotation.photo).with_suffix(".txt")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(_line(box, names) for box in annotation.boxes), encoding="utf-8")


def _box(line: str, names: Sequence[str], where: str) -> Box:
    parts = line.split()
    if len(parts) != 5:
        raise AnnotationError(f"{where}: expected 5 values (class cx cy w h), got {len(parts)}")
    index = number(parts[0], where)
    if index != int(index) or not 0 <= index < len(names):
        raise AnnotationError(f"{where}: class {parts[0]} is not among the {len(names)} of {CLASSES}")
    cx, cy, w, h = (number(part, where) for part in parts[1:])
    return Box(names[int(index)], cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)


def _line(box: Box, names: Sequence[str]) -> str:
    cx, cy, w, h = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, box.x1 - box.x0, box.y1 - box.y0
    return f"{names.index(box.label)} {cx:.6f} {cy:.6f} {w:.6f} {h:.6f}\n"
