"""Everything known about every labelled photo: the one table that splits, training and reports read.

`labels.csv`: photo, source, group, task, label, quality, licence; one row a label. `grades.csv`: photo and a column a
sign (0–3, halves allowed, empty is unknown), skin_type, raters. Most photos have one label; what nobody labelled is
unknown, never "no".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from training.measurements.data import SIGNS, TASKS, read_grades, read_labels

GRADES = SIGNS
YES_NO = TASKS
SKIN_TYPES = ("dry", "normal", "oily", "combination")
#: What instruments read; only some data sets have them.
VALUES = ("elasticity", "moisture")
#: A generated face teaches a network what skin looks like, and nobody what redness is: never judged by.
SYNTHETIC = "synthetic"

TargetKind = Literal["grade", "sign", "skin_type", "value"]


@dataclass(frozen=True)
class Target:
    """One thing a network answers. outputs: numbers it takes: one, or one a skin type."""

    kind: TargetKind
    name: str
    outputs: int = 1

    @property
    def key(self) -> str:
        return f"{self.kind}.{self.name}"


TARGETS = (
    *(Target("grade", name) for name in GRADES),
    *(Target("sign", name) for name in YES_NO),
    Target("skin_type", "skin_type", len(SKIN_TYPES)),
)


@dataclass(frozen=True)
class Sample:
    """One photo. truth: by target key: a grade 0–3, 0.0 or 1.0 for a sign, the number of a skin type, an instrument's
    value. trust: 0–1 by target key. quality: how each label was made. person: age, sex and ethnicity where a source
    states them; read by the fairness report alone.
    """

    photo: str
    source: str
    group: str
    truth: Mapping[str, float]
    trust: Mapping[str, float]
    quality: Mapping[str, str]
    licence: str = ""
    person: Mapping[str, str] = field(default_factory=dict)

    @property
    def synthetic(self) -> bool:
        return SYNTHETIC in self.quality.values()

    @property
    def graded(self) -> bool:
        return any(key.startswith("grade.") for key in self.truth)


def read_samples(data: Path) -> list[Sample]:
    """Every photo of a data folder, sorted by name.

    Raises FileNotFoundError when a file is missing, KeyError or ValueError for a column or a value that is not one.
    """
    samples: dict[str, Sample] = {}
    licences = _licences(data / "labels.csv")
    for label in read_labels(data):
        if label.task == "skin_type":
            key, value = "skin_type.skin_type", float(SKIN_TYPES.index(label.label))
        elif label.task in YES_NO:
            key, value = f"sign.{label.task}", float(("no", "yes").index(label.label))
        else:
            continue  # eye bags: nothing in the product answers them
        fresh = Sample(label.photo, label.source, label.group, {}, {}, {}, licences.get(label.photo, ""))
        sample = samples.get(label.photo, fresh)
        if person := _person(label.quality):
            sample = replace(sample, person=person)
        samples[label.photo] = _with(sample, key, value, label.weight, label.quality.split(" ")[0])
    for graded in read_grades(data):
        fresh = Sample(graded.photo, graded.photo.split("/")[0], graded.group, {}, {}, {})
        sample = samples.get(graded.photo, fresh)
        trust = graded.weight / 2  # two raters' mean is trusted twice as much as one's
        for sign, grade in graded.grades.items():
            if not 0 <= grade <= 3:
                raise ValueError(f"{graded.photo}: {sign} is {grade}, grades are 0–3")
            sample = _with(sample, f"grade.{sign}", grade, trust, "graded")
        if graded.skin_type:
            # an impression of the whole face outranks a label of unknown making
            sample = _with(sample, "skin_type.skin_type", float(SKIN_TYPES.index(graded.skin_type)), trust, "graded")
        samples[graded.photo] = sample
    return [samples[photo] for photo in sorted(samples)]


def with_groups(samples: Sequence[Sample], groups: Mapping[str, str]) -> list[Sample]:
    """The same samples under other group names. groups: old name to new."""
    return [replace(sample, group=groups.get(sample.group, sample.group)) for sample in samples]


def _with(sample: Sample, key: str, value: float, trust: float, quality: str) -> Sample:
    return replace(
        sample,
        truth={**sample.truth, key: value},
        trust={**sample.trust, key: trust},
        quality={**sample.quality, key: quality},
    )


def _person(quality: str) -> dict[str, str]:
    """What "age-proxy age=61 sex=1 ethnicity=3" says, by name; a number that is not one is left out."""
    return dict(re.findall(r"(\w+)=(\d{1,3})(?=\s|$)", quality))


def _licences(path: Path) -> dict[str, str]:
    with path.open(newline="", encoding="utf-8") as file:
        return {row["photo"]: row.get("licence") or "" for row in csv.DictReader(file)}
