"""labelme: one JSON file a photo; rectangles, and polygons as the box around them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training.lesions.annotations.annotation import Annotation, AnnotationError, find_photo, number, photo_size
from training.lesions.records import Box


def read_labelme(labels: Path, photos: Path) -> list[Annotation]:
    """Annotations of a folder of JSON files. A shape of one point has no extent and is left out."""
    annotations = []
    for file in sorted(labels.rglob("*.json")):
        try:
            data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            shapes = list(data["shapes"])
        except (ValueError, KeyError, TypeError) as error:
            raise AnnotationError(f"{file.name}: not labelme ({error!r})") from error
        photo = find_photo(photos, file.relative_to(labels).with_suffix("").as_posix())
        width, height = photo_size(photos, photo)
        span = (float(data.get("imageWidth") or width), float(data.get("imageHeight") or height))
        boxes = (_box(shape, span, f"{file.name}, shape {n}") for n, shape in enumerate(shapes, start=1))
        annotations.append(Annotation(photo, width, height, tuple(box for box in boxes if box)))
    return annotations


def write_labelme(annotations: Sequence[Annotation], labels: Path) -> None:
    """One JSON file a photo, beside which labelme expects the photo itself."""
    for annotation in annotations:
        rectangles: list[dict[str, Any]] = [
            {
                "label": box.label,
                "points": [
                    [round(box.x0 * annotation.width, 2), round(box.y0 * annotation.height, 2)],
                    [round(box.x1 * annotation.width, 2), round(box.y1 * annotation.height, 2)],
                ],
                "group_id": None,
                "shape_type": "rectangle",
                "flags": {},
            }
            for box in annotation.boxes
        ]
        data: dict[str, Any] = {
            "version": "5.0.0",
            "flags": {},
            "shapes": rectangles,
            "imagePath": Path(annotation.photo).name,
            "imageData": None,
            "imageHeight": annotation.height,
            "imageWidth": annotation.width,
        }
        file = (labels / annotation.photo).with_suffix(".json")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def _box(shape: dict[str, Any], span: tuple[float, float], where: str) -> Box | None:
    try:
        points = [(number(x, where), number(y, where)) for x, y in shape["points"]]
        label = str(shape["label"])
    except (KeyError, TypeError) as error:
        raise AnnotationError(f"{where}: expected a label and points") from error
    if shape.get("shape_type") == "circle" and len(points) == 2:  # centre and a point on the rim
        (cx, cy), (px, py) = points
        radius = ((px - cx) ** 2 + (py - cy) ** 2) ** 0.5
        points = [(cx - radius, cy - radius), (cx + radius, cy + radius)]
    if len(points) < 2:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(label, min(xs) / span[0], min(ys) / span[1], max(xs) / span[0], max(ys) / span[1])
