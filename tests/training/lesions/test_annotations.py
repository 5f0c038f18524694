"""Labels of the field's annotation tools: read, written, checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from sesaclinic.cli import app
from sesaclinic.errors import DocumentError
from training.lesions.annotations import (
    FORMATS,
    Annotation,
    AnnotationError,
    preview_sheet,
    read,
    read_lines,
    validate,
    write,
    write_lines,
)
from training.lesions.records import Box, read_boxes

DRAWN = (
    Annotation("first.jpg", 640, 480, (Box("acne", 0.1, 0.2, 0.15, 0.25), Box("pigmentation", 0.5, 0.5, 0.75, 0.625))),
    Annotation("patient/second.png", 333, 500, (Box("psoriasis", 0.0, 0.0, 1.0, 1.0),)),
    Annotation("clear.jpg", 320, 320, ()),
)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    for annotation in DRAWN:
        file = folder / annotation.photo
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (annotation.width, annotation.height), "#c99a85").save(file)
    return folder


def labels_of(name: str, tmp_path: Path) -> Path:
    return tmp_path / ("labels.json" if name == "coco" else "labels")


def same(found: list[Annotation], expected: tuple[Annotation, ...]) -> None:
    ours = {annotation.photo: annotation for annotation in found}
    assert set(ours) == {annotation.photo for annotation in expected}
    for annotation in expected:
        other = ours[annotation.photo]
        assert (other.width, other.height) == (annotation.width, annotation.height)
        assert [b.label for b in other.boxes] == [b.label for b in annotation.boxes]
        for a, b in zip(other.boxes, annotation.boxes, strict=True):
            assert (a.x0, a.y0, a.x1, a.y1) == pytest.approx((b.x0, b.y0, b.x1, b.y1), abs=1e-4)


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_format_writes_it_reads_back(name: str, photos: Path, tmp_path: Path) -> None:
    labels = labels_of(name, tmp_path)
    write(name, DRAWN, labels)
    same(read(name, labels, photos), DRAWN)


def test_our_box_file_feeds_training(photos: Path, tmp_path: Path) -> None:
    write_lines(DRAWN, tmp_path / "boxes.jsonl", "clinic")
    same(read_lines(tmp_path / "boxes.jsonl", photos), DRAWN)
    records = read_boxes(tmp_path / "boxes.jsonl")
    assert [record.group for record in records] == ["clinic:first.jpg", "clinic:patient", "clinic:clear.jpg"]
    assert all(len(record.annotated) == 3 for record in records)


def test_a_ybat_export_is_read_with_the_clinics_own_class_names(photos: Path, tmp_path: Path) -> None:
    labels = tmp_path / "ybat"
    labels.mkdir()
    (labels / "classes.txt").write_text("여드름\n색소\n", encoding="utf-8")
    (labels / "first.txt").write_text("0 0.125 0.225 0.05 0.05\n1 0.625 0.5625 0.25 0.125\n")
    same(read("yolo", labels, photos, {"여드름": "acne", "색소": "pigmentation"}), DRAWN[:1])


def test_voc_boxes_of_a_resized_copy_land_on_the_photo(photos: Path, tmp_path: Path) -> None:
    labels = tmp_path / "voc"
    write("voc", [Annotation("first.jpg", 320, 240, DRAWN[0].boxes)], labels)
    same(read("voc", labels, photos), DRAWN[:1])


def test_labelme_polygons_and_circles_become_the_box_around_them(photos: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labelme"
    labels.mkdir()
    shapes = [
        {"label": "acne", "shape_type": "polygon", "points": [[64, 100], [96, 96], [80, 120]]},
        {"label": "acne", "shape_type": "circle", "points": [[320, 240], [320, 264]]},
        {"label": "acne", "shape_type": "point", "points": [[5, 5]]},
    ]
    (labels / "first.json").write_text(json.dumps({"shapes": shapes, "imageWidth": 640, "imageHeight": 480}))
    polygon, circle = read("labelme", labels, photos)[0].boxes
    assert (polygon.x0, polygon.y0, polygon.x1, polygon.y1) == pytest.approx((0.1, 0.2, 0.15, 0.25))
    assert (circle.x0, circle.y0, circle.x1, circle.y1) == pytest.approx((0.4625, 0.45, 0.5375, 0.55))


@pytest.mark.parametrize(
    ("name", "file", "content", "expected"),
    [
        ("yolo", "first.txt", "0 0.5 0.5 0.1", "first.txt, line 1: expected 5 values"),
        ("yolo", "first.txt", "7 0.5 0.5 0.1 0.1", "class 7 is not among the 1"),
        ("yolo", "first.txt", "0 0.5 nan 0.1 0.1", "expected a finite number"),
        ("yolo", "nobody.txt", "0 0.5 0.5 0.1 0.1", "nobody: no photo of this name"),
        ("voc", "first.xml", "<annotation>", "first.xml: not XML"),
        ("voc", "first.xml", "<a><object><name>acne</name></object></a>", "first.xml, xmin: expected a number"),
        ("labelme", "first.json", "{}", "first.json: not labelme"),
    ],
)
def test_a_broken_label_file_is_named_with_its_place(  # noqa: PLR0917 - the table's columns
    name: str, file: str, content: str, expected: str, photos: Path, tmp_path: Path
) -> None:
    labels = tmp_path / "labels"
    labels.mkdir()
    (labels / "classes.txt").write_text("acne\n")
    (labels / file).write_text(content)
    with pytest.raises(AnnotationError, match=expected):
        read(name, labels, photos)


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (Box("pimple", 0.1, 0.1, 0.2, 0.2), "unknown label"),
        (Box("acne", 0.2, 0.1, 0.1, 0.2), "swapped"),
        (Box("acne", 0.1, 0.1, 0.103, 0.2), "too small"),
        (Box("acne", 0.9, 0.1, 1.1, 0.2), "outside"),
    ],
)
def test_a_wrong_box_is_reported_with_what_to_do(box: Box, expected: str) -> None:
    (problem,) = validate([Annotation("first.jpg", 640, 480, (box,))])
    assert expected in str(problem)
    assert "first.jpg" in str(problem)


def test_a_box_drawn_twice_and_a_photo_labelled_twice_are_reported() -> None:
    box = Box("acne", 0.1, 0.1, 0.2, 0.2)
    twice = Annotation("first.jpg", 640, 480, (box, Box("acne", 0.1, 0.1, 0.201, 0.2)))
    messages = [str(problem) for problem in validate([twice, twice])]
    assert sum("drawn twice" in message for message in messages) == 2
    assert sum("labelled twice" in message for message in messages) == 1


def test_good_labels_have_no_problems() -> None:
    assert validate(DRAWN) == []


def test_the_preview_shows_every_photo_with_its_boxes(photos: Path) -> None:
    sheet = preview_sheet(DRAWN, photos)
    colours = {colour for _, colour in sheet.getcolors(1 << 20) or ()}
    assert {(0x3D, 0xDC, 0x84), (0x40, 0xC4, 0xFF), (0xFF, 0xD7, 0x40)} <= colours


def test_the_command_turns_ybat_labels_into_a_box_file_and_a_sheet(photos: Path, tmp_path: Path) -> None:
    write("yolo", DRAWN, tmp_path / "ybat")
    out, sheet = tmp_path / "boxes.jsonl", tmp_path / "sheet.png"
    command = ["train", "annotations", str(tmp_path / "ybat"), "--photos", str(photos)]
    result = CliRunner().invoke(app, [*command, "--out", str(out), "--preview", str(sheet)])
    assert result.exit_code == 0, result.output
    assert "3 photos, 3 boxes, no problems" in result.output
    same(read_lines(out, photos), DRAWN)
    assert sheet.stat().st_size > 0


def test_the_command_refuses_labels_with_problems_and_writes_nothing(photos: Path, tmp_path: Path) -> None:
    write("yolo", [Annotation("first.jpg", 640, 480, (Box("pimple", 0.1, 0.1, 0.2, 0.2),))], tmp_path / "ybat")
    out = tmp_path / "boxes.jsonl"
    command = ["train", "annotations", str(tmp_path / "ybat"), "--photos", str(photos), "--out", str(out)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 3
    assert "first.jpg pimple: unknown label" in result.output
    assert not out.exists()


def test_the_command_names_a_file_it_cannot_read(photos: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = CliRunner().invoke(app, ["train", "annotations", str(tmp_path / "empty"), "--photos", str(photos)])
    assert isinstance(result.exception, DocumentError)
    assert result.exception.code == "file_invalid"
