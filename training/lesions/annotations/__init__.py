"""Boxes in the formats annotation tools speak: YOLO txt (Ybat), Pascal VOC, COCO, labelme; and our own JSON lines."""

from training.lesions.annotations.annotation import Annotation, AnnotationError
from training.lesions.annotations.formats import FORMATS, read, write
from training.lesions.annotations.lines import read_lines, write_lines
from training.lesions.annotations.preview import preview_sheet
from training.lesions.annotations.validate import Problem, validate

__all__ = [
    "FORMATS",
    "Annotation",
    "AnnotationError",
    "Problem",
    "preview_sheet",
    "read",
    "read_lines",
    "validate",
    "write",
    "write_lines",
]
