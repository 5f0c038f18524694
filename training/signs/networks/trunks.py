"""The convolutional parts of known networks, cut where their feature maps are read.

Each takes RGB as its ImageNet training did and loads torchvision's checkpoints by key name; what a checkpoint has
beyond the trunk (its classifier) is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from training.operators import provide_torchvision_operators

IMAGENET_MEAN, IMAGENET_STD = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)


@dataclass(frozen=True)
class Tap:
    """A feature map that is read: after which layer, how many channels, pixels of the input to one of its cells."""

    layer: int
    channels: int
    stride: int


@dataclass(frozen=True)
class Blueprint:
    """A trunk before it is built. layers: builds the torchvision model's `features`. mean, std: of the input, 0–255."""

    layers: Callable[[], nn.Sequential]
    taps: tuple[Tap, ...]
    mean: tuple[float, float, float] = IMAGENET_MEAN
    std: tuple[float, float, float] = IMAGENET_STD


class Trunk(nn.Module):  # type: ignore[misc]
    """Layers up to the last tap. Checkpoint keys start with "features.", as torchvision's do."""

    def __init__(self, blueprint: Blueprint) -> None:
        super().__init__()
        self.taps = blueprint.taps
        self.features = blueprint.layers()[: blueprint.taps[-1].layer + 1]
        self.register_buffer("mean", torch.tensor(blueprint.mean).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(blueprint.std).view(1, 3, 1, 1), persistent=False)

    def forward(self, image: Tensor) -> list[Tensor]:
        """image: (N, 3, H, W) RGB 0–255. Returns one map a tap."""
        x = (image - self.mean) / self.std
        maps = []
        wanted = {tap.layer for tap in self.taps}
        for number, layer in enumerate(self.features):
            x = layer(x)
            if number in wanted:
                maps.append(x)
        return maps

    def start_from(self, checkpoint: Path) -> int:
        """Copy the tensors a checkpoint has for this trunk; returns how many.

        Raises ValueError when it has none, so that a wrong file does not pass for a start.
        """
        found: dict[str, Tensor] = torch.load(checkpoint, map_location="cpu", weights_only=True)
        own = self.state_dict()
        fitting = {
            name: tensor.to(own[name].dtype)
            for name, tensor in found.items()
            if name in own and tensor.shape == own[name].shape
        }
        if not fitting:
            raise ValueError(f"{checkpoint.name} holds no layer of this network")
        self.load_state_dict(fitting, strict=False)
        return len(fitting)


def _torchvision(name: str) -> Callable[[], nn.Sequential]:
    def layers() -> nn.Sequential:
        provide_torchvision_operators()
        from torchvision import models  # noqa: PLC0415 - after its operators were declared

        features: nn.Sequential = getattr(models, name)(weights=None).features
        return features

    return layers


def _taps(*taps: tuple[int, int, int]) -> tuple[Tap, ...]:
    return tuple(Tap(*tap) for tap in taps)


#: mobilenetv2's weights were trained on x / 127.5 - 1 (TensorFlow's way).
BLUEPRINTS: dict[str, Blueprint] = {
    "mobilenetv2": Blueprint(
        _torchvision("mobilenet_v2"), _taps((6, 32, 8), (13, 96, 16), (18, 1280, 32)), (127.5,) * 3, (127.5,) * 3
    ),
    # the same network without its last third: texture and colour are told apart before objects are
    "mobilenetv2-s16": Blueprint(
        _torchvision("mobilenet_v2"), _taps((6, 32, 8), (13, 96, 16)), (127.5,) * 3, (127.5,) * 3
    ),
    "mobilenetv3-small": Blueprint(_torchvision("mobilenet_v3_small"), _taps((3, 24, 8), (8, 48, 16), (12, 576, 32))),
    "efficientnet-b0": Blueprint(_torchvision("efficientnet_b0"), _taps((3, 40, 8), (5, 112, 16), (8, 1280, 32))),
    "vgg16": Blueprint(_torchvision("vgg16"), _taps((22, 512, 8), (29, 512, 16))),
    "alexnet": Blueprint(_torchvision("alexnet"), _taps((5, 192, 16), (11, 256, 16))),
}


def build_trunk(name: str, start: Path | None = None) -> Trunk:
    """A trunk by its name in BLUEPRINTS, from a torchvision checkpoint where one is given."""
    trunk = Trunk(BLUEPRINTS[name])
    if start is not None:
        trunk.start_from(start)
    return trunk


def parameters(modules: Sequence[nn.Module]) -> int:
    """Numbers to be learned."""
    return sum(parameter.numel() for module in modules for parameter in module.parameters())
