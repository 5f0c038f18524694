"""The formats by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from training.lesions.annotations.annotation import Annotation
from training.lesions.annotations.coco import read_coco, write_coco
from training.lesions.annotations.labelme import read_labelme, write_labelme
from training.lesions.annotations.voc import read_voc, write_voc
from training.lesions.annotations.yolo import read_yolo, write_yolo
from training.lesions.records import Box


@dataclass(frozen=True)
class Format:
    """read(labels, photos) and write(annotations, labels); labels is a folder, for COCO a file."""

    read: Callable[[Path, Path], list[Annotation]]
    write: Callable[[Sequence[Annotation], Path], None]


FORMATS: Mapping[str, Format] = {
    "yolo": Format(read_yolo, write_yolo),
    "voc": Format(read_voc, write_voc),
    "coco": Format(read_coco, write_coco),
    "labelme": Format(read_labelme, write_labelme),
}


def read(name: str, labels: Path, photos: Path, rename: Mapping[str, str] | None = None) -> list[Annotation]:
    """Read labels in a format. rename: the tool's class names to ours, e.g. {"여드름": "acne"}.

    Raises AnnotationError for what cannot be read and KeyError for an unknown format.
    """
    renamed = rename or {}
    return [
        replace(annotation, boxes=tuple(_renamed(box, renamed) for box in annotation.boxes))
        for annotation in FORMATS[name].read(labels, photos)
    ]


def write(name: str, annotations: Sequence[Annotation], labels: Path) -> None:
    """Write labels in a format. Raises KeyError for an unknown one."""
    FORMATS[name].write(annotations, labels)


def _renamed(box: Box, names: Mapping[str, str]) -> Box:
    return replace(box, label=names.get(box.label, box.label))
