"""Which photo the next tile comes from: classes drawn evenly, whatever the size of their sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch.utils.data import Dataset

from training.lesions.photos import Photo
from training.lesions.tiles import sample_mosaic, sample_tile

# Share of tiles by family. Even by class would give each a third; acne gets half, because its lesions are the smallest
# and its photos the most, and the other two, with under 200 photos each, would only be learned by heart. One in
# twelve holds nothing to find.
SHARES: dict[str, float] = {
    "acne04-v1": 0.50,
    "khang": 0.04,
    "psoriasis-own": 0.17,
    "pigmentation-own": 0.19,
    "dermx": 0.02,
    "clear-face": 0.08,
}
# Share of a family's tiles that show four photos at once: for the families with few photos.
MOSAICS: dict[str, float] = {"psoriasis-own": 0.25, "pigmentation-own": 0.25}
WARM_EMPTY = 0.3  # a photo without boxes weighs this much within its family, so that most tiles hold something


class TileDataset(Dataset[Any]):  # type: ignore[misc]
    """`length` tiles; seed, epoch and index fix each, so a resumed run sees what it would have seen."""

    def __init__(
        self, photos: Sequence[Photo], size: int, length: int, seed: int, shares: Mapping[str, float] = SHARES
    ) -> None:
        self.photos = photos
        self.size = size
        self.length = length
        self.seed = seed
        self.epoch = 0
        self.weights = draw_weights(photos, shares)
        names = [photo.record.label_set for photo in photos]
        self.families = {name: [i for i, other in enumerate(names) if other == name] for name in set(names)}

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Tile (3, size, size) uint8; targets (n, 5) class, cx, cy, w, h in 0–1; known (classes,)."""
        rng = np.random.default_rng((self.seed, self.epoch, index))
        photo = self.photos[rng.choice(len(self.photos), p=self.weights)]
        if rng.random() < MOSAICS.get(photo.record.label_set, 0.0):
            kin = self.families[photo.record.label_set]
            others = [self.photos[i] for i in rng.choice(kin, 3)]
            tile, boxes, labels = sample_mosaic([photo, *others], self.size, rng)
        else:
            tile, boxes, labels = sample_tile(photo, self.size, rng)
        centre, span = (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]
        targets = np.hstack([labels[:, None], centre / self.size, span / self.size]).astype(np.float32)
        return (
            torch.from_numpy(np.ascontiguousarray(tile.transpose(2, 0, 1))),
            torch.from_numpy(targets),
            torch.from_numpy(photo.known),
        )


def draw_weights(photos: Sequence[Photo], shares: Mapping[str, float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Probability of each photo: its family's share, spread over the family's groups and then their photos."""
    members: dict[tuple[str, str], int] = {}
    for photo in photos:
        key = (photo.record.label_set, photo.record.group)
        members[key] = members.get(key, 0) + 1
    weights = np.array(
        [
            (1.0 if len(p.boxes) or p.record.label_set == "clear-face" else WARM_EMPTY)
            / members[p.record.label_set, p.record.group]
            for p in photos
        ]
    )
    families = np.array([p.record.label_set for p in photos])
    for family in set(families):
        inside = families == family
        weights[inside] *= shares.get(str(family), 0.0) / weights[inside].sum()
    total: np.ndarray[tuple[int], np.dtype[np.float64]] = weights / weights.sum()
    return total


def collate(
    batch: Sequence[tuple[torch.Tensor, torch.Tensor, torch.Tensor]],
) -> dict[str, torch.Tensor]:
    """A batch as the YOLO loss reads it: img, batch_idx, cls, bboxes; and known (batch, classes)."""
    tiles, targets, known = zip(*batch, strict=True)
    return {
        "img": torch.stack(tiles),
        "batch_idx": torch.cat([torch.full((len(t),), float(i)) for i, t in enumerate(targets)]),
        "cls": torch.cat([t[:, :1] for t in targets]),
        "bboxes": torch.cat([t[:, 1:] for t in targets]),
        "known": torch.stack(known),
    }
