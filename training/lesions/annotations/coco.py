"""COCO: one JSON file for all photos, `bbox` as x, y, width, height in pixels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training.lesions.annotations.annotation import Annotation, AnnotationError, number, photo_size
from training.lesions.records import Box


def read_coco(file: Path, photos: Path) -> list[Annotation]:
    """Annotations of one JSON file; photos without boxes included. Raises AnnotationError."""
    try:
        data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        names = {category["id"]: str(category["name"]) for category in data["categories"]}
        images = {image["id"]: image for image in data["images"]}
        boxes: dict[object, list[Box]] = {key: [] for key in images}
        for item in data["annotations"]:
            where = f"{file.name}, annotation {item.get('id', '?')}"
            image = images[item["image_id"]]
            x, y, w, h = (number(value, where) for value in item["bbox"])
            span_x, span_y = number(image["width"], where), number(image["height"], where)
            box = Box(names[item["category_id"]], x / span_x, y / span_y, (x + w) / span_x, (y + h) / span_y)
            boxes[item["image_id"]].append(box)
    except AnnotationError:
        raise
    except (ValueError, KeyError, TypeError, ZeroDivisionError) as error:
        raise AnnotationError(f"{file.name}: not COCO ({error!r})") from error
    return [
        Annotation(str(image["file_name"]), *photo_size(photos, str(image["file_name"])), tuple(boxes[key]))
        for key, image in images.items()
    ]


def write_coco(annotations: Sequence[Annotation], file: Path) -> None:
    """One JSON file; ids count from 1, categories in alphabetical order."""
    names = sorted({box.label for annotation in annotations for box in annotation.boxes})
    items = [
        {
            "image_id": image,
            "category_id": names.index(box.label) + 1,
            "bbox": _bbox(box, annotation),
            "area": (box.x1 - box.x0) * annotation.width * (box.y1 - box.y0) * annotation.height,
            "iscrowd": 0,
        }
        for image, annotation in enumerate(annotations, start=1)
        for box in annotation.boxes
    ]
    data = {
        "images": [
            {"id": image, "file_name": a.photo, "width": a.width, "height": a.height}
            for image, a in enumerate(annotations, start=1)
        ],
        "categories": [{"id": number, "name": name} for number, name in enumerate(names, start=1)],
        "annotations": [{"id": number, **item} for number, item in enumerate(items, start=1)],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def _bbox(box: Box, annotation: Annotation) -> list[float]:
    return [
        round(box.x0 * annotation.width, 3),
        round(box.y0 * annotation.height, 3),
        round((box.x1 - box.x0) * annotation.width, 3),
        round((box.y1 - box.y0) * annotation.height, 3),
    ]
