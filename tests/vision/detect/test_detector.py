"""The detector around its network: decoding, tiles, thresholds, cards. The network here is a made-up one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sesaclinic.errors import ServiceError
from sesaclinic.vision.detect import LesionCard, LesionDetector

CARD = {
    "name": "lesions",
    "version": "test",
    "sha256": "",
    "labels": ["acne", "pigmentation", "psoriasis"],
    "input": {"colour": "RGB", "mean": [0, 0, 0], "std": [255, 255, 255], "stride": 32, "padding": 114},
    "scale": {"side": 640, "face_size": 460, "tile": 640, "overlap": 96, "max_upscale": 2.0},
    "flip": False,
    "merge_iou": 0.55,
    "thresholds": {
        "acne": {"confidence": 0.25, "false_alarms": 0.1},
        "pigmentation": {"confidence": 0.4, "false_alarms": 0.1},
        "psoriasis": {"confidence": 0.4, "false_alarms": 0.0},
    },
    "reference_label_sets": {},
    "licence": "AGPL-3.0",
    "training": {},
    "metrics": {},
}


class RedBlobs:
    """A network that boxes pure red rectangles, each reported with its own confidence."""

    def __init__(self, confidence: float = 0.9, label: int = 0) -> None:
        self.confidence, self.label = confidence, label
        self.sizes: list[tuple[int, int]] = []

    def __call__(self, image: NDArray[np.float32]) -> NDArray[np.float32]:
        import cv2  # noqa: PLC0415 - only here

        self.sizes.append((image.shape[3], image.shape[2]))
        red = (image[0, 0] > 0.8) & (image[0, 1] < 0.2)
        count, _, stats, _ = cv2.connectedComponentsWithStats(red.astype(np.uint8))
        output = np.zeros((1, 7, max(count - 1, 1)), np.float32)
        for i, (x, y, w, h, _) in enumerate(stats[1:]):
            output[0, :4, i] = (x + w / 2, y + h / 2, w, h)
            output[0, 4 + self.label, i] = self.confidence
        return output


def detector(network: RedBlobs, **changes: object) -> LesionDetector:
    return LesionDetector(network, LesionCard.model_validate({**CARD, **changes}))


def scene(width: int, height: int, *blobs: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    rgb = np.full((height, width, 3), 200, np.uint8)
    for x0, y0, x1, y1 in blobs:
        rgb[y0:y1, x0:x1] = (255, 0, 0)
    return rgb


def test_boxes_come_back_in_photo_pixels() -> None:
    (lesion,) = detector(RedBlobs()).detect(scene(1280, 960, (400, 300, 480, 360)))
    assert lesion.label == "acne"
    assert lesion.box == pytest.approx((400, 300, 480, 360), abs=3)


def test_a_mirrored_second_look_lands_on_the_same_place() -> None:
    (lesion,) = detector(RedBlobs(), flip=True).detect(scene(640, 480, (50, 60, 90, 100)))
    assert lesion.box == pytest.approx((50, 60, 90, 100), abs=2)


def test_lesions_below_their_labels_threshold_are_not_shown_but_are_ranked() -> None:
    unsure = detector(RedBlobs(confidence=0.4, label=1))
    photo = scene(640, 480, (50, 60, 90, 100))
    assert unsure.detect(photo) == []
    assert len(unsure.candidates(photo)) == 1
    assert len(detector(RedBlobs(confidence=0.4, label=0)).detect(photo)) == 1


def test_a_small_lesion_on_a_large_photo_survives_and_is_counted_once_across_tiles() -> None:
    network = RedBlobs()
    face = (900, 900, 1100, 1200)
    spots = [(1000 + 180 * i, 1200 + 210 * i, 1020 + 180 * i, 1220 + 210 * i) for i in range(5)]
    found = detector(network).detect(scene(3000, 4000, *spots), face)
    assert len(network.sizes) > 2
    assert len(found) == 5
    assert sorted(f.box[0] for f in found) == pytest.approx([s[0] for s in spots], abs=5)


def test_a_plaque_wider_than_a_tile_is_one_box() -> None:
    plaque = (700, 1000, 2200, 2300)
    found = detector(RedBlobs()).detect(scene(3000, 4000, plaque), (900, 900, 1100, 1200))
    assert len(found) == 1
    x0, y0, x1, y1 = found[0].box
    assert (x1 - x0) > 1300
    assert (y1 - y0) > 1100


def test_no_box_leaves_the_photo() -> None:
    (lesion,) = detector(RedBlobs()).detect(scene(500, 333, (480, 320, 500, 333)))
    assert lesion.box[2] <= 500
    assert lesion.box[3] <= 333


def test_a_clear_photo_has_no_lesions() -> None:
    assert detector(RedBlobs()).detect(scene(640, 640)) == []


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param({"labels": ["acne", "freckle", "psoriasis"]}, id="unknown label"),
        pytest.param({"thresholds": {"acne": {"confidence": 0.3, "false_alarms": 0.1}}}, id="threshold missing"),
        pytest.param({"sha256": "0" * 64}, id="another model's card"),
        pytest.param({"surprise": 1}, id="unknown field"),
    ],
)
def test_a_card_that_does_not_fit_is_refused(tmp_path: Path, damage: dict[str, object]) -> None:
    (tmp_path / "lesions.onnx").write_bytes(b"model")
    (tmp_path / "lesions.json").write_text(json.dumps({**CARD, **damage}))
    with pytest.raises(ServiceError) as caught:
        LesionDetector.load(tmp_path / "lesions.onnx", tmp_path / "lesions.json")
    assert caught.value.code == "model_invalid"


def test_a_file_that_is_no_model_is_refused_even_with_the_right_digest(tmp_path: Path) -> None:
    import hashlib  # noqa: PLC0415 - only here

    (tmp_path / "lesions.onnx").write_bytes(b"not a network")
    card = {**CARD, "sha256": hashlib.sha256(b"not a network").hexdigest()}
    (tmp_path / "lesions.json").write_text(json.dumps(card))
    with pytest.raises(ServiceError) as caught:
        LesionDetector.installed(tmp_path)
    assert caught.value.code == "model_invalid"


def test_without_a_model_there_is_no_detector(tmp_path: Path) -> None:
    assert LesionDetector.installed(tmp_path) is None
