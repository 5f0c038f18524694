"""A run with AI-Hub's data beside ours, on a made-up folder of its shape: elasticity and moisture reach the result."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

torch: Any = pytest.importorskip("torch", reason="needs the training group (make training)")
pytest.importorskip("onnx", reason="needs the training group (make training)")
pytest.importorskip("albumentations", reason="needs the training group (make training)")

import sesaclinic  # noqa: E402 - after the skip
from sesaclinic.domain import Concern, RegionName  # noqa: E402
from sesaclinic.settings import Settings, VisionSettings  # noqa: E402
from sesaclinic.vision.analyzer import Analyzer  # noqa: E402
from sesaclinic.vision.signs import CARD, SignModel  # noqa: E402
from sesaclinic.vision.signs.card import SignCard  # noqa: E402
from sesaclinic.vision.skin import Skin  # noqa: E402
from tests import photos  # noqa: E402
from tests.training.signs.conftest import MEASURES, House, redder  # noqa: E402
from training.measurements.data import Observed, save_shard  # noqa: E402
from training.signs.canvases import CanvasStore  # noqa: E402
from training.signs.measured import FURTHER  # noqa: E402
from training.signs.run import Run, install  # noqa: E402
from training.signs.trainer import Recipe  # noqa: E402

PEOPLE = 30
SHIPPED = Path(sesaclinic.__file__).parent / "assets" / "models"


@pytest.fixture(scope="module")
def aihub(house: House, face: Skin, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every second person is flushed, and by the instruments less elastic; moisture is drawn by lot."""
    root = tmp_path_factory.mktemp("aihub")
    rng = np.random.default_rng(3)
    store, measured = CanvasStore(house.canvases), {}
    for number in range(PEOPLE):
        person, flushed = f"{number:04}", number % 2
        name = f"img/01/{person}/{person}_01_F.jpg"
        (root / name).parent.mkdir(parents=True)
        cv2.imwrite(str(root / name), rng.integers(0, 256, (48, 48, 3), np.uint8))  # only compared with the others
        label = root / "label" / "01" / person / f"{person}_01_F_05.json"
        label.parent.mkdir(parents=True)
        elasticity = 0.7 - 0.3 * flushed + float(rng.normal(0, 0.02))
        record = {
            "annotations": {"l_cheek_pore": 4 * flushed},
            "equipment": {"l_cheek_elasticity_R2": elasticity, "l_cheek_moisture": float(rng.uniform(20, 90))},
        }
        label.write_text(json.dumps(record))
        store.add(name, iter([(0, redder(face, 30 * flushed + number // 8), 0.0)]))
        vector = {key: flushed + float(rng.normal(0, 1.5)) for key in MEASURES}
        measured[name] = Observed(True, 0.0, [vector])
    (house.measurements / FURTHER).mkdir(parents=True)
    save_shard(house.measurements / FURTHER / "000000.npz", measured)
    return root


@pytest.fixture(scope="module")
def models(house: House, aihub: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder: the shipped measurements, and the sign model of a run with AI-Hub's data."""
    folder = tmp_path_factory.mktemp("aihub-run")
    recipe = Recipe(batch=4, workers=0, threads=1)
    Run(recipe, house.data, folder / "run", house.canvases, house.measurements, None, "7", aihub=aihub).train()
    install(folder / "run", folder / "models")
    for name in ("measurements.json", "measurements.heads.json"):
        shutil.copyfile(SHIPPED / name, folder / "models" / name)
    return folder / "models"


def test_the_card_names_the_data_set_and_the_command(models: Path) -> None:
    training = SignCard.read(models / CARD).training
    assert training["photos"]["aihub-71645"] == PEOPLE  # type: ignore[index] # for people: the card leaves it untyped
    assert any("not to be passed on" in licence for licence in training["licences"])  # type: ignore[attr-defined]
    assert training["command"] == "sesaclinic train signs --aihub FOLDER"


def test_what_the_instrument_read_of_unseen_people_is_told_with_its_error_and_baseline(models: Path) -> None:
    crossed = SignCard.read(models / CARD).metrics["cross-validated"]
    elasticity = crossed["values"]["elasticity"]  # type: ignore[index]
    assert elasticity["n"] == PEOPLE
    assert elasticity["unit"] == "R2"
    assert elasticity["spearman"] > 0.5
    assert elasticity["error"] < elasticity["error_of_the_median"]


def test_the_face_gets_the_value_that_can_be_told_and_not_the_one_that_is_chance(models: Path) -> None:
    model = SignModel.installed(models)
    assert model is not None
    assert {answer.name for answer in model.card.answers if answer.kind == "value"} == {"elasticity", "moisture"}
    analyzer = Analyzer(Settings(vision=VisionSettings(models_dir=models)))
    analysis = analyzer.analyze(photos.jpeg(photos.portrait()), name="face")
    found = {f.concern: f for f in analysis.findings if f.concern in {Concern.ELASTICITY, Concern.MOISTURE}}
    assert set(found) == {Concern.ELASTICITY}
    elasticity = found[Concern.ELASTICITY]
    assert elasticity.region == RegionName.FACE
    assert elasticity.unit == "R2"
    assert elasticity.value is not None
    assert 0.3 < elasticity.value < 0.9
    assert elasticity.score is not None
    assert elasticity.grade is None


def test_without_the_data_set_no_head_is_made(house: House, tmp_path: Path) -> None:
    run = Run(Recipe(), house.data, tmp_path, house.canvases, house.measurements, None, "7")
    assert not any(target.kind == "value" for target in run.targets)
    assert any(target.kind == "value" for target in replace(run, aihub=tmp_path).targets)
