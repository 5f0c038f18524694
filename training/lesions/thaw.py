"""Go on from an exported model, so that a clinic can teach the shipped detector its own labels.

An export folds every batch normalisation into the convolution before it. To train on, each gets its statistics back:
measured on tiles as they flow through, with a scale and a shift that leave the function as it was.
"""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from training.lesions.network import Size, build
from training.lesions.records import LABELS

_HALF = ".half"  # suffix of weights that `halve_weights` stored as float16
_SIZE_BY_STEM: dict[int, Size] = {16: "n", 32: "s", 48: "m", 64: "l"}  # channels of the first convolution


def thawed(path: Path, tiles: Tensor) -> dict[str, Tensor]:
    """The state dict of the model that was exported to a file, ready to be trained on.

    tiles: (N, 3, H, W) 0–1, from which the normalisations take their statistics; 32 of 416 pixels are plenty.
    Raises ValueError for a file that is not an exported YOLOv5.
    """
    weights = _weights(path)
    stem = weights.get("model.0.conv.bias")
    if stem is None or len(stem) not in _SIZE_BY_STEM:
        raise ValueError(f"{path.name} is not an exported YOLOv5")
    model = build(_SIZE_BY_STEM[len(stem)], len(LABELS))
    own = model.state_dict()
    fitting = {name: tensor for name, tensor in weights.items() if name in own and tensor.shape == own[name].shape}
    model.load_state_dict(fitting, strict=False)
    for name, module in model.named_modules():
        if isinstance(module, nn.BatchNorm2d):
            module.register_forward_pre_hook(_Statistics(weights[f"{name.removesuffix('.bn')}.conv.bias"]))
    with torch.no_grad():
        model.eval()(tiles)
    return dict(model.state_dict())


def _weights(path: Path) -> dict[str, Tensor]:
    """Tensors of an exported model by name, float32."""
    graph = onnx.load(str(path)).graph
    return {
        tensor.name.removesuffix(_HALF): torch.from_numpy(numpy_helper.to_array(tensor).copy()).float()
        for tensor in graph.initializer
    }


class _Statistics:
    """Before a normalisation runs: gives it the statistics of its input, and the folded bias."""

    def __init__(self, bias: Tensor) -> None:
        self.bias = bias

    def __call__(self, normalisation: nn.BatchNorm2d, inputs: tuple[Tensor]) -> None:
        variance, mean = torch.var_mean(inputs[0], dim=(0, 2, 3), unbiased=False)
        normalisation.running_mean.copy_(mean)
        normalisation.running_var.copy_(variance)
        normalisation.weight.copy_(torch.sqrt(variance + normalisation.eps))
        normalisation.bias.copy_(mean + self.bias)
