"""From a network to what the product loads: ONNX with half-precision weights, checked against torch."""

from __future__ import annotations

import copy
import hashlib
import time
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from sesaclinic.vision.align import CANVAS
from sesaclinic.vision.signs.sites import SHAPE
from training.signs.networks import SignNetwork

#: Largest difference of a raw answer between torch and the exported file: a fiftieth of a grade is half a score point.
PARITY = 0.02
#: Smaller tensors are biases and scales: nothing is saved there, and precision is lost.
_LARGE = 1024


def export_onnx(network: SignNetwork, path: Path, size: tuple[int, int] = CANVAS) -> float:
    """Write the network; returns the largest difference of an answer to torch. Raises ValueError beyond PARITY.

    size: height and width of its input; the product feeds whole canvases.
    """
    frozen = copy.deepcopy(network).float().cpu().eval()
    canvas, sites = torch.zeros(1, 3, *size), torch.ones(1, *SHAPE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        # the exporter torch prefers needs onnxscript
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.filterwarnings("ignore", "Constant folding")  # a mirrored image is read backwards
        torch.onnx.export(
            frozen,
            (canvas, sites),
            str(path),
            input_names=["canvas", "sites"],
            output_names=["answers"],
            opset_version=17,
            dynamo=False,
        )
    model = onnx.load(str(path))
    halve_weights(model)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
    return parity(frozen, path, size)


def halve_weights(model: onnx.ModelProto) -> None:
    """Store large float tensors as float16 and cast them back where they are used; runtimes fold the cast at load."""
    graph = model.graph
    casts = []
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < _LARGE:
            continue
        values = numpy_helper.to_array(tensor)
        if np.abs(values).max() > np.finfo(np.float16).max:
            continue
        stored = f"{tensor.name}.half"
        graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), stored))
        casts.append(helper.make_node("Cast", [stored], [tensor.name], to=TensorProto.FLOAT))
        graph.initializer.remove(tensor)
    for number, cast in enumerate(casts):
        graph.node.insert(number, cast)


def latency(path: Path, size: tuple[int, int] = CANVAS, threads: int = 2) -> float:
    """Milliseconds of the fastest of ten passes: what the machine can do when left alone."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    canvas, sites = np.zeros((1, 3, *size), np.float32), np.ones((1, *SHAPE), np.float32)
    times = []
    for _ in range(10):
        started = time.perf_counter()
        session.run(None, {"canvas": canvas, "sites": sites})
        times.append(time.perf_counter() - started)
    return round(min(times) * 1000, 1)


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def parity(network: SignNetwork, path: Path, size: tuple[int, int] = CANVAS, photos: int = 4) -> float:
    """Largest difference of a raw answer between torch and the file, on noise and with regions unseen."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(0)
    worst = 0.0
    for number in range(photos):
        canvas = rng.integers(0, 256, (1, 3, *size)).astype(np.float32)
        sites = rng.random((1, *SHAPE), dtype=np.float32)
        sites[:, 1 + number :] = 0  # fewer and fewer regions; a close-up has the first alone
        theirs: NDArray[np.float32] = session.run(None, {"canvas": canvas, "sites": sites})[0]
        with torch.inference_mode():
            ours = network(torch.from_numpy(canvas), torch.from_numpy(sites)).numpy()
        worst = max(worst, float(np.abs(ours - theirs).max()))
    if worst > PARITY:
        raise ValueError(f"answers differ by {worst:.4f} after export, at most {PARITY} allowed")
    return worst
