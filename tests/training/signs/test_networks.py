"""The registry of networks: every one builds, reads torchvision's checkpoints by key, and exports what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch: Any = pytest.importorskip("torch", reason="needs the training group (make training)")
pytest.importorskip("onnx", reason="needs the training group (make training)")

from sesaclinic.vision.signs.sites import SHAPE, SITES  # noqa: E402 - after the skip
from training.operators import provide_torchvision_operators  # noqa: E402
from training.signs import export  # noqa: E402
from training.signs.manifest import TARGETS  # noqa: E402
from training.signs.networks import NAMES, build  # noqa: E402
from training.signs.networks.trunks import BLUEPRINTS, build_trunk  # noqa: E402

SMALL = (116, 96)  # a quarter of the canvas
OUTPUTS = sum(target.outputs for target in TARGETS)


def test_the_registry_has_the_prototypes_networks_and_the_measurements() -> None:
    assert {"vgg16", "alexnet", "mobilenetv2", "measurements"} <= set(NAMES)


@pytest.mark.parametrize("name", list(BLUEPRINTS))
def test_every_network_builds_and_exports_the_answers_it_gives(name: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = build(name, TARGETS).eval()
    with torch.inference_mode():
        answers = network(torch.rand(1, 3, *SMALL) * 255, torch.ones(1, *SHAPE))
    assert answers.shape == (1, OUTPUTS)
    assert sum(length for _, length in network.pooling._blocks()) == network.head.in_features
    assert export.export_onnx(network, tmp_path / "signs.onnx", SMALL) < export.PARITY


def test_a_torchvision_checkpoint_is_taken_over_by_key(tmp_path: Path) -> None:
    provide_torchvision_operators()
    from torchvision import models  # noqa: PLC0415 - after its operators were declared

    source = models.alexnet(weights=None)
    torch.save(source.state_dict(), tmp_path / "alexnet.pth")
    trunk = build_trunk("alexnet", tmp_path / "alexnet.pth")
    for name, tensor in trunk.features.state_dict().items():
        assert torch.equal(tensor, source.features.state_dict()[name])


def test_a_checkpoint_of_something_else_does_not_pass_for_a_start(tmp_path: Path) -> None:
    torch.save({"decoder.weight": torch.zeros(3)}, tmp_path / "other.pth")
    with pytest.raises(ValueError, match=r"other\.pth holds no layer"):
        build_trunk("vgg16", tmp_path / "other.pth")


def test_a_region_is_pooled_over_its_own_skin() -> None:
    network = build("mobilenetv2-s16", TARGETS)
    tap = network.pooling.taps[0]
    maps = [torch.zeros(1, t.channels, SMALL[0] // t.stride + 1, SMALL[1] // t.stride) for t in network.pooling.taps]
    weights = torch.zeros(1, *SHAPE)
    nose = list(SITES).index("nose")
    weights[:, nose, 20:30, 20:30] = 1
    maps[0][..., maps[0].shape[2] * 25 // 58, maps[0].shape[3] * 25 // 48] = 5.0
    pooled = network.pooling(maps, weights)[0]
    means = pooled[: len(SITES) * tap.channels].view(len(SITES), tap.channels)
    assert (means[nose] > 0).all()
    assert torch.isnan(means[nose - 1]).all()  # a region that is not seen says so


def test_an_unseen_region_counts_as_average() -> None:
    network = build("mobilenetv2-s16", TARGETS).eval()
    features = np.random.default_rng(0).normal(3, 2, (50, network.pooling.length)).astype(np.float32)
    features[:10, :7] = np.nan
    network.standardise.fit(features)
    standard = network.standardise(torch.from_numpy(features)).numpy()
    assert (standard[:10, :7] == 0).all()
    assert abs(standard[10:, :7].mean()) < 1e-4
    assert np.abs(network.standardise(torch.full((1, network.pooling.length), 1e6)).numpy()).max() == pytest.approx(4)


def test_half_precision_weights_are_stored_in_half_the_bytes(tmp_path: Path) -> None:
    network = build("mobilenetv2-s16", TARGETS).eval()
    export.export_onnx(network, tmp_path / "signs.onnx", SMALL)
    full = sum(parameter.numel() * 4 for parameter in network.parameters())
    assert (tmp_path / "signs.onnx").stat().st_size < 0.7 * full


def test_an_export_that_answers_otherwise_is_refused(tmp_path: Path) -> None:
    network = build("mobilenetv2-s16", TARGETS).eval()
    export.export_onnx(network, tmp_path / "signs.onnx", SMALL)
    network.head.bias.data += 1.0
    with pytest.raises(ValueError, match="answers differ by"):
        export.parity(network, tmp_path / "signs.onnx", SMALL)
