"""Networks by name: `build("mobilenetv2", TARGETS, checkpoint)`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from training.signs.manifest import Target
from training.signs.networks.network import SignNetwork
from training.signs.networks.trunks import BLUEPRINTS, build_trunk

#: Not a network: the linear heads over colour science, compared and fused with the networks.
MEASUREMENTS = "measurements"
NAMES = (*BLUEPRINTS, MEASUREMENTS)

__all__ = ["MEASUREMENTS", "NAMES", "SignNetwork", "build"]


def build(name: str, targets: Sequence[Target], start: Path | None = None) -> SignNetwork:
    """A network by its name. start: a torchvision checkpoint of the trunk. Raises KeyError for an unknown name."""
    return SignNetwork(build_trunk(name, start), targets)
