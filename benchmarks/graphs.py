"""The prototype's networks with random weights: what they cost does not depend on what they learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

VGG16 = (64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0)  # 0: pooling by two
DENSE = (25088, 4096, 2048)  # the prototype's heads; the last layer has one output a class


def write_vgg16(path: Path, classes: int, seed: int = 0) -> None:
    """VGG16's convolutions on 224 px and dense layers 25088-4096-2048-classes, about 500 MB."""
    rng = np.random.default_rng(seed)
    nodes, weights = [], []
    last, channels = "photo", 3

    def weight(name: str, *shape: int) -> str:
        values = (rng.standard_normal(shape, dtype=np.float32) * 0.01).tobytes()
        weights.append(helper.make_tensor(name, TensorProto.FLOAT, shape, values, raw=True))
        return name

    for layer, width in enumerate(VGG16):
        out = f"x{layer}"
        if width == 0:
            nodes.append(helper.make_node("MaxPool", [last], [out], kernel_shape=[2, 2], strides=[2, 2]))
        else:
            inputs = [last, weight(f"w{layer}", width, channels, 3, 3), weight(f"b{layer}", width)]
            nodes.append(helper.make_node("Conv", inputs, [f"c{layer}"], pads=[1, 1, 1, 1]))
            nodes.append(helper.make_node("Relu", [f"c{layer}"], [out]))
            channels = width
        last = out
    nodes.append(helper.make_node("Flatten", [last], ["flat"]))
    last = "flat"
    for layer, (fan_in, fan_out) in enumerate(zip(DENSE, (*DENSE[1:], classes), strict=True)):
        inputs = [last, weight(f"dw{layer}", fan_in, fan_out), weight(f"db{layer}", fan_out)]
        nodes.append(helper.make_node("Gemm", inputs, [f"d{layer}"]))
        last = f"d{layer}"
        if fan_out != classes:
            nodes.append(helper.make_node("Relu", [last], [f"r{layer}"]))
            last = f"r{layer}"
    graph = helper.make_graph(
        nodes,
        "vgg16",
        [helper.make_tensor_value_info("photo", TensorProto.FLOAT, [1, 3, 224, 224])],
        [helper.make_tensor_value_info(last, TensorProto.FLOAT, [1, classes])],
        weights,
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10), str(path))


def write_yolov5m(path: Path) -> None:
    """YOLOv5m for 640 px and three classes."""
    from training.lesions.export import export_onnx  # noqa: PLC0415 - only the parent process needs torch
    from training.lesions.network import build  # noqa: PLC0415

    export_onnx(build("m", 3).eval(), path)
