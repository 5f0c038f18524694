"""The reader of AI-Hub's skin measurement data, on a made-up folder of its shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from training.signs.aihub import read_aihub


def _write(root: Path, person: str, region: int, given: tuple[Any, Any], device: str = "01") -> None:
    """given: annotations and equipment."""
    photo = root / "img" / device / person / f"{person}_{device}_F.jpg"
    photo.parent.mkdir(parents=True, exist_ok=True)
    photo.write_bytes(b"")
    label = root / "label" / device / person / f"{person}_{device}_F_{region:02}.json"
    label.parent.mkdir(parents=True, exist_ok=True)
    record = {
        "info": {"id": person, "gender": "F", "age": 41, "skin_type": 2},
        "images": {"device": 0, "angle": 0, "facepart": region, "bbox": [1, 2, 3, 4]},
        "annotations": given[0],
        "equipment": given[1],
    }
    label.write_text(json.dumps(record), encoding="utf-8-sig")


def test_grades_of_the_worst_region_and_the_mean_of_instruments_become_one_face(tmp_path: Path) -> None:
    _write(tmp_path, "0007", 1, ({"forehead_wrinkle": 3, "forehead_pigmentation": 1}, {"forehead_moisture": 60.0}))
    _write(tmp_path, "0007", 5, ({"l_cheek_pore": 2}, {"l_cheek_moisture": 72.0, "l_cheek_elasticity_R2": 0.6}))
    _write(tmp_path, "0007", 6, ({"r_cheek_pore": 5}, {"r_cheek_elasticity_R2": 0.8}))
    sample = read_aihub(tmp_path)[0]
    assert sample.photo == "img/01/0007/0007_01_F.jpg"
    assert sample.truth == pytest.approx(
        {
            "grade.wrinkles": 1.5,
            "grade.pores": 3.0,
            "grade.pigmentation": 0.6,
            "value.moisture": 0.55,
            "value.elasticity": 0.7,
        }
    )
    assert set(sample.quality.values()) == {"dermatologist"}
    assert "not to be passed on" in sample.licence


def test_what_no_instrument_could_read_is_unknown(tmp_path: Path) -> None:
    _write(tmp_path, "0008", 5, (None, {"l_cheek_moisture": "Er", "l_cheek_elasticity_R2": 0.5}))
    assert read_aihub(tmp_path)[0].truth == {"value.elasticity": 0.5}


def test_a_person_is_one_group_whichever_device_took_the_photo(tmp_path: Path) -> None:
    for device in ("01", "02"):
        _write(tmp_path, "0009", 5, ({"l_cheek_pore": 1}, None), device)
    samples = read_aihub(tmp_path)
    assert len(samples) == 2
    assert {sample.group for sample in samples} == {"aihub-71645:0009"}


def test_a_face_from_the_side_is_left_out(tmp_path: Path) -> None:
    _write(tmp_path, "0010", 5, ({"l_cheek_pore": 1}, None))
    frontal = tmp_path / "img" / "01" / "0010" / "0010_01_F.jpg"
    frontal.rename(frontal.with_name("0010_01_L30.jpg"))
    assert read_aihub(tmp_path) == []


def test_another_folder_or_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_aihub(tmp_path)
    _write(tmp_path, "0011", 5, ({"l_cheek_pore": 1}, None))
    next((tmp_path / "label").rglob("*.json")).write_text('{"boxes": []}')
    with pytest.raises(ValueError, match="not a label of the data set"):
        read_aihub(tmp_path)
