"""Labelled photos: which photo, which boxes, and which classes the annotators looked for.

A box file annotates some classes only. A class nobody looked for in a photo is unknown there, not absent, so it
hardly takes part in the loss (`Record.annotated`).
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sesaclinic.vision.detect.card import LesionLabel

LABELS: tuple[LesionLabel, ...] = ("acne", "pigmentation", "psoriasis")
Split = Literal["train", "val"]

# What each family of annotations looked for. Psoriasis counts as looked for in acne photos: nobody overlooks a plaque.
ANNOTATED: dict[str, frozenset[str]] = {
    "acne04-v1": frozenset({"acne", "psoriasis"}),
    "acne04-v2": frozenset({"acne", "psoriasis"}),
    "khang": frozenset({"acne", "psoriasis"}),
    "psoriasis-own": frozenset({"psoriasis", "acne"}),
    "pigmentation-own": frozenset({"pigmentation", "psoriasis"}),
    "clear-face": frozenset(LABELS),
    "dermx": frozenset({"psoriasis"}),
    "gjain": frozenset({"acne"}),
    "taufik": frozenset({"acne", "pigmentation"}),
}


@dataclass(frozen=True)
class Box:
    """label; corners 0–1 of photo width and height."""

    label: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Record:
    """One photo as one family annotated it. annotated: classes whose absence means absent."""

    photo: str
    source: str
    group: str
    split: Split
    label_set: str
    boxes: tuple[Box, ...]
    annotated: frozenset[str]
    licence: str = field(default="", compare=False)


def read_boxes(path: Path) -> list[Record]:
    """Records of a box file (JSON lines), boxes of other labels left out. Raises ValueError naming a bad line."""
    records = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                label_set = row.get("label_set", "")
                records.append(
                    Record(
                        photo=row["photo"],
                        source=row.get("source", ""),
                        group=row.get("group", row["photo"]),
                        split="val" if row.get("split") == "val" else "train",
                        label_set=label_set,
                        boxes=tuple(Box(*box) for box in row["boxes"] if box[0] in LABELS),
                        annotated=ANNOTATED.get(label_set, frozenset(LABELS)),
                        licence=row.get("licence", ""),
                    )
                )
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error
    return records


def read_clear_faces(labels_csv: Path, limits: dict[str, int]) -> list[Record]:
    """Faces with nothing to find, as hard negatives: labelled "no redness" or under thirty.

    limits: source to the number of photos taken, the same ones every time.
    """
    wanted: dict[str, dict[str, tuple[str, str]]] = {source: {} for source in limits}
    with labels_csv.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["source"] in wanted and row["label"] == "no" and row["task"] in {"redness", "wrinkles"}:
                wanted[row["source"]][row["photo"]] = (row["group"], row["licence"])
    return [
        Record(photo, source, group, _stable_split(group), "clear-face", (), ANNOTATED["clear-face"], licence)
        for source, photos in wanted.items()
        for photo, (group, licence) in sorted(photos.items(), key=lambda item: _stable(item[0]))[: limits[source]]
    ]


def without_leaks(records: Sequence[Record]) -> Iterator[Record]:
    """The records less the training ones whose group is also in validation."""
    held_out = {record.group for record in records if record.split == "val"}
    return (record for record in records if record.split == "val" or record.group not in held_out)


def _stable(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)


def _stable_split(group: str) -> Split:
    return "val" if _stable(group) % 5 == 0 else "train"
