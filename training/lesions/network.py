"""YOLOv5 as a bare module: built from ultralytics' description, started from COCO."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import torch
from PIL import Image
from torch import nn

from training.operators import provide_torchvision_operators

os.environ.setdefault("YOLO_AUTOINSTALL", "false")

Size = Literal["n", "s", "m", "l"]
LOSS_GAINS = SimpleNamespace(box=7.5, cls=0.5, dfl=1.5)  # ultralytics' defaults


def build(size: Size, classes: int) -> nn.Module:
    """An untrained YOLOv5 of one size with an anchor-free head."""
    provide_torchvision_operators()
    pillows = Image.open
    from ultralytics.nn.tasks import DetectionModel  # noqa: PLC0415 - after the operators exist

    Image.open = pillows  # ultralytics puts one in its place that answers a broken photo by installing packages
    model = DetectionModel(f"yolov5{size}.yaml", nc=classes, verbose=False)
    model.args = LOSS_GAINS
    return model


def read_checkpoint(path: Path) -> dict[str, torch.Tensor]:
    """A plain state dict, or the averaged weights of a run's checkpoint."""
    loaded: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    source: dict[str, torch.Tensor] = loaded.get("average", loaded)
    return source


def start_from(model: nn.Module, source: Mapping[str, torch.Tensor]) -> int:
    """Copy every tensor that fits by name, widening the channels where the model is wider; returns how many fitted.

    A twice as wide model starts as the same function (Net2Net, Chen 2016): every channel twice, its input weights
    halved.
    """
    own = model.state_dict()
    fitted = {}
    for name, tensor in source.items():
        if name in own and (grown := _widen(tensor.float(), own[name].shape)) is not None:
            fitted[name] = grown
    model.load_state_dict(fitted, strict=False)
    return len(fitted)


def _widen(tensor: torch.Tensor, shape: torch.Size) -> torch.Tensor | None:
    if tensor.shape == shape:
        return tensor
    if tensor.dim() != len(shape) or tensor.dim() == 0:
        return None
    for axis in range(min(tensor.dim(), 2)):
        times, rest = divmod(shape[axis], tensor.shape[axis])
        if rest or times < 1:
            return None
        if times > 1:
            tensor = tensor.repeat_interleave(times, dim=axis)
            if axis == 1:  # the inputs were doubled too; noise lets the twins part
                tensor = tensor / times * (1 + 0.05 * torch.randn_like(tensor))
    return tensor if tensor.shape == shape else None
