"""The sign model at run time: card, network port and fusion, without the training group."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import sesaclinic
from sesaclinic.domain import Concern, RegionName
from sesaclinic.errors import ServiceError
from sesaclinic.vision.judgement import GradeJudgement, Judgement, SignJudgement
from sesaclinic.vision.signs import CARD, MODEL, SignModel, fuse, value_findings
from sesaclinic.vision.signs.card import SignCard
from sesaclinic.vision.signs.network import Reading, read_answers
from sesaclinic.vision.signs.sites import SHAPE, SITES, STRIDE, site_weights
from sesaclinic.vision.skin import Skin

SHIPPED = Path(sesaclinic.__file__).parent / "assets" / "models"
HEIGHT, WIDTH = (side * STRIDE for side in SHAPE[1:])


def _card(**changes: Any) -> SignCard:
    card: dict[str, Any] = {
        "name": "signs",
        "version": "1",
        "sha256": "",
        "licence": "CC0",
        "input": {"height": HEIGHT, "width": WIDTH, "stride": STRIDE, "sites": list(SITES)},
        "answers": [
            {"kind": "grade", "name": "redness", "outputs": 1},
            {"kind": "sign", "name": "redness", "outputs": 1},
            {"kind": "skin_type", "name": "face", "outputs": 4},
            {"kind": "value", "name": "moisture", "outputs": 1},
        ],
        "grades": {"redness": {"network": 0.5, "measurements": 0.5, "offset": 0.0, "cuts": [0.5, 1.5, 2.5]}},
        "signs": {
            "redness": {
                "face": {
                    "network": 1.0,
                    "measurements": 1.0,
                    "offset": 0.0,
                    "absent_below": 0.4,
                    "present_above": 0.6,
                }
            }
        },
        "skin_type": {
            "face": {"network": 1.0, "measurements": 0.0, "offsets": [0.0, 0.0, 0.0, 0.0], "certain_above": 0.35}
        },
        "training": {},
        "metrics": {},
    }
    return SignCard.model_validate(card | changes)


MEASURED = Judgement(
    {"dry": 0.1, "normal": 0.7, "oily": 0.1, "combination": 0.1},
    0.4,
    {"redness": SignJudgement(0.5, 0.3, 0.7), "pores": SignJudgement(0.2, 0.3, 0.7)},
    {Concern.REDNESS: GradeJudgement(1.0, (0.5, 1.5, 2.5)), Concern.PORES: GradeJudgement(2.0, (0.5, 1.5, 2.5))},
)
READING = Reading({"redness": 3.0}, {"redness": 2.0}, {"face": np.array([0.0, 0.0, 3.0, 0.0])}, {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / MODEL).write_bytes(b"weights")
    digest = hashlib.sha256(b"weights").hexdigest()
    (tmp_path / CARD).write_text(_card(sha256=digest).model_dump_json())
    return tmp_path


def test_answers_are_read_in_the_order_of_the_card() -> None:
    reading = read_answers(_card(), np.array([2.0, -1.0, 0.1, 0.2, 0.3, 0.4, 61.0]))
    assert reading.grades == {"redness": 2.0}
    assert reading.signs == {"redness": -1.0}
    assert reading.skin_types["face"].tolist() == [0.1, 0.2, 0.3, 0.4]
    assert reading.values == {"moisture": 61.0}


def test_the_network_sees_the_canvas_and_where_its_skin_is(skin: Skin) -> None:
    seen: list[tuple[NDArray[np.float32], NDArray[np.float32]]] = []

    def network(canvas: NDArray[np.float32], sites: NDArray[np.float32]) -> NDArray[np.float32]:
        seen.append((canvas, sites))
        return np.arange(7, dtype=np.float32)[None]

    reading = SignModel(network, _card()).read(skin)
    canvas, sites = seen[0]
    assert canvas.shape == (1, 3, HEIGHT, WIDTH)
    assert canvas.dtype == np.float32
    assert np.array_equal(canvas[0].transpose(1, 2, 0), skin.canvas.pixels)
    assert sites.shape == (1, *SHAPE)
    assert 0.1 < sites[0, 0].mean() < 0.9
    assert reading.grades == {"redness": 0.0}


def test_a_region_that_is_not_seen_has_no_weight(skin: Skin) -> None:
    without = dict(skin.masks)
    del without[RegionName.NOSE]
    weights = site_weights(without)
    assert weights[list(SITES).index("nose")].sum() == 0
    assert site_weights(skin.masks)[list(SITES).index("nose")].sum() > 0


def test_network_and_measurements_are_weighed_as_the_card_says() -> None:
    judged = fuse(MEASURED, READING, _card(), closeup=False, monochrome=False)
    assert judged.grades[Concern.REDNESS].value == pytest.approx(2.0)
    assert judged.grades[Concern.REDNESS].grade == 2
    assert judged.signs["redness"].probability == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert judged.signs["redness"].label == "present"
    assert judged.skin_type.label == "oily"


def test_what_the_card_does_not_fuse_stays_as_it_was_measured() -> None:
    judged = fuse(MEASURED, READING, _card(), closeup=False, monochrome=False)
    assert judged.grades[Concern.PORES] == MEASURED.grades[Concern.PORES]
    assert judged.signs["pores"] == MEASURED.signs["pores"]
    unfused = fuse(MEASURED, READING, _card(grades={}, signs={}, skin_type={}), closeup=False, monochrome=False)
    assert unfused == MEASURED


def test_redness_is_not_told_from_a_photo_without_colour() -> None:
    judged = fuse(MEASURED, READING, _card(), closeup=False, monochrome=True)
    assert judged.signs["redness"] == MEASURED.signs["redness"]
    assert judged.grades[Concern.REDNESS] == MEASURED.grades[Concern.REDNESS]


def test_a_close_up_gets_no_grade_from_the_network() -> None:
    judged = fuse(MEASURED, READING, _card(), closeup=True, monochrome=False)
    assert judged.grades == MEASURED.grades
    assert judged.signs == MEASURED.signs  # the card fuses faces only


@pytest.mark.parametrize("probability", [0.0, 1.0])
def test_a_certain_measurement_stays_finite(probability: float) -> None:
    certain = {"redness": SignJudgement(probability, 0.3, 0.7)}
    judged = fuse(Judgement(MEASURED.skin_type_shares, 0.4, certain, {}), READING, _card(grades={}), False, False)
    assert 0 <= judged.signs["redness"].probability <= 1


def test_a_folder_without_the_model_has_none(tmp_path: Path) -> None:
    assert SignModel.installed(tmp_path) is None


@pytest.mark.parametrize("missing", [MODEL, CARD])
def test_half_a_model_is_an_error(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(ServiceError, match="model_invalid"):
        SignModel.installed(folder)


def test_a_file_that_the_card_does_not_describe_is_an_error(folder: Path) -> None:
    (folder / MODEL).write_bytes(b"other weights")
    with pytest.raises(ServiceError, match="model_invalid"):
        SignModel.installed(folder)


def test_a_file_that_is_no_network_is_an_error(folder: Path) -> None:
    with pytest.raises(ServiceError, match="model_invalid"):
        SignModel.installed(folder)


@pytest.mark.parametrize(
    "change",
    [{"height": HEIGHT // 2}, {"width": WIDTH + STRIDE}, {"sites": ["face"]}],
    ids=["another height", "another width", "other regions"],
)
def test_a_model_for_other_canvases_is_an_error(folder: Path, change: dict[str, Any]) -> None:
    card = json.loads((folder / CARD).read_text())
    card["input"] |= change
    (folder / CARD).write_text(json.dumps(card))
    with pytest.raises(ServiceError, match="model_invalid"):
        SignModel.installed(folder)


def test_a_card_with_a_word_nobody_knows_is_an_error(folder: Path) -> None:
    card = json.loads((folder / CARD).read_text())
    (folder / CARD).write_text(json.dumps(card | {"skin_age": {}}))
    with pytest.raises(ServiceError, match="model_invalid"):
        SignModel.installed(folder)


def test_what_instruments_read_is_told_in_their_unit_with_the_share_who_have_less() -> None:
    deciles = tuple(0.1 * step for step in range(11))
    scales = {
        "elasticity": {"measure": "R2", "deciles": deciles, "network": 1.0, "offset": 0.1},
        "moisture": {
            "measure": "corneometer units",
            "deciles": tuple(120 * each for each in deciles),
            "network": 120.0,
            "offset": 0.0,
        },
    }
    card = SignCard.model_validate_json(_card().model_copy(update={"values": scales}).model_dump_json(warnings=False))
    found = list(value_findings(card, replace(READING, values={"elasticity": 0.6, "moisture": 0.25})))
    assert [(each.concern, each.region) for each in found] == [
        (Concern.ELASTICITY, RegionName.FACE),
        (Concern.MOISTURE, RegionName.FACE),
    ]
    assert [(each.value, each.unit, each.score) for each in found] == [
        (0.7, "R2", 70.0),
        (30.0, "corneometer units", 25.0),
    ]
    assert {each.grade for each in found} == {None}  # nobody graded them


def test_a_head_that_the_card_gives_no_scale_says_nothing() -> None:
    assert list(value_findings(_card(), replace(READING, values={"moisture": 0.5}))) == []


def test_the_shipped_model_does_not_pretend_to_measure_what_needs_an_instrument() -> None:
    card = SignCard.read(SHIPPED / CARD)
    assert card.values == {}
    assert not any(answer.kind == "value" for answer in card.answers)
