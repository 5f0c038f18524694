"""The training loop on a handful of canvases: it learns, and a cut-off run ends where an uncut one does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch: Any = pytest.importorskip("torch", reason="needs the training group (make training)")
pytest.importorskip("onnx", reason="needs the training group (make training)")
pytest.importorskip("albumentations", reason="needs the training group (make training)")

from sesaclinic.vision.signs.sites import SHAPE  # noqa: E402 - after the skip
from tests.training.signs.conftest import GRADED, House  # noqa: E402
from training.signs.augment import VARIANTS, as_variant  # noqa: E402
from training.signs.canvases import CanvasStore  # noqa: E402
from training.signs.curve import draw_curve  # noqa: E402
from training.signs.dataset import CanvasDataset, View  # noqa: E402
from training.signs.manifest import TARGETS, Sample, read_samples  # noqa: E402
from training.signs.trainer import Recipe, Trainer  # noqa: E402

RECIPE = Recipe(
    architecture="mobilenetv2-s16", scale=0.25, epochs=2, batch=4, frozen_epochs=1, patience=9, workers=0, threads=1
)


@pytest.fixture(scope="module")
def parts(house: House) -> tuple[list[Sample], list[Sample]]:
    samples = read_samples(house.data, own_grades=None)[-GRADED:]
    return samples[:10], samples[10:]


def _trainer(house: House, folder: Path, recipe: Recipe = RECIPE) -> Trainer:
    return Trainer(recipe, folder, CanvasStore(house.canvases), TARGETS)


def test_a_cut_off_run_ends_where_an_uncut_one_does(
    house: House, parts: tuple[list[Sample], list[Sample]], tmp_path: Path
) -> None:
    whole = _trainer(house, tmp_path / "whole")
    whole.fit(*parts)
    cut = _trainer(house, tmp_path / "cut")
    cut.prepare(*parts)
    cut.run_epoch()
    resumed = _trainer(house, tmp_path / "cut")
    assert resumed.epoch == 1
    resumed.fit(*parts)
    for name, tensor in whole.network.state_dict().items():
        assert torch.equal(tensor, resumed.network.state_dict()[name]), name
    assert [row["validation"] for row in whole.history] == [row["validation"] for row in resumed.history]
    draw_curve(whole.history, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").stat().st_size > 5000


def test_frozen_layers_do_not_move_and_the_others_do(
    house: House, parts: tuple[list[Sample], list[Sample]], tmp_path: Path
) -> None:
    trainer = _trainer(house, tmp_path, replace(RECIPE, frozen_epochs=0, frozen_layers=4, epochs=1))
    before = {name: tensor.clone() for name, tensor in trainer.network.state_dict().items()}
    trainer.fit(*parts)
    after = trainer.network.state_dict()
    frozen = [name for name in before if name.startswith(("trunk.features.0.", "trunk.features.3."))]
    assert all(torch.equal(before[name], after[name]) for name in frozen)
    assert not torch.equal(before["trunk.features.13.conv.0.0.weight"], after["trunk.features.13.conv.0.0.weight"])


def test_a_run_without_validation_photos_is_refused(house: House, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no photo on one side"):
        _trainer(house, tmp_path).fit(read_samples(house.data, own_grades=None), [])


def test_training_sees_two_nuisances_of_a_photo_and_the_same_ones_again_next_time(house: House) -> None:
    samples, store = read_samples(house.data, own_grades=None)[:2], CanvasStore(house.canvases)

    def look(epoch: int) -> tuple[Any, Any]:
        dataset = CanvasDataset(samples, store, TARGETS, View(augmented=True, seed=5))
        dataset.epoch = epoch
        images, weights, _, _ = dataset[1]
        return images, weights

    images, weights = look(0)
    assert images.shape == (2, 3, 464, 384)
    assert weights.shape == (2, *SHAPE)
    assert not torch.equal(images[0], images[1])
    assert torch.equal(images, look(0)[0])
    assert not torch.equal(images, look(1)[0])


def test_validation_sees_photos_as_they_are(house: House) -> None:
    samples, store = read_samples(house.data, own_grades=None)[:1], CanvasStore(house.canvases)
    images, _, _, _ = CanvasDataset(samples, store, TARGETS, View())[0]
    kept = store.pixels(store.entries[samples[0].photo, 0])
    assert np.array_equal(images[0].permute(1, 2, 0).numpy(), kept)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_input_variant_keeps_the_shape(house: House, variant: Any) -> None:
    store = CanvasStore(house.canvases)
    pixels = store.pixels(next(iter(store.entries.values())))
    shown = as_variant(pixels, variant)
    assert shown.shape == pixels.shape
    if variant == "greyscale":
        assert (np.ptp(shown, axis=2) == 0).all()
    assert np.array_equal(shown, pixels) == (variant == "original")
