"""Which photos a run trains on and which it is judged by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sesaclinic.vision.detect.card import LesionLabel
from training.lesions.records import Record, read_boxes, read_clear_faces, without_leaks

#: Families learned from. gjain paints single freckles where our own boxes circle a field of them; acne04-v2 and taufik
#: are kept for validation only: what disagrees is measured, not mixed in.
TRAINED_ON = ("acne04-v1", "khang", "psoriasis-own", "pigmentation-own", "dermx")
#: Faces with nothing to find, by source. All of rishik (generated and curated "no redness"), some young UTKFace.
CLEAR_FACES = {"rishik": 650, "utkface": 200}
#: The annotations each label is judged by, the only ones its thresholds are chosen on.
REFERENCE: Mapping[LesionLabel, str] = {
    "acne": "acne04-v1",
    "pigmentation": "pigmentation-own",
    "psoriasis": "psoriasis-own",
}


@dataclass(frozen=True)
class DataSet:
    """train: photos to learn from; val: every photo held back, clear faces included; folder: of the photos."""

    train: tuple[Record, ...]
    val: tuple[Record, ...]
    folder: Path


def read_data(root: Path, extra: Sequence[Path] = ()) -> DataSet:
    """Read `boxes.jsonl`, `labels.csv` and `photos/` below root. extra: further box files of photos in `photos/`.

    Raises FileNotFoundError when root lacks one, ValueError for a bad line.
    """
    records = read_boxes(root / "boxes.jsonl")
    own = [record for file in extra for record in read_boxes(file)]
    clear = read_clear_faces(root / "labels.csv", CLEAR_FACES)
    kept = list(without_leaks([*records, *own, *clear]))
    families = {*TRAINED_ON, "clear-face", *(record.label_set for record in own)}
    return DataSet(
        train=tuple(r for r in kept if r.split == "train" and r.label_set in families),
        val=tuple(r for r in kept if r.split == "val"),
        folder=root / "photos",
    )


def summary(records: Sequence[Record]) -> dict[str, dict[str, object]]:
    """Photos, boxes and licences by family, for the card."""
    families: dict[str, list[Record]] = {}
    for record in records:
        families.setdefault(record.label_set, []).append(record)
    return {
        family: {
            "photos": len(members),
            "boxes": sum(len(record.boxes) for record in members),
            "licences": sorted({record.licence for record in members if record.licence}),
        }
        for family, members in families.items()
    }
