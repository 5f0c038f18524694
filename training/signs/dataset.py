"""Canvases as training sees them: under two nuisances, or as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from sesaclinic.vision.align import CANVAS
from sesaclinic.vision.signs.sites import site_weights
from training.signs.augment import Variant, as_variant, nuisances
from training.signs.canvases import CanvasStore
from training.signs.loss import truth_table
from training.signs.manifest import Sample, Target


@dataclass(frozen=True)
class View:
    """How canvases are shown. scale: of the canvas's sides. augmented: under random nuisances, twice."""

    scale: float = 1.0
    variant: Variant = "original"
    augmented: bool = False
    seed: int = 0

    def shown(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A canvas as the network sees it, nuisances aside. pixels: (464, 384, 3) uint8 RGB."""
        if self.scale != 1:
            height, width = view_size(self.scale)
            pixels = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        return np.ascontiguousarray(as_variant(pixels, self.variant))


def view_size(scale: float) -> tuple[int, int]:
    """Height and width of a scaled canvas."""
    return round(CANVAS[0] * scale), round(CANVAS[1] * scale)


class CanvasDataset(Dataset):  # type: ignore[misc]
    """Samples that have a canvas. An item: images (views, 3, H, W) uint8, weights (views, sites, 58, 48), and a row of
    `truth_table`.
    """

    def __init__(self, samples: Sequence[Sample], store: CanvasStore, targets: Sequence[Target], view: View) -> None:
        self.samples = [sample for sample in samples if (sample.photo, 0) in store.entries]
        self.store, self.view = store, view
        self.truth, self.weights = truth_table(self.samples, targets)
        self.epoch = 0  # part of the seed, so that a resumed run sees what an uncut one would have seen

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        entry = self.store.entries[self.samples[index].photo, 0]
        pixels, weights = self.store.pixels(entry), site_weights(self.store.masks(entry))
        if self.view.augmented:
            views = [self._under_nuisances(pixels, weights, 2 * index + twin) for twin in range(2)]
        else:
            views = [(pixels, weights)]
        images = [torch.from_numpy(self.view.shown(image)).permute(2, 0, 1) for image, _ in views]
        return (
            torch.stack(images),
            torch.from_numpy(np.stack([weight for _, weight in views])),
            torch.from_numpy(self.truth[index]),
            torch.from_numpy(self.weights[index]),
        )

    def _under_nuisances(
        self, pixels: NDArray[np.uint8], weights: NDArray[np.float32], number: int
    ) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        # weights ride along at the canvas's size, so that flips and turns move both
        large = cv2.resize(weights.transpose(1, 2, 0), pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        change = nuisances(hash((self.view.seed, self.epoch, number)) & 0x7FFFFFFF)
        changed = change(image=pixels, mask=large)
        small = cv2.resize(changed["mask"], weights.shape[:0:-1], interpolation=cv2.INTER_AREA)
        return changed["image"], np.ascontiguousarray(small.transpose(2, 0, 1))
