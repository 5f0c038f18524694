"""The labelled photos that heads are fitted on, and the features read from them.

`labels.csv`: photo, source, group, task, label, quality. `grades.csv`: photo, one column a sign, skin_type, raters.
Splits follow `group`: copies and crops of one photo share one. A graded photo without a group is its own.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

SIGNS = ("shine", "dryness", "redness", "pores", "wrinkles", "dark_circles", "pigmentation")
TASKS = ("redness", "wrinkles", "pores", "dark_circles", "blackhead", "pigmentation")

#: How much one label counts: seen by eye, then clinical (true but severe), then what nobody checked.
_TRUST = {"curated": 1.0, "clinical": 0.7, "implicit-negative": 0.6, "weak": 0.4, "age-proxy": 0.4, "synthetic": 0.1}


@dataclass(frozen=True)
class Graded:
    """grades: by sign, those that are known. skin_type: as seen by eye, or None. weight: 2 for two raters."""

    photo: str
    group: str
    grades: dict[str, float]
    skin_type: str | None
    weight: float


@dataclass(frozen=True)
class Labelled:
    """One label of one photo. label: yes or no, or a skin type. weight: trust in its making."""

    photo: str
    source: str
    group: str
    task: str
    label: str
    quality: str
    weight: float


@dataclass(frozen=True)
class Observed:
    """Features of one photo. copies: measurement vectors, the photo itself first, then perturbed copies of it."""

    face: bool
    yaw: float
    copies: list[dict[str, float]] = field(default_factory=list)


def read_labels(data: Path) -> list[Labelled]:
    """Every label. data: folder with labels.csv."""
    with (data / "labels.csv").open(newline="", encoding="utf-8") as file:
        return [
            Labelled(
                photo=row["photo"],
                source=row["source"],
                group=row["group"],
                task=row["task"],
                label=row["label"],
                quality=row["quality"],
                weight=_TRUST[row["quality"].split(" ")[0]],
            )
            for row in csv.DictReader(file)
        ]


def read_grades(data: Path, table: Path | None = None) -> list[Graded]:
    """Every graded face. data: folder with grades.csv, labels.csv and boxes.jsonl (the groups are in the latter).

    table: another file with the columns of grades.csv, of photos in the same folder.
    """
    groups = {label.photo: label.group for label in read_labels(data)}
    with (data / "boxes.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            groups.setdefault(row["photo"], row["group"])
    with (table or data / "grades.csv").open(newline="", encoding="utf-8") as file:
        return [
            Graded(
                photo=row["photo"],
                group=groups.get(row["photo"], row["photo"]),
                grades={sign: float(row[sign]) for sign in SIGNS if row[sign]},
                skin_type=row["skin_type"] or None,
                weight=float(row["raters"]),
            )
            for row in csv.DictReader(file)
        ]


def save_shard(path: Path, observed: dict[str, Observed]) -> None:
    """Write features of some photos; half precision would cost a tenth of a score point, so single."""
    keys = sorted({key for one in observed.values() for copy in one.copies for key in copy})
    rows = [(photo, index) for photo, one in observed.items() for index in range(len(one.copies))]
    table = np.full((len(rows), len(keys)), np.nan, np.float32)
    column = {key: number for number, key in enumerate(keys)}
    for number, (photo, index) in enumerate(rows):
        for key, value in observed[photo].copies[index].items():
            table[number, column[key]] = value
    np.savez_compressed(
        path,
        keys=np.array(keys),
        photos=np.array([photo for photo, _ in rows]),
        table=table,
        face=np.array([observed[photo].face for photo, _ in rows]),
        yaw=np.array([observed[photo].yaw for photo, _ in rows]),
    )


def load_features(folder: Path) -> dict[str, Observed]:
    """All shards of a folder, by photo."""
    observed: dict[str, Observed] = {}
    for path in sorted(folder.glob("*.npz")):
        for photo, face, yaw, copy in _shard_rows(path):
            observed.setdefault(photo, Observed(face, yaw)).copies.append(copy)
    return observed


def _shard_rows(path: Path) -> Iterator[tuple[str, bool, float, dict[str, float]]]:
    with np.load(path) as shard:
        keys = [str(key) for key in shard["keys"]]
        table = shard["table"].astype(np.float64)
        for number, photo in enumerate(shard["photos"]):
            known = ~np.isnan(table[number])
            copy = {key: float(value) for key, value, there in zip(keys, table[number], known, strict=True) if there}
            yield str(photo), bool(shard["face"][number]), float(shard["yaw"][number]), copy
