"""From many overlapping boxes to one box a lesion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Candidates:
    """Boxes before a threshold. boxes: (n, 4) x0, y0, x1, y1; scores: (n,) 0–1; labels: (n,) index into the card's."""

    boxes: NDArray[np.float32]
    scores: NDArray[np.float32]
    labels: NDArray[np.int64]

    @classmethod
    def join(cls, parts: list[Candidates]) -> Candidates:
        """All candidates of several views; none for an empty list."""
        if not parts:
            return cls(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros(0, np.int64))
        return cls(
            np.concatenate([p.boxes for p in parts]),
            np.concatenate([p.scores for p in parts]),
            np.concatenate([p.labels for p in parts]),
        )

    def take(self, index: NDArray[np.int64] | NDArray[np.bool_]) -> Candidates:
        """A selection, in its order."""
        return Candidates(self.boxes[index], self.scores[index], self.labels[index])

    def __len__(self) -> int:
        return len(self.scores)


def iou_matrix(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    """Intersection over union of every pair. a: (n, 4), b: (m, 4) corners; returns (n, m)."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=2)
    area_a = np.prod(a[:, 2:] - a[:, :2], axis=1)
    area_b = np.prod(b[:, 2:] - b[:, :2], axis=1)
    union = area_a[:, None] + area_b[None] - shared
    ratio: NDArray[np.float32] = (shared / np.maximum(union, 1e-9)).astype(np.float32)
    return ratio


def merge(found: Candidates, iou: float, limit: int = 300) -> Candidates:
    """One box a lesion, best first, at most `limit`.

    Greedy non-maximum suppression within a label, in which the suppressed boxes still have a say. A survivor's corners
    become the score-weighted mean of the boxes it absorbed, which steadies small boxes (box voting, Gidaris & Komodakis
    2015); its confidence becomes s / (1 + s) of the sum s of their scores, so that a lesion many anchors agree on
    outranks one that a single anchor is sure of. On validation the two were worth 3 to 6 points of mAP50.
    """
    found = found.take(np.argsort(-found.scores, kind="stable"))
    alive = np.ones(len(found), dtype=bool)
    boxes, sums, labels = [], [], []
    for i in range(len(found)):
        if not alive[i]:
            continue
        rest = np.flatnonzero(alive[i:] & (found.labels[i:] == found.labels[i])) + i
        same = rest[iou_matrix(found.boxes[i : i + 1], found.boxes[rest])[0] > iou]
        same = same if len(same) else np.array([i])  # an empty box overlaps nothing, not even itself
        alive[same] = False
        alive[i] = False
        weights = found.scores[same, None]
        boxes.append((found.boxes[same] * weights).sum(axis=0) / weights.sum())
        sums.append(float(weights.sum()))
        labels.append(int(found.labels[i]))
    best = np.argsort(-np.array(sums), kind="stable")[:limit]
    total = np.array(sums, dtype=np.float32)[best]
    return Candidates(
        np.array(boxes, dtype=np.float32).reshape(-1, 4)[best],
        total / (1 + total),
        np.array(labels, dtype=np.int64)[best],
    )
