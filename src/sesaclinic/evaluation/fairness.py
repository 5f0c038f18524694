"""Whether the product serves all faces alike: scores, errors and alarms by skin tone, sex, age and ethnicity.

Skin tone is our own measurement: the individual typology angle in the six classes of Chardon 1991 (as Del Bino 2013
names them). Sex, age and ethnicity are what a source states of a photo, in the "quality" column of a label file
("age=61 sex=1 ethnicity=3", the codes of UTKFace); they are never estimated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import Concern, RegionName
from sesaclinic.evaluation.labelled import examine_all, read_csv
from sesaclinic.evaluation.statistics import interval, rounded
from sesaclinic.vision import Analyzer, Examination

#: Least angle of each class in degrees, lightest first.
TONES = {"very light": 55.0, "light": 41.0, "intermediate": 28.0, "tan": 10.0, "brown": -30.0, "dark": -np.inf}
LIGHT, DARK = ("very light", "light", "intermediate"), ("tan", "brown", "dark")
ETHNICITIES = ("White", "Black", "Asian", "Indian", "other")
SEXES = ("male", "female")
#: Ends of the age groups: before wrinkles, while they come, after.
_AGES = ((30, "under 30"), (50, "30–49"), (200, "50 and over"))
SCORES = (Concern.REDNESS, Concern.WRINKLES, Concern.PORES, Concern.DARK_CIRCLES, Concern.PIGMENTATION, Concern.SHINE)
_TASKS = ("redness", "wrinkles")


@dataclass(frozen=True)
class Face:
    """groups: by attribute, those that are known. red: whether redness is said to be present. truth, said: of the
    labelled tasks, yes or no. uncertain: share of those tasks about which nothing is said.
    """

    groups: Mapping[str, str]
    red: bool
    truth: Mapping[str, bool]
    said: Mapping[str, bool]
    uncertain: float | None
    scores: Mapping[str, float]


def evaluate_fairness(analyzer: Analyzer, labels: Path, photos: Path, limit: int | None = None) -> dict[str, Any]:
    """Every group of every attribute. labels: CSV photo,task,label and optionally quality. limit: first photos only.

    Returns {"groups": {attribute: {group: figures}}, "redness_alarms": {"light", "dark", "points", "interval"},
    "faces", "refused"}. An alarm is redness said to be present on a face nobody labelled red; a false alarm one on a
    face labelled not red. errors: share of the yes/no labels (redness, wrinkles) whose likelier answer is wrong.
    points: dark minus light, of the false alarms, in percentage points. Close-ups are left out.
    """
    rows = read_csv(labels, {"photo", "task", "label"})
    names = list(dict.fromkeys(row["photo"] for row in rows))[:limit]
    examined = examine_all(analyzer, photos, names)
    by_photo: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_photo.setdefault(row["photo"], []).append(row)
    faces = [
        face_of(examination, by_photo[photo])
        for photo, examination in examined.examinations.items()
        if examination.analysis.face.box is not None
    ]
    return report(faces) | {"refused": examined.refused}


def face_of(examination: Examination, rows: Iterable[Mapping[str, str]]) -> Face:
    """What the report needs of one photo. rows: its lines of the label file."""
    analysis = examination.analysis
    truth: dict[str, bool] = {}
    person: dict[str, str] = {}
    for row in rows:
        person |= stated(row.get("quality") or "")
        if row["task"] in _TASKS and row["label"] in {"yes", "no"}:
            truth[row["task"]] = row["label"] == "yes"
    signs = {task: examination.judgement.signs[task] for task in truth}
    whole = [f for f in analysis.findings if f.region == RegionName.FACE]
    angle = next((f.value for f in whole if f.concern == Concern.TONE), None)
    return Face(
        groups=person | ({} if angle is None else {"tone": tone_of(angle)}),
        red=analysis.redness.label == "present",
        truth=truth,
        said={task: sign.probability >= 0.5 for task, sign in signs.items()},
        uncertain=float(np.mean([sign.label == "uncertain" for sign in signs.values()])) if signs else None,
        scores={f.concern.value: f.score for f in whole if f.concern in SCORES and f.score is not None},
    )


def report(faces: Sequence[Face]) -> dict[str, Any]:
    """The figures of these faces."""
    order = {
        "tone": tuple(TONES),
        "ethnicity": ETHNICITIES,
        "sex": SEXES,
        "age": tuple(name for _, name in _AGES),
    }
    groups: dict[str, dict[str, Any]] = {}
    for attribute, names in order.items():
        members = {name: [face for face in faces if face.groups.get(attribute) == name] for name in names}
        groups[attribute] = {name: _figures(those) for name, those in members.items() if those}
    return {"groups": groups, "redness_alarms": _difference(faces), "faces": len(faces)}


def tone_of(angle: float) -> str:
    """Class of an individual typology angle in degrees."""
    return next(name for name, least in TONES.items() if angle > least)


def stated(quality: str) -> dict[str, str]:
    """What a source states of a person, by name; codes that mean nothing are left out."""
    found = {key: int(number) for key, number in re.findall(r"(age|sex|ethnicity)=(\d{1,3})(?=\s|$)", quality)}
    person = {}
    if "age" in found:
        person["age"] = next((name for end, name in _AGES if found["age"] < end), _AGES[-1][1])
    for key, names in (("sex", SEXES), ("ethnicity", ETHNICITIES)):
        if found.get(key, len(names)) < len(names):
            person[key] = names[found[key]]
    return person


def _figures(faces: Sequence[Face]) -> dict[str, Any]:
    unlabelled = _flags(face.red for face in faces if not face.truth.get("redness", False))
    innocent = _flags(face.red for face in faces if face.truth.get("redness") is False)
    wrong = _flags(face.said[task] != truth for face in faces for task, truth in face.truth.items())
    doubts = [face.uncertain for face in faces if face.uncertain is not None]
    return {
        "faces": len(faces),
        "alarms": _share(unlabelled),
        "false_alarms": _share(innocent),
        "errors": _share(wrong),
        "uncertain": rounded(np.mean(doubts)) if doubts else None,
        "scores": {
            concern.value: rounded(np.mean(known))
            for concern in SCORES
            if (known := [face.scores[concern.value] for face in faces if concern.value in face.scores])
        },
    }


def _difference(faces: Sequence[Face]) -> dict[str, Any]:
    """False redness alarms of dark and of light skin, and their difference in percentage points."""
    innocent = [face for face in faces if face.truth.get("redness") is False and "tone" in face.groups]
    dark = np.array([face.groups["tone"] in DARK for face in innocent], bool)
    red = np.array([face.red for face in innocent], bool)

    def points(rows: NDArray[np.int64]) -> float:
        ours, those = red[rows][dark[rows]], red[rows][~dark[rows]]
        return 100 * float(ours.mean() - those.mean()) if len(ours) and len(those) else float("nan")

    known = dark.any() and not dark.all()
    return {
        "light": _share(red[~dark]),
        "dark": _share(red[dark]),
        "points": rounded(points(np.arange(len(red)))) if known else None,
        "interval": interval(len(red), points) if known else None,
    }


def _share(flags: NDArray[np.bool_]) -> dict[str, Any]:
    """Count, share and its 95 % interval."""
    if not len(flags):
        return {"n": 0, "share": None, "interval": None}
    bounds = interval(len(flags), lambda rows: float(flags[rows].mean()))
    return {"n": len(flags), "share": rounded(flags.mean()), "interval": bounds}


def _flags(values: Iterable[bool]) -> NDArray[np.bool_]:
    return np.array(list(values), bool)
