"""`sesaclinic analyze` and `evaluate` as a script sees them: lines on stdout, exit codes, help that teaches."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sesaclinic.cli import app
from sesaclinic.cli.report import report
from sesaclinic.domain import Analysis, Lang
from tests import photos
from tests.analyses import make_analysis


def _run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    (folder / "me.jpg").write_bytes(photos.jpeg())
    (folder / "cheek.jpg").write_bytes(photos.jpeg(photos.skin_closeup()))
    (folder / "diary.txt").write_text("오늘의 일기")
    (folder / "field.jpg").write_bytes(photos.jpeg(photos.landscape()))
    return folder


def test_each_photo_is_one_json_line_in_the_agreed_form(folder: Path) -> None:
    result = _run("analyze", str(folder / "me.jpg"), str(folder / "cheek.jpg"), "--json")
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["photo"] for line in lines] == [str(folder / "me.jpg"), str(folder / "cheek.jpg")]
    for line in lines:
        signs = {"skin_type", "redness", "wrinkles", "pores"}
        assert set(line) == {"photo", "face", "quality", *signs, "lesions", "findings", "models", "timings_ms"}
        Analysis.model_validate(line)
        assert line["timings_ms"]["total"] > 0
    assert lines[1]["face"] == {"box": None, "count": 0}


def test_a_refused_photo_says_why_and_the_others_are_still_analysed(folder: Path) -> None:
    names = [str(folder / name) for name in ("diary.txt", "field.jpg", "me.jpg", "gone.jpg")]
    result = _run("analyze", *names, "--json", "--lang", "en")
    assert result.exit_code == 3
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    codes = [line.get("error", {}).get("code") for line in lines]
    assert codes == ["photo_not_image", "no_face", None, "photo_not_found"]
    assert set(lines[0]["error"]) == {"code", "message", "hint"}
    assert lines[1]["error"]["message"] == "No face was found."


def test_people_read_words_and_errors_go_to_stderr(folder: Path) -> None:
    result = _run("analyze", str(folder / "me.jpg"), str(folder / "field.jpg"))
    assert result.exit_code == 3
    assert "피부 타입" in result.stdout
    assert "no_face" in result.stderr
    assert "no_face" not in result.stdout


@pytest.mark.parametrize(("lang", "redness"), [("en", "redness"), ("ja", "赤み"), ("zh", "泛红")])
def test_people_read_the_result_in_their_language(lang: Lang, redness: str) -> None:
    analysis = make_analysis().model_copy(update={"timings_ms": {"total": 312.4}})
    text = "\n".join(report(analysis, lang))
    assert redness in text
    assert "left_cheek" not in text
    assert "312 ms" in text


def test_a_photo_comes_from_stdin_too() -> None:
    result = _run("analyze", "-", "--json", "--framing", "face", stdin=photos.jpeg())
    assert result.exit_code == 0
    assert json.loads(result.stdout)["face"]["count"] == 1


@pytest.mark.parametrize("wrong", [["analyze"], ["analyze", "x.jpg", "--framing", "sideways"], ["evaluate", "signs"]])
def test_wrong_usage_exits_with_2(wrong: list[str]) -> None:
    assert _run(*wrong).exit_code == 2


def test_help_explains_the_output_and_gives_examples() -> None:
    text = _run("analyze", "--help").stdout
    for part in ("closeup", "strict", "Exit code", "HEIC", "sesaclinic analyze me.jpg", '"box": [x, y, w, h]'):
        assert part in text
    assert "repeatability" in _run("evaluate", "--help").stdout


def test_evaluation_commands_print_the_contract(folder: Path, tmp_path: Path) -> None:
    labels, grades = tmp_path / "labels.csv", tmp_path / "grades.csv"
    labels.write_text("photo,task,label\nme.jpg,wrinkles,no\ncheek.jpg,redness,no\nme.jpg,skin_type,normal\n")
    grades.write_text("photo,shine,redness,skin_type\nme.jpg,1,0.5,normal\nfield.jpg,1,,\n")
    signs = json.loads(_run("evaluate", "signs", "--labels", str(labels), "--photos", str(folder), "--json").stdout)
    keys = {"n", "auc", "balanced_accuracy", "accuracy", "macro_f1", "ece", "majority_accuracy", "uncertain_rate"}
    assert set(signs["tasks"]) == {"wrinkles", "redness", "skin_type"}
    assert all(keys <= set(row) for row in signs["tasks"].values())
    graded = json.loads(_run("evaluate", "grades", "--grades", str(grades), "--photos", str(folder), "--json").stdout)
    assert graded["skin_type"]["n"] == 1
    assert "signs" in graded


def test_a_label_file_without_the_columns_is_refused(folder: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("image,answer\nme.jpg,yes\n")
    result = _run("evaluate", "signs", "--labels", str(labels), "--photos", str(folder))
    assert result.exception is not None
    assert getattr(result.exception, "code", None) == "file_invalid"
