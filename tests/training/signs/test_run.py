"""A whole run on made-up faces: from labels to model, card, figures and comparison, through what the product loads."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch: Any = pytest.importorskip("torch", reason="needs the training group (make training)")
pytest.importorskip("onnx", reason="needs the training group (make training)")
pytest.importorskip("albumentations", reason="needs the training group (make training)")

from sesaclinic.errors import ServiceError  # noqa: E402 - after the skip
from sesaclinic.vision.signs import CARD, MODEL, SignModel  # noqa: E402
from sesaclinic.vision.signs.card import SignCard  # noqa: E402
from sesaclinic.vision.skin import Skin  # noqa: E402
from tests.training.signs.conftest import GRADED, LABELLED, House  # noqa: E402
from training.signs.compare import comparison_table  # noqa: E402
from training.signs.networks import SignNetwork  # noqa: E402
from training.signs.run import Run, install  # noqa: E402
from training.signs.trainer import Recipe  # noqa: E402

SMALL = Recipe(architecture="mobilenetv2-s16", scale=0.25, batch=4, workers=0, threads=1)


def _run(house: House, folder: Path, recipe: Recipe = SMALL) -> Run:
    return Run(recipe, house.data, folder, house.canvases, house.measurements, None, "7", compare_only=True)


@pytest.fixture(scope="module")
def finished(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run at the product's own size."""
    folder = tmp_path_factory.mktemp("runs") / "whole"
    replace(_run(house, folder, replace(SMALL, scale=1.0)), compare_only=False).train()
    return folder


def test_a_run_ends_in_a_model_and_card_that_the_product_loads(finished: Path, face: Skin, tmp_path: Path) -> None:
    install(finished, tmp_path)
    model = SignModel.installed(tmp_path)
    assert model is not None
    reading = model.read(face)
    assert model.card.version == "7"
    assert set(reading.grades) >= {"redness", "wrinkles", "pores"}
    assert set(reading.skin_types) == {"face", "closeup"}
    assert all(np.isfinite(value) for value in (*reading.grades.values(), *reading.signs.values()))


def test_the_card_tells_people_how_the_model_was_made(finished: Path) -> None:
    card = SignCard.read(finished / CARD)
    assert card.training["photos"] == {"made": LABELLED + GRADED}
    assert card.training["licences"] == ["CC0"]
    assert card.training["command"] == "sesaclinic train signs"
    assert set(card.metrics) == {"test", "cross-validated"}


def test_what_too_few_photos_know_is_not_fused(finished: Path) -> None:
    card = SignCard.read(finished / CARD)
    assert card.grades == {}  # fourteen graded faces are too few
    assert set(card.signs) == {"redness", "wrinkles", "pores", "dark_circles", "blackhead", "pigmentation"}


def test_signs_of_photos_it_has_not_seen_are_told_apart_where_they_can_be(finished: Path) -> None:
    results = json.loads((finished / "results.json").read_text())
    redness = results["cross-validated"]["signs"]["redness"]
    assert redness["n"] == LABELLED
    assert redness["auc"] > 0.8
    assert redness["majority"] == 0.5
    assert redness["auc_interval"][0] <= redness["auc"] <= redness["auc_interval"][1]


def test_networks_inputs_and_measurements_stand_in_one_table(house: House, tmp_path: Path) -> None:
    _run(house, tmp_path / "grey", replace(SMALL, variant="greyscale")).train()
    _run(house, tmp_path / "colour science", replace(SMALL, architecture="measurements")).train()
    header, _, grey, measured = comparison_table([tmp_path / "grey", tmp_path / "colour science"]).splitlines()
    assert "accuracy train / validation" in header
    assert "majority" in header
    assert "| mobilenetv2-s16 | greyscale 96×116 | heads only |" in grey
    assert "| measurements | colour and texture measures |" in measured


def test_a_second_call_makes_no_feature_again(
    house: House, finished: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a feature was computed twice")

    monkeypatch.setattr(SignNetwork, "features", never)
    features = tmp_path / "features"
    features.mkdir()
    for shard in (finished / "features").iterdir():
        (features / shard.name).write_bytes(shard.read_bytes())
    monkeypatch.setattr(Run, "_export", lambda _, __: {})
    results = _run(house, tmp_path).train()
    assert json.loads(results.read_text())["comparison"]["train"]["photos"] > 0


def test_a_fine_tuned_run_draws_its_losses_and_tells_its_epochs(house: House, tmp_path: Path) -> None:
    run = replace(_run(house, tmp_path, replace(SMALL, epochs=1, frozen_epochs=0)), fine_tune=True)
    results = json.loads(run.train().read_text())
    assert results["epochs"] == 1
    assert (tmp_path / "curve.png").exists()
    assert (tmp_path / "best.pt").exists()


def test_a_run_that_looks_at_other_pictures_is_not_installed(house: House, tmp_path: Path) -> None:
    _run(house, tmp_path / "small").train()
    with pytest.raises(ServiceError, match="model_invalid"):
        install(tmp_path / "small", tmp_path / "assets")
    assert not (tmp_path / "assets" / MODEL).exists()
