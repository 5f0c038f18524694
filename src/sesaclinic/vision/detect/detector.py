"""The lesion detector: views of a photo through one network, merged, thresholded."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from sesaclinic.domain import Lesion
from sesaclinic.errors import ServiceError
from sesaclinic.vision.detect.card import LesionCard
from sesaclinic.vision.detect.merge import Candidates, merge
from sesaclinic.vision.detect.views import View, plan_views, render

MODEL, CARD = "lesions.onnx", "lesions.json"
FLOOR = 0.005  # candidates below never matter, neither to a threshold nor to average precision
PER_VIEW = 1000  # candidates kept a view before merging


class Network(Protocol):
    """(1, 3, H, W) float32 to (1, 4 + labels, n): centre x, centre y, width, height in input pixels; scores 0–1."""

    def __call__(self, image: NDArray[np.float32]) -> NDArray[np.float32]: ...


class LesionDetector:
    """Finds lesions in a photo. Safe to call from several threads."""

    def __init__(self, network: Network, card: LesionCard) -> None:
        self.network = network
        self.card = card

    @classmethod
    def load(cls, model_path: Path, card_path: Path, threads: int = 2) -> LesionDetector:
        """Load model and card. Raises ServiceError model_invalid when they do not belong together."""
        card = LesionCard.read(card_path)
        card.verify(model_path)
        return cls(_session(model_path, threads), card)

    @classmethod
    def installed(cls, models: Path, threads: int = 2) -> LesionDetector | None:
        """The detector of a models folder; None when there is none. Raises ServiceError model_invalid."""
        if not (models / MODEL).exists() and not (models / CARD).exists():
            return None
        return cls.load(models / MODEL, models / CARD, threads)

    def detect(self, rgb: NDArray[np.uint8], face_box: tuple[int, int, int, int] | None = None) -> list[Lesion]:
        """Lesions at the card's thresholds, most certain first.

        rgb: (H, W, 3) uint8. face_box: x, y, width, height in pixels; None treats the whole photo as skin.
        Boxes come back in photo pixels.
        """
        found = self.candidates(rgb, face_box)
        limits = np.array([self.card.thresholds[label].confidence for label in self.card.labels], dtype=np.float32)
        found = found.take(found.scores >= limits[found.labels])
        return [
            Lesion(
                label=self.card.labels[label],
                confidence=round(float(score), 4),
                box=(round(float(x0), 1), round(float(y0), 1), round(float(x1), 1), round(float(y1), 1)),
            )
            for (x0, y0, x1, y1), score, label in zip(found.boxes, found.scores, found.labels, strict=True)
        ]

    def candidates(self, rgb: NDArray[np.uint8], face_box: tuple[int, int, int, int] | None = None) -> Candidates:
        """Everything down to a confidence of 0.005, merged, best first: what average precision is computed from."""
        height, width = rgb.shape[:2]
        views = plan_views(width, height, face_box, self.card.scale)
        return merge(Candidates.join([self._look(rgb, view) for view in views]), self.card.merge_iou)

    def _look(self, rgb: NDArray[np.uint8], view: View) -> Candidates:
        image = render(rgb, view, self.card.input)
        parts = [self._decode(self.network(image))]
        if self.card.flip:
            mirrored = self._decode(self.network(np.ascontiguousarray(image[:, :, :, ::-1])))
            boxes = mirrored.boxes.copy()
            boxes[:, [0, 2]] = image.shape[3] - mirrored.boxes[:, [2, 0]]
            parts.append(Candidates(boxes, mirrored.scores, mirrored.labels))
        found = Candidates.join(parts)
        extent = np.array([view.x1 - view.x0, view.y1 - view.y0] * 2, dtype=np.float32)
        boxes = np.clip(found.boxes / np.float32(view.scale), 0, extent)
        whole = ~_cut_off(boxes, extent, view)
        boxes += np.array([view.x0, view.y0] * 2, dtype=np.float32)
        return Candidates(boxes, found.scores, found.labels).take(whole)

    def _decode(self, output: NDArray[np.float32]) -> Candidates:
        values = output[0]
        scores = values[4:]
        label, anchor = np.nonzero(scores > FLOOR)
        score = scores[label, anchor]
        if len(score) > PER_VIEW:
            best = np.argpartition(-score, PER_VIEW)[:PER_VIEW]
            label, anchor, score = label[best], anchor[best], score[best]
        centre, size = values[:2, anchor].T, values[2:4, anchor].T
        return Candidates(np.hstack([centre - size / 2, centre + size / 2]), score, label.astype(np.int64))


def _cut_off(boxes: NDArray[np.float32], extent: NDArray[np.float32], view: View) -> NDArray[np.bool_]:
    """Which boxes touch an edge beyond which another view sees the lesion whole. boxes: in pixels of the view."""
    margin = 2 / view.scale  # two input pixels: less than the network's own error
    gaps = np.hstack([boxes[:, :2], extent[2:] - boxes[:, 2:]])
    touching: NDArray[np.bool_] = (gaps < margin) & np.array(view.inner)
    return np.asarray(touching.any(axis=1))


def _session(model_path: Path, threads: int) -> Network:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(str(model_path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises bare RuntimeError subclasses without a common public base
        raise ServiceError("model_invalid", name=model_path.name) from error
    name = session.get_inputs()[0].name

    def run(image: NDArray[np.float32]) -> NDArray[np.float32]:
        output: NDArray[np.float32] = session.run(None, {name: image})[0]
        return output

    return run
