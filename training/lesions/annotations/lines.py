"""Our own box file: one JSON line a photo, as training and `sesaclinic evaluate lesions` read it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from training.lesions.annotations.annotation import Annotation, photo_size
from training.lesions.records import Box, Split

VALIDATION_SHARE = 5  # one group in five


def read_lines(file: Path, photos: Path) -> list[Annotation]:
    """Annotations of a box file, every label kept. Raises AnnotationError for a missing photo."""
    annotations = []
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        boxes = tuple(Box(str(b[0]), *(float(v) for v in b[1:5])) for b in row["boxes"])
        annotations.append(Annotation(row["photo"], *photo_size(photos, row["photo"]), boxes))
    return annotations


def write_lines(annotations: Sequence[Annotation], file: Path, label_set: str) -> None:
    """Write a box file. A photo's group is its folder, so that a patient a folder never straddles the split."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as out:
        for annotation in annotations:
            folder = Path(annotation.photo).parent.as_posix()
            group = f"{label_set}:{annotation.photo if folder == '.' else folder}"
            row = {
                "photo": annotation.photo,
                "source": label_set,
                "group": group,
                "split": _split(group),
                "label_set": label_set,
                "boxes": [[b.label, *(round(v, 6) for v in (b.x0, b.y0, b.x1, b.y1))] for b in annotation.boxes],
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _split(group: str) -> Split:
    held_out = int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % VALIDATION_SHARE == 0
    return "val" if held_out else "train"
