"""`evaluate lesions` on made-up photos and a made-up network: which photos count, and what stands in the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from sesaclinic.errors import DocumentError, PhotoError
from sesaclinic.evaluation.lesion_sheet import overlay_sheet
from sesaclinic.evaluation.lesions import FaceBox, look_at_all, read_lines, report
from sesaclinic.vision.detect import LesionCard, LesionDetector
from sesaclinic.vision.intake import Photo

SPOTS = {"acne": (255, 0, 0), "pigmentation": (0, 0, 255)}
CARD = LesionCard.model_validate(
    {
        "name": "lesions",
        "version": "test",
        "sha256": "",
        "labels": ["acne", "pigmentation", "psoriasis"],
        "input": {"colour": "RGB", "mean": [0, 0, 0], "std": [255, 255, 255], "stride": 32, "padding": 114},
        "scale": {"side": 640, "face_size": 460, "tile": 640, "overlap": 96, "max_upscale": 2.0},
        "flip": False,
        "merge_iou": 0.55,
        "thresholds": {
            label: {"confidence": 0.4, "false_alarms": 0.1} for label in ("acne", "pigmentation", "psoriasis")
        },
        "reference_label_sets": {"acne": "acne04-v1"},
        "licence": "AGPL-3.0",
        "training": {},
        "metrics": {},
    }
)


def network(image: NDArray[np.float32]) -> NDArray[np.float32]:
    """Boxes red rectangles as acne and blue ones as pigmentation, 0.9 sure."""
    rows = []
    for label, channel in ((0, 0), (1, 2)):
        plain = (image[0, channel] > 0.8) & (image[0, 1] < 0.3) & (image[0, 2 - channel] < 0.3)
        _, _, stats, _ = cv2.connectedComponentsWithStats(plain.astype(np.uint8))
        for x, y, w, h, area in stats[1:]:
            if area > 20:
                scores = [0.9 if label == i else 0.0 for i in range(3)]
                rows.append([x + w / 2, y + h / 2, w, h, *scores])
    return np.array(rows or [[0.0] * 7], dtype=np.float32).T[None]


def pale_means_face(photo: Photo) -> FaceBox | None:
    """A face finder of a world where faces are pale and body skin is dark."""
    return (0, 0, photo.width, photo.height) if photo.pixels[0, 0, 1] > 150 else None


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    def draw(name: str, *spots: tuple[str, int, int], grey: int = 200) -> None:
        rgb = np.full((320, 640, 3), grey, np.uint8)
        for label, x, y in spots:
            rgb[y : y + 32, x : x + 32] = SPOTS[label]
        Image.fromarray(rgb).save(tmp_path / name)

    draw("acne.png", ("acne", 64, 64), ("acne", 320, 64))
    draw("freckles.png", ("pigmentation", 64, 64), ("acne", 320, 64))
    draw("clear.png")
    draw("clear_but_alarmed.png", ("acne", 64, 64))
    draw("knee.png", ("acne", 64, 64), grey=90)
    return tmp_path


def box(label: str, x: int, y: int) -> list[Any]:
    return [label, x / 640, y / 320, (x + 32) / 640, (y + 32) / 320]


def measured(photos: Path, *rows: dict[str, Any]) -> dict[str, Any]:
    file = photos / "boxes.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    lines = read_lines(file)
    looks = look_at_all(lines, photos, LesionDetector(network, CARD), pale_means_face)
    return report(lines, looks, CARD)


def test_lines_that_name_no_family_count_for_the_labels_they_contain(photos: Path) -> None:
    answer = measured(
        photos,
        {"photo": "acne.png", "boxes": [box("acne", 64, 64), box("acne", 320, 64)]},
        {"photo": "freckles.png", "boxes": [box("pigmentation", 64, 64)]},
    )
    assert answer["labels"]["acne"]["photos"] == 1  # the spot on freckles.png is unlabelled, not absent
    assert answer["labels"]["acne"]["map50"] == pytest.approx(1.0)
    assert answer["labels"]["pigmentation"]["map50"] == pytest.approx(1.0)
    assert "psoriasis" not in answer["labels"]
    assert "label_sets" not in answer


def test_the_report_has_the_contracts_keys(photos: Path) -> None:
    answer = measured(photos, {"photo": "acne.png", "boxes": [box("acne", 64, 64)]})
    contract = {"map50", "map50_95", "precision", "recall", "count_mae", "count_r", "photos"}
    assert contract <= set(answer["labels"]["acne"])
    assert answer["labels"]["acne"]["precision"] == pytest.approx(0.5)
    assert answer["labels"]["acne"]["recall"] == pytest.approx(1.0)
    assert answer["labels"]["acne"]["count_mae"] == pytest.approx(1.0)
    assert answer["labels"]["acne"]["count_r"] is None  # one photo has no correlation
    assert answer["clear_faces_boxes_per_photo"] is None


def test_a_photo_without_boxes_is_a_negative_for_every_label(photos: Path) -> None:
    answer = measured(
        photos,
        {"photo": "acne.png", "boxes": [box("acne", 64, 64), box("acne", 320, 64)]},
        {"photo": "clear_but_alarmed.png", "boxes": []},
    )
    assert answer["labels"]["acne"]["photos"] == 2
    assert answer["labels"]["acne"]["precision"] == pytest.approx(2 / 3, abs=1e-3)


def test_clear_faces_are_faces_without_boxes_and_nothing_else(photos: Path) -> None:
    answer = measured(
        photos,
        {"photo": "clear.png", "boxes": []},
        {"photo": "clear_but_alarmed.png", "boxes": []},
        {"photo": "knee.png", "boxes": []},
        {"photo": "acne.png", "boxes": [box("acne", 64, 64)]},
    )
    assert answer["clear_faces_boxes_per_photo"] == pytest.approx(0.5)


def test_families_that_disagree_are_kept_apart(photos: Path) -> None:
    answer = measured(
        photos,
        {"photo": "acne.png", "label_set": "acne04-v1", "boxes": [box("acne", 64, 64), box("acne", 320, 64)]},
        {"photo": "acne.png", "label_set": "acne04-v2", "boxes": [box("acne", 64, 64)]},
        {"photo": "knee.png", "label_set": "psoriasis-own", "boxes": []},
    )
    assert answer["labels"]["acne"]["photos"] == 1  # the headline is the card's reference family
    assert answer["labels"]["acne"]["precision"] == pytest.approx(1.0)
    assert answer["label_sets"]["acne04-v2"]["acne"]["precision"] == pytest.approx(0.5)
    assert answer["label_sets"]["psoriasis-own"] == {}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{", "line 1"),
        ('{"photo": "a.png"}', "line 1"),
        ('{"photo": "a.png", "boxes": []}\n{"photo": "a.png", "boxes": [["acne", 0.5, 0.1, 0.4, 0.2]]}', "line 2"),
        ('{"photo": "a.png", "boxes": [["acne", 0.5]]}', "line 1"),
        ("", "no lines"),
    ],
)
def test_a_bad_box_file_is_refused_with_its_line(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "boxes.jsonl").write_text(text)
    with pytest.raises(DocumentError) as caught:
        read_lines(tmp_path / "boxes.jsonl")
    assert caught.value.code == "file_invalid"
    assert place in caught.value.message("en")


def test_a_missing_file_and_a_missing_photo_are_named(photos: Path) -> None:
    with pytest.raises(DocumentError) as no_file:
        read_lines(photos / "nowhere.jsonl")
    assert no_file.value.code == "file_not_found"
    with pytest.raises(PhotoError) as no_photo:
        measured(photos, {"photo": "nowhere.png", "boxes": []})
    assert no_photo.value.code == "photo_not_found"


def test_the_sheet_draws_true_and_found_boxes(photos: Path) -> None:
    (photos / "boxes.jsonl").write_text(json.dumps({"photo": "acne.png", "boxes": [box("acne", 64, 64)]}))
    lines = read_lines(photos / "boxes.jsonl")
    looks = look_at_all(lines, photos, LesionDetector(network, CARD), pale_means_face)
    colours = {colour for _, colour in overlay_sheet(lines, looks, CARD, photos).getcolors(1 << 20) or ()}
    assert {(0xFF, 0xFF, 0xFF), (0x3D, 0xDC, 0x84)} <= colours
