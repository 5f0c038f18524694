"""Figures for boxes: average precision (pycocotools), hits and counts at a threshold, bootstrap intervals."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from sesaclinic.vision.detect.merge import iou_matrix

MAX_DETECTIONS = 300  # a photo: COCO's 100 would cut dense acne short
HIT_IOU = 0.5


@dataclass(frozen=True)
class Scene:
    """One label in one photo. truth: (n, 4) corners in pixels; found: (m, 4); scores: (m,), all down to the floor.

    threshold: what the product shows. size: width, height of the photo.
    """

    truth: NDArray[np.float32]
    found: NDArray[np.float32]
    scores: NDArray[np.float32]
    threshold: float

    @property
    def shown(self) -> NDArray[np.float32]:
        """Boxes at or above the threshold, best first."""
        order = np.argsort(-self.scores, kind="stable")
        return self.found[order][self.scores[order] >= self.threshold]


@dataclass(frozen=True)
class Interval:
    """95 % bootstrap interval over photos."""

    low: float
    high: float


class AveragePrecision:
    """mAP50 and mAP50-95 of one label, with pycocotools; matched once, so that resampling photos is cheap."""

    def __init__(self, scenes: Sequence[Scene]) -> None:
        with contextlib.redirect_stdout(io.StringIO()):  # pycocotools reports its progress on stdout
            truth = COCO()
            truth.dataset = _dataset(scenes)
            truth.createIndex()
            found = _detections(scenes)
            self._evaluation = COCOeval(truth, truth.loadRes(found), "bbox") if found else None
            if self._evaluation is not None:
                parameters = self._evaluation.params
                parameters.maxDets = [MAX_DETECTIONS]
                parameters.areaRng, parameters.areaRngLbl = [[0, 1e10]], ["all"]
                self._evaluation.evaluate()
        self._count = len(scenes)

    def value(self, photos: NDArray[np.int64] | None = None) -> tuple[float, float]:
        """(mAP50, mAP50-95); photos: indices with repetition for a bootstrap. NaN without any true box."""
        if self._evaluation is None:
            return 0.0, 0.0
        evaluation = self._evaluation
        original = evaluation.evalImgs
        images = evaluation._paramsEval.imgIds
        if photos is not None:
            evaluation.evalImgs = [original[i] for i in photos]
            evaluation.params.imgIds = evaluation._paramsEval.imgIds = list(range(1, len(photos) + 1))
        with contextlib.redirect_stdout(io.StringIO()):
            evaluation.accumulate()
        precision = evaluation.eval["precision"][:, :, 0, 0, 0]
        evaluation.evalImgs, evaluation.params.imgIds = original, images
        evaluation._paramsEval.imgIds = images
        if (precision < 0).all():
            return float("nan"), float("nan")
        return float(precision[0].mean()), float(precision.mean())

    def interval(self, resamples: int = 200, seed: int = 0) -> tuple[Interval, Interval]:
        """95 % intervals of mAP50 and mAP50-95."""
        rng = np.random.default_rng(seed)
        values = np.array([self.value(rng.integers(0, self._count, self._count)) for _ in range(resamples)])
        return _middle_95(values[:, 0]), _middle_95(values[:, 1])


def precision_recall(scenes: Sequence[Scene]) -> tuple[float, float]:
    """Precision and recall of the shown boxes at IoU 0.5, pooled over photos."""
    return _rates(scenes, lambda shown, truth: iou_matrix(shown, truth) >= HIT_IOU)


def center_hit_f1(scenes: Sequence[Scene]) -> float:
    """F1 when a box hits as soon as its centre lies in a true box or the other way round.

    Fairer than IoU to lesions of a few pixels, whose drawn borders differ between annotators by half their size.
    """
    precision, recall = _rates(scenes, _centers_hit)
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0


def count_error(scenes: Sequence[Scene]) -> tuple[float, float]:
    """(mean absolute error of the count, Pearson correlation of the counts); NaN where counts do not vary."""
    shown = np.array([len(s.shown) for s in scenes], dtype=float)
    truth = np.array([len(s.truth) for s in scenes], dtype=float)
    error = float(np.abs(shown - truth).mean())
    if len(scenes) < 2 or shown.std() == 0 or truth.std() == 0:
        return error, float("nan")
    return error, float(np.corrcoef(shown, truth)[0, 1])


def bootstrap(
    statistic: Callable[[Sequence[Scene]], float], scenes: Sequence[Scene], resamples: int = 500, seed: int = 0
) -> Interval:
    """95 % interval of a statistic over resampled photos."""
    rng = np.random.default_rng(seed)
    values = [statistic([scenes[i] for i in rng.integers(0, len(scenes), len(scenes))]) for _ in range(resamples)]
    return _middle_95(np.array(values))


def _middle_95(values: NDArray[np.float64]) -> Interval:
    """NaN where no resample has a value: counts that never vary have no correlation."""
    known = values[~np.isnan(values)]
    if not len(known):
        return Interval(float("nan"), float("nan"))
    low, high = np.percentile(known, [2.5, 97.5])
    return Interval(float(low), float(high))


def _rates(
    scenes: Sequence[Scene], hits: Callable[[NDArray[np.float32], NDArray[np.float32]], NDArray[np.bool_]]
) -> tuple[float, float]:
    matched = shown = truth = 0
    for scene in scenes:
        boxes = scene.shown
        shown += len(boxes)
        truth += len(scene.truth)
        if len(boxes) and len(scene.truth):
            matched += _greedy_matches(hits(boxes, scene.truth), iou_matrix(boxes, scene.truth))
    return matched / shown if shown else 0.0, matched / truth if truth else 0.0


def _greedy_matches(hits: NDArray[np.bool_], overlap: NDArray[np.float32]) -> int:
    """Pairs when each shown box, best first, takes the free true box it hits and overlaps most."""
    free = np.ones(hits.shape[1], dtype=bool)
    matched = 0
    for i in range(len(hits)):
        options = np.flatnonzero(hits[i] & free)
        if len(options):
            free[options[np.argmax(overlap[i, options])]] = False
            matched += 1
    return matched


def _centers_hit(shown: NDArray[np.float32], truth: NDArray[np.float32]) -> NDArray[np.bool_]:
    return _contains(truth, shown).T | _contains(shown, truth)


def _contains(outer: NDArray[np.float32], inner: NDArray[np.float32]) -> NDArray[np.bool_]:
    """(len(outer), len(inner)): centre of inner within outer."""
    centre = (inner[:, :2] + inner[:, 2:]) / 2
    inside: NDArray[np.bool_] = (centre[None] >= outer[:, None, :2]) & (centre[None] <= outer[:, None, 2:])
    return np.asarray(inside.all(axis=2))


def _dataset(scenes: Sequence[Scene]) -> dict[str, object]:
    annotations = [
        {"image_id": image, "category_id": 1, "bbox": _xywh(box), "area": _area(box), "iscrowd": 0}
        for image, scene in enumerate(scenes, start=1)
        for box in scene.truth
    ]
    return {
        "info": {},
        "images": [{"id": image} for image in range(1, len(scenes) + 1)],
        "categories": [{"id": 1, "name": "lesion"}],
        "annotations": [{**annotation, "id": number} for number, annotation in enumerate(annotations, start=1)],
    }


def _detections(scenes: Sequence[Scene]) -> list[dict[str, object]]:
    return [
        {"image_id": image, "category_id": 1, "bbox": _xywh(box), "score": float(score)}
        for image, scene in enumerate(scenes, start=1)
        for box, score in zip(scene.found, scene.scores, strict=True)
    ]


def _xywh(box: NDArray[np.float32]) -> list[float]:
    return [float(box[0]), float(box[1]), float(box[2] - box[0]), float(box[3] - box[1])]


def _area(box: NDArray[np.float32]) -> float:
    return float((box[2] - box[0]) * (box[3] - box[1]))
