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

from training.measurements.data import SIGNS, TASKS, Graded, Labelled, read_grades, read_labels

GRADES = SIGNS
YES_NO = TASKS
SKIN_TYPES = ("dry", "normal", "oily", "combination")
#: A generated face teaches a network what skin looks like, and nobody what redness is: never judged by.
SYNTHETIC = "synthetic"
#: A second hand's grades of further faces from the same sources, in the columns of `grades.csv`: one pass by eye over
#: aligned faces of 320 px. On 30 faces of `grades.csv` mixed in among them, that hand's quadratic kappa with their two
#: raters was .69 shine, .74 redness, .73 pores, .90 wrinkles, .55 dark circles, .60 pigmentation; 78 % of skin types
#: were the same. They teach at half weight and never judge.
OWN_GRADES = Path(__file__).with_name("own_grades.csv")
OWN, _OWN_TRUST = "own", 0.5
#: A grade that leaves no doubt also teaches the yes/no sign of the same name.
CLEAR, _CLEAR_YES, _CLEAR_NO, _CLEAR_TRUST = "clear grade", 2.0, 0.5, 0.5
#: Skin types of unknown making: cross-validated, a head fitted on them told them apart with an AUC of .58, and made the
#: others worse. They are counted in figures and teach nothing.
WEAK_SKIN_TYPE = "skin_type.weak"

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


@dataclass(frozen=True)
class Instrument:
    """unit: of its readings. full: the reading that counts as 1 in training."""

    unit: str
    full: float


#: What instruments read, by what of the skin; only some data sets have them. The corneometer's units end at 120; R2 is
#: the cutometer's ratio of what springs back to what was drawn up.
VALUES = {"elasticity": Instrument("R2", 1.0), "moisture": Instrument("corneometer units", 120.0)}

TARGETS = (
    *(Target("grade", name) for name in GRADES),
    *(Target("sign", name) for name in YES_NO),
    # whole faces know their type by eye, close-ups by label; the two show different skin
    Target("skin_type", "face", len(SKIN_TYPES)),
    Target("skin_type", "closeup", len(SKIN_TYPES)),
)
VALUE_TARGETS = tuple(Target("value", name) for name in VALUES)


@dataclass(frozen=True)
class Sample:
    """One photo. truth: by target key: a grade 0–3, 0.0 or 1.0 for a sign, the number of a skin type, an instrument's
    reading in parts of its full scale. trust: 0–1 by target key. quality: how each label was made. person: age, sex and
    ethnicity where a source states them; read by the fairness report alone.
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
        return "graded" in self.quality.values()

    def judges(self, key: str) -> bool:
        """Whether its label counts in figures: made for this very target, of a real photo, not by our own hand."""
        return key in self.truth and not self.synthetic and self.quality[key] not in {OWN, CLEAR}

    def knows(self, key: str, value: float, trust: float, quality: str) -> Sample:
        """The same with one more label."""
        return replace(
            self,
            truth={**self.truth, key: value},
            trust={**self.trust, key: trust},
            quality={**self.quality, key: quality},
        )


def read_samples(data: Path, own_grades: Path | None = OWN_GRADES) -> list[Sample]:
    """Every photo of a data folder, sorted by name. own_grades: further grades of its photos.

    Raises FileNotFoundError when a file is missing, KeyError or ValueError for a column or a value that is not one.
    """
    samples: dict[str, Sample] = {}
    licences = _licences(data / "labels.csv")
    for label in read_labels(data):
        fresh = Sample(
            label.photo, label.source, label.group, {}, {}, {}, licences[label.photo], _person(label.quality)
        )
        samples[label.photo] = _labelled(samples.get(label.photo, fresh), label)
    for graded in read_grades(data):
        # two raters' mean is trusted twice as much as one's
        samples[graded.photo] = _graded(samples.get(graded.photo), graded, graded.weight / 2, "graded")
    if own_grades is not None:
        for own in read_grades(data, own_grades):
            known = samples.get(own.photo)
            there = (data / "photos" / own.photo).exists()  # a clinic's own data has none of them
            if there and (known is None or not known.graded):
                samples[own.photo] = _graded(known, own, _OWN_TRUST, OWN)
    return [samples[photo] for photo in sorted(samples) if samples[photo].truth]


def with_groups(samples: Sequence[Sample], groups: Mapping[str, str]) -> list[Sample]:
    """The same samples under other group names. groups: old name to new."""
    return [replace(sample, group=groups.get(sample.group, sample.group)) for sample in samples]


def _labelled(sample: Sample, label: Labelled) -> Sample:
    quality = label.quality.split(" ")[0]
    if label.task == "skin_type":
        key = WEAK_SKIN_TYPE if quality == "weak" else "skin_type.closeup"
        return sample.knows(key, float(SKIN_TYPES.index(label.label)), label.weight, quality)
    if label.task in YES_NO:
        return sample.knows(f"sign.{label.task}", float(("no", "yes").index(label.label)), label.weight, quality)
    return sample  # eye bags: nothing in the product answers them


def _graded(known: Sample | None, graded: Graded, trust: float, quality: str) -> Sample:
    sample = known or Sample(graded.photo, graded.photo.split("/")[0], graded.group, {}, {}, {})
    for name, grade in graded.grades.items():
        if not 0 <= grade <= 3:
            raise ValueError(f"{graded.photo}: {name} is {grade}, grades are 0–3")
        sample = sample.knows(f"grade.{name}", grade, trust, quality)
        sign = f"sign.{name}"
        if name in YES_NO and sign not in sample.truth and (grade >= _CLEAR_YES or grade <= _CLEAR_NO):
            sample = sample.knows(sign, float(grade >= _CLEAR_YES), trust * _CLEAR_TRUST, CLEAR)
    if graded.skin_type:
        sample = sample.knows("skin_type.face", float(SKIN_TYPES.index(graded.skin_type)), trust, quality)
    return sample


def _person(quality: str) -> dict[str, str]:
    """What "age-proxy age=61 sex=1 ethnicity=3" says, by name; a number that is not one is left out."""
    return dict(re.findall(r"(\w+)=(\d{1,3})(?=\s|$)", quality))


def _licences(path: Path) -> dict[str, str]:
    with path.open(newline="", encoding="utf-8") as file:
        return {row["photo"]: row.get("licence") or "" for row in csv.DictReader(file)}
