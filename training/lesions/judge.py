"""A network against held-back photos, through the very code that runs in the product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from sesaclinic.evaluation.detection import Scene, precision_recall
from sesaclinic.evaluation.lesions import BoxLine, FindFace, Look, clear_photos, look_at_all, scenes
from sesaclinic.vision.detect import LesionDetector
from sesaclinic.vision.detect.card import LesionCard, LesionLabel, ThresholdCard
from sesaclinic.vision.detect.detector import Network
from training.lesions.records import Record

CONFIDENCES = tuple(round(0.05 + 0.01 * step, 2) for step in range(91))
#: Boxes a clear face may get on average, by label; 0.25 together keeps below the promised 0.3.
FALSE_ALARMS: Mapping[LesionLabel, float] = {"acne": 0.12, "pigmentation": 0.10, "psoriasis": 0.03}


def as_network(model: nn.Module) -> Network:
    """A torch model behind the detector's port. The model must be in evaluation mode."""
    device = next(model.parameters()).device

    def run(image: NDArray[np.float32]) -> NDArray[np.float32]:
        with torch.inference_mode():
            output = model(torch.from_numpy(image).to(device))
        tensor = output[0] if isinstance(output, tuple) else output
        found: NDArray[np.float32] = tensor.float().cpu().numpy()
        return found

    return run


def as_lines(records: Sequence[Record]) -> list[BoxLine]:
    """Records as lines of a box file."""
    return [BoxLine(r.photo, tuple((b.label, b.x0, b.y0, b.x1, b.y1) for b in r.boxes), r.label_set) for r in records]


def look(
    network: Network, card: LesionCard, records: Sequence[Record], photos: Path, find_face: FindFace
) -> dict[str, Look]:
    """What the detector sees in every photo of the records."""
    return look_at_all(as_lines(records), photos, LesionDetector(network, card), find_face, progress=True)


def choose_thresholds(
    records: Sequence[Record], looks: Mapping[str, Look], card: LesionCard
) -> dict[LesionLabel, ThresholdCard]:
    """For each label the confidence that finds best, among those that keep clear faces clear.

    Best is the highest F1 at IoU 0.5 on the label's reference photos. Clear are the clear validation faces and the
    checked pigmentation negatives that show a face. Raises ValueError when no confidence keeps a label's promise.
    """
    clear = sorted(clear_photos(as_lines(records), looks))
    chosen: dict[LesionLabel, ThresholdCard] = {}
    for label in card.labels:
        lines = as_lines([r for r in records if r.label_set == card.reference_label_sets[label]])
        pictured = scenes(lines, looks, label, card)
        scored = [
            (_f1(pictured, confidence), ThresholdCard(confidence=confidence, false_alarms=round(alarms, 3)))
            for confidence in CONFIDENCES
            if (alarms := _alarms(clear, looks, card.labels.index(label), confidence)) <= FALSE_ALARMS[label]
        ]
        if not scored:
            raise ValueError(f"{label}: no confidence keeps clear faces below {FALSE_ALARMS[label]} boxes a photo")
        chosen[label] = max(scored, key=lambda item: item[0])[1]
    return chosen


def _alarms(clear: Sequence[str], looks: Mapping[str, Look], label: int, confidence: float) -> float:
    shown = [
        int(((looks[photo].found.labels == label) & (looks[photo].found.scores >= confidence)).sum()) for photo in clear
    ]
    return float(np.mean(shown)) if shown else 0.0


def _f1(pictured: Sequence[Scene], confidence: float) -> float:
    precision, recall = precision_recall([replace(scene, threshold=confidence) for scene in pictured])
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
