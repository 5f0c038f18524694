"""The fairness report: who is in which group, what counts as an alarm, and how far two groups are apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sesaclinic.cli import app
from sesaclinic.evaluation.fairness import Face, report, stated, tone_of
from tests import photos


def _face(tone: str, red: bool, truth: bool | None = None, **groups: str) -> Face:
    known = {} if truth is None else {"redness": truth}
    return Face({"tone": tone, **groups}, red, known, dict.fromkeys(known, red), 0.0 if known else None, {"pores": 80})


@pytest.mark.parametrize(
    ("angle", "tone"),
    [(60, "very light"), (48, "light"), (35, "intermediate"), (20, "tan"), (0, "brown"), (-45, "dark")],
)
def test_skin_tone_comes_in_six_classes(angle: float, tone: str) -> None:
    assert tone_of(angle) == tone


@pytest.mark.parametrize(
    ("quality", "person"),
    [
        ("age-proxy age=61 sex=1 ethnicity=3", {"age": "50 and over", "sex": "female", "ethnicity": "Indian"}),
        ("age=29", {"age": "under 30"}),
        ("sex=7 ethnicity=9", {}),
        ("curated", {}),
    ],
)
def test_a_person_is_what_the_source_states_and_nothing_else(quality: str, person: dict[str, str]) -> None:
    assert stated(quality) == person


def test_alarms_on_faces_labelled_red_are_not_counted_against_a_group() -> None:
    faces = [
        _face("light", True, True),
        _face("light", True, False),
        _face("light", False, False),
        _face("light", True),
    ]
    light = report(faces)["groups"]["tone"]["light"]
    assert light["faces"] == 4
    assert light["false_alarms"]["n"] == 2
    assert light["false_alarms"]["share"] == 0.5
    assert light["alarms"] == {"n": 3, "share": pytest.approx(2 / 3, abs=1e-4), "interval": None}
    assert light["errors"]["share"] == pytest.approx(1 / 3, abs=1e-4)


def test_the_difference_is_dark_minus_light_in_points() -> None:
    light = [_face("light", number < 2, False) for number in range(20)]
    dark = [_face("brown", number < 6, False) for number in range(20)]
    alarms = report(light + dark)["redness_alarms"]
    assert alarms["light"]["share"] == 0.1
    assert alarms["dark"]["share"] == 0.3
    assert alarms["points"] == pytest.approx(20)
    assert alarms["interval"][0] < 20 < alarms["interval"][1]


def test_nothing_is_said_of_a_group_that_nobody_is_in() -> None:
    result = report([_face("light", False, False)])
    assert set(result["groups"]["tone"]) == {"light"}
    assert result["groups"]["sex"] == {}
    assert result["redness_alarms"]["points"] is None


def test_the_command_reports_the_portrait_in_its_groups(tmp_path: Path) -> None:
    (tmp_path / "me.jpg").write_bytes(photos.jpeg())
    rows = ["photo,task,label,quality", "me.jpg,redness,no,age=41 sex=1 ethnicity=0", "lost.jpg,redness,no,sex=0"]
    (tmp_path / "labels.csv").write_text("\n".join(rows))
    arguments = ["evaluate", "fairness", "--labels", str(tmp_path / "labels.csv"), "--photos", str(tmp_path)]
    printed = CliRunner().invoke(app, [*arguments, "--json"])
    assert printed.exit_code == 0, printed.output
    result: dict[str, Any] = json.loads(printed.stdout)
    assert result["faces"] == 1
    assert result["refused"] == {"photo_not_found": 1}
    assert result["groups"]["sex"]["female"]["false_alarms"]["n"] == 1
    assert 0 <= result["groups"]["age"]["30–49"]["scores"]["wrinkles"] <= 100
    table = CliRunner().invoke(app, arguments).stdout.splitlines()
    assert table[0].startswith("| by | group | faces | redness alarms |")
    assert any(line.startswith("| ethnicity | White | 1 |") for line in table)
