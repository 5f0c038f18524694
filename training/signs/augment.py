"""What a photo may look like without the skin having changed, and the input variants that are compared.

Nuisances are those of `sesaclinic.evaluation.perturb`, on the canvas: exposure, white balance, compression, scale,
noise, a slightly other alignment, left and right.
"""

from __future__ import annotations

import os
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("NO_ALBUMENTATIONS_UPDATE", "1")  # it would ask the network for its newest version

import albumentations

Variant = Literal["original", "blur", "greyscale", "contrast"]
VARIANTS: tuple[Variant, ...] = ("original", "blur", "greyscale", "contrast")


def nuisances(seed: int) -> Any:  # noqa: ANN401 - albumentations is not typed
    """A random change that keeps every label. Call with image (H, W, 3) uint8 and mask (H, W, sites)."""
    return albumentations.Compose(
        [
            albumentations.HorizontalFlip(p=0.5),
            # what another crop, roll or expression does to the alignment: a few pixels
            albumentations.Affine(
                scale=(0.96, 1.04),
                rotate=(-3, 3),
                translate_percent=(-0.02, 0.02),
                border_mode=cv2.BORDER_REPLICATE,
                p=0.7,
            ),
            albumentations.RandomGamma(gamma_limit=(80, 125), p=0.5),
            albumentations.RandomBrightnessContrast(brightness_limit=0.15, contrast_limit=0.1, p=0.5),
            # daylight from 5,500 to 7,500 K moves red and blue by about 5 %, lamps by more
            albumentations.PlanckianJitter(mode="cied", temperature_limit=(5000, 8500), p=0.5),
            albumentations.Downscale(scale_range=(0.5, 0.95), p=0.3),
            albumentations.GaussNoise(std_range=(0.005, 0.02), p=0.2),
            albumentations.ImageCompression(quality_range=(55, 95), p=0.5),
        ],
        seed=seed,
    )


def as_variant(rgb: NDArray[np.uint8], variant: Variant) -> NDArray[np.uint8]:
    """The photo as a network of that variant sees it, in training and after. rgb: (H, W, 3) uint8."""
    if variant == "blur":
        return np.asarray(cv2.GaussianBlur(rgb, (5, 5), 0), np.uint8)
    if variant == "greyscale":
        return np.asarray(cv2.cvtColor(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)
    if variant == "contrast":
        lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB)
        # histogram equalisation of tiles, limited so that noise does not become skin (Zuiderveld 1994)
        lab[..., 0] = cv2.createCLAHE(clipLimit=2.0, tileGridSize=(8, 8)).apply(lab[..., 0])
        return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), np.uint8)
    return rgb
