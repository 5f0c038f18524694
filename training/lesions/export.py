"""From a checkpoint to what the product loads: ONNX and card, checked against each other."""

from __future__ import annotations

import copy
import hashlib
import json
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from torch import nn

from sesaclinic.vision.detect.card import InputCard, LesionCard, ScaleCard, ThresholdCard
from training.lesions.data import REFERENCE
from training.lesions.judge import as_network
from training.lesions.records import LABELS
from training.signs.export import halve_weights

PARITY = 1e-2  # largest difference of a score between torch and onnxruntime, which half-precision weights cause
INPUT = InputCard(colour="RGB", mean=(0.0, 0.0, 0.0), std=(255.0, 255.0, 255.0), stride=32, padding=114)
# the crop of a face at the trained size, margins and all, measures up to 690×950: one input, cheaper than tiles
SCALE = ScaleCard(side=640, face_size=460, tile=960, overlap=96, max_upscale=2.0)
PROBE = (1, 3, 416, 512)  # not square, so that a swapped axis shows


def export_onnx(model: nn.Module, path: Path) -> float:
    """Write the model, weights in half precision, height and width free; returns the largest score difference to torch.

    Raises ValueError when the two disagree by more than PARITY.
    """
    frozen = copy.deepcopy(model).float().cpu().eval()
    frozen.fuse(verbose=False)
    head = list(frozen.model)[-1]
    head.export, head.format, head.dynamic = True, "onnx", True
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        # the exporter torch prefers needs onnxscript, and traces YOLO's anchors into constants
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            frozen,
            (torch.zeros(PROBE),),
            str(path),
            input_names=["photo"],
            output_names=["boxes"],
            dynamic_axes={"photo": {2: "height", 3: "width"}, "boxes": {2: "candidates"}},
            opset_version=17,
            dynamo=False,
        )
    exported = onnx.load(str(path))
    halve_weights(exported)
    onnx.checker.check_model(exported)
    onnx.save(exported, str(path))
    return parity(model, path)


def parity(model: nn.Module, path: Path, size: tuple[int, int, int, int] = (1, 3, 480, 352)) -> float:
    """Largest score difference between torch and the exported file, at a size it was not traced with."""
    image = np.random.default_rng(0).random(size, dtype=np.float32)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    ours: NDArray[np.float32] = session.run(None, {"photo": image})[0]
    theirs = as_network(copy.deepcopy(model).float().cpu().eval())(image)
    if ours.shape != theirs.shape:
        raise ValueError(f"exported shape {ours.shape}, expected {theirs.shape}")
    difference = float(np.abs(ours[:, 4:] - theirs[:, 4:]).max())
    if difference > PARITY:
        raise ValueError(f"scores differ by {difference:.4f} after export, at most {PARITY} allowed")
    return difference


def draft_card(version: str) -> LesionCard:
    """The card of a run under way: the house's input and scale, every threshold at 0.25 until they are chosen."""
    unchosen = ThresholdCard(confidence=0.25, false_alarms=0)
    return LesionCard(
        name="lesions",
        version=version,
        sha256="",
        labels=LABELS,
        input=INPUT,
        scale=SCALE,
        flip=True,
        merge_iou=0.55,
        thresholds=dict.fromkeys(LABELS, unchosen),
        reference_label_sets=dict(REFERENCE),
        licence="AGPL-3.0",  # ultralytics' and that of the starting weights
        training={},
        metrics={},
    )


def write_card(card: LesionCard, path: Path) -> None:
    """Write a card as people read it."""
    path.write_text(json.dumps(card.model_dump(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
