"""Pascal VOC: one XML file a photo, corners in pixels."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

from training.lesions.annotations.annotation import Annotation, AnnotationError, find_photo, number, photo_size
from training.lesions.records import Box

CORNERS = ("xmin", "ymin", "xmax", "ymax")


def read_voc(labels: Path, photos: Path) -> list[Annotation]:
    """Annotations of a folder of XML files. Raises AnnotationError naming the file."""
    annotations = []
    for file in sorted(labels.rglob("*.xml")):
        try:
            root = ET.parse(file).getroot()  # noqa: S314 - the clinic's own label files; expat refuses entity bombs
        except ET.ParseError as error:
            raise AnnotationError(f"{file.name}: not XML ({error})") from error
        photo = find_photo(photos, file.relative_to(labels).with_suffix("").as_posix())
        width, height = photo_size(photos, photo)
        # boxes are in pixels of the size the file names, which may be a resized copy's
        span = tuple(_size(root, tag, fallback) for tag, fallback in (("width", width), ("height", height)))
        boxes = tuple(_box(item, span, file.name) for item in root.iter("object"))
        annotations.append(Annotation(photo, width, height, boxes))
    return annotations


def write_voc(annotations: Sequence[Annotation], labels: Path) -> None:
    """One XML file a photo."""
    for annotation in annotations:
        root = ET.Element("annotation")
        ET.SubElement(root, "filename").text = Path(annotation.photo).name
        size = ET.SubElement(root, "size")
        for tag, value in (("width", annotation.width), ("height", annotation.height), ("depth", 3)):
            ET.SubElement(size, tag).text = str(value)
        for box in annotation.boxes:
            item = ET.SubElement(root, "object")
            ET.SubElement(item, "name").text = box.label
            corners = ET.SubElement(item, "bndbox")
            for tag, share, span in zip(
                CORNERS,
                (box.x0, box.y0, box.x1, box.y1),
                (annotation.width, annotation.height) * 2,
                strict=True,
            ):
                ET.SubElement(corners, tag).text = f"{share * span:.2f}"
        ET.indent(root)
        file = (labels / annotation.photo).with_suffix(".xml")
        file.parent.mkdir(parents=True, exist_ok=True)
        ET.ElementTree(root).write(file, encoding="utf-8")


def _size(root: ET.Element, tag: str, fallback: int) -> float:
    text = root.findtext(f"size/{tag}")
    value = number(text, f"size/{tag}") if text else 0.0
    return value if value > 0 else float(fallback)  # some tools leave 0


def _box(item: ET.Element, span: tuple[float, ...], name: str) -> Box:
    label = (item.findtext("name") or "").strip()
    if not label:
        raise AnnotationError(f"{name}: an object without a name")
    x0, y0, x1, y1 = (number(item.findtext(f"bndbox/{corner}"), f"{name}, {corner}") for corner in CORNERS)
    return Box(label, x0 / span[0], y0 / span[1], x1 / span[0], y1 / span[1])
