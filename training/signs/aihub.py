"""Reader of AI-Hub 한국인 피부상태 측정 데이터 (dataSetSn 71645): faces of 1,100 Koreans, graded by dermatologists,
moisture and elasticity read by instruments.

The unpacked data set, as its archives and the loaders of its makers (github.com/leejeongho3214/NIA) have it:

    img/01/0001/0001_01_F.jpg              device / person / person_device_angle
    label/01/0001/0001_01_F_05.json        one file a region: 00 whole face, 01 forehead … 08 chin
      {"info": {"id", "gender", "age", "skin_type", …},
       "images": {"device", "angle", "facepart": 5, "bbox": [x0, y0, x1, y1] | null, …},
       "annotations": {"l_cheek_pore": 2, "l_cheek_pigmentation": 1} | null,
       "equipment": {"l_cheek_moisture": 61.3, "l_cheek_elasticity_R2": 0.64, …} | null}

A value the instrument could not read is "Er". The meaning of the skin-type numbers is not published with the files, so
they are not used. The photos may not be passed on; models trained on them name the data set in their card.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from training.signs.manifest import VALUES, Sample

SOURCE = "aihub-71645"
LICENCE = "AI-Hub 71645, terms of the Korean National Information Society Agency; not to be passed on"
#: Straight from the front: the mesh sees both cheeks, and every grade was given from there.
FRONT = "F"
#: Our grade, the regions it is read from, and the worst grade its files hold: wrinkles 0–6, the others 0–5.
_GRADED: dict[str, tuple[tuple[str, ...], int]] = {
    "wrinkles": (("forehead_wrinkle", "glabellus_wrinkle", "l_perocular_wrinkle", "r_perocular_wrinkle"), 6),
    "pores": (("l_cheek_pore", "r_cheek_pore"), 5),
    "pigmentation": (("forehead_pigmentation", "l_cheek_pigmentation", "r_cheek_pigmentation"), 5),
}
#: How the keys of an instrument's readings end.
_MEASURED = {"moisture": "_moisture", "elasticity": "_elasticity_R2"}


def read_aihub(root: Path) -> list[Sample]:
    """Every frontal photo with what was graded and measured. root: folder with img/ and label/.

    A face's grade is its worst region's, stretched to 0–3; an instrument's value is the mean of its sites, in parts of
    its full scale. A person is
    one group, whichever device took the photo. Photos come relative to root. Raises FileNotFoundError when root has no
    label/, ValueError for a file that is not of this shape.
    """
    labels = root / "label"
    if not labels.is_dir():
        raise FileNotFoundError(labels)
    samples = []
    for photo in sorted((root / "img").glob(f"*/*/*_{FRONT}.jp*g")):
        device, person = photo.parent.parent.name, photo.parent.name
        grades: dict[str, float] = {}
        measured: dict[str, float] = {}
        for path in sorted((labels / device / person).glob(f"{photo.stem}_*.json")):
            record = _read(path)
            grades |= dict(_numbers(record["annotations"]))
            measured |= dict(_numbers(record["equipment"]))
        truth = {**_grades(grades), **_values(measured)}
        if truth:
            samples.append(
                Sample(
                    photo=photo.relative_to(root).as_posix(),
                    source=SOURCE,
                    group=f"{SOURCE}:{person}",
                    truth=truth,
                    trust=dict.fromkeys(truth, 1.0),
                    quality=dict.fromkeys(truth, "dermatologist"),
                    licence=LICENCE,
                )
            )
    return samples


def _read(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8-sig"))
        return {part: record[part] or {} for part in ("annotations", "equipment")}
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path.name} is not a label of the data set: {error}") from error


def _numbers(part: Mapping[str, object]) -> Iterator[tuple[str, float]]:
    """What was read, without "Er" and null."""
    for key, value in part.items():
        if isinstance(value, int | float):
            yield key, float(value)


def _grades(grades: Mapping[str, float]) -> dict[str, float]:
    found = {}
    for name, (regions, worst) in _GRADED.items():
        known = [grades[region] for region in regions if region in grades]
        if known:
            found[f"grade.{name}"] = min(3.0, 3.0 * max(known) / worst)
    return found


def _values(measured: Mapping[str, float]) -> dict[str, float]:
    found = {}
    for name, ending in _MEASURED.items():
        known = [value for key, value in measured.items() if key.endswith(ending)]
        if known:
            found[f"value.{name}"] = sum(known) / len(known) / VALUES[name].full
    return found
