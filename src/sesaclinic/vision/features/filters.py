"""The few linear filters all texture measures share, computed once a photo.

Scales are in canvas pixels (0.44 mm on a face): bands of a difference-of-Gaussians pyramid, and Gaussian second
derivatives (the Hessian), scale-normalised by sigma² after Lindeberg 1998.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import RegionName
from sesaclinic.vision.skin import Map, Skin

#: Values of a map at some pixels, (n,).
Values = NDArray[np.float32]

#: Gaussian scales of the pyramid; band k lies between scale k and k + 1.
PYRAMID = (1.0, 1.7, 3.0, 5.2, 9.0, 16.0)
#: Scales of the Hessian: fine lines and pores, lines, folds.
HESSIAN = (1.4, 2.4, 4.2)
#: From this scale on a blur is done at half size: the same within a grey level, at a quarter of the time.
_COARSE = 5.0


@dataclass(frozen=True, slots=True)
class Curvature:
    """Eigenvalues of the Hessian, high ≥ low, and its own entries; (H, W) float32, unit of the map.

    A dark line has high > 0 and low near 0; a dark spot has both > 0; a bright spot both < 0.
    """

    high: Map
    low: Map
    across: Map  # second derivative along x: answers to vertical lines
    down: Map  # along y: answers to horizontal lines


def blur(values: Map, sigma: float) -> Map:
    """Gaussian blur. values: (H, W) float32; sigma in pixels."""
    if sigma < _COARSE:
        fine: Map = cv2.GaussianBlur(values, (0, 0), sigma)
        return fine
    small = cv2.resize(values, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / 2)
    coarse: Map = cv2.resize(small, (values.shape[1], values.shape[0]), interpolation=cv2.INTER_LINEAR)
    return coarse


def bands(values: Map) -> list[Map]:
    """Band-passed copies of a map, fine to coarse, one less than PYRAMID has scales."""
    return [fine - coarse for fine, coarse in pairwise(blur(values, sigma) for sigma in PYRAMID)]


def curvature(values: Map, sigma: float) -> Curvature:
    """Hessian of a map at one scale."""
    smooth = blur(values, sigma)
    norm = sigma * sigma
    # central differences of an already smooth map
    across = cv2.filter2D(smooth, -1, np.array([[1, -2, 1]], np.float32) * norm)
    down = cv2.filter2D(smooth, -1, np.array([[1], [-2], [1]], np.float32) * norm)
    mixed = cv2.filter2D(smooth, -1, np.array([[1, 0, -1], [0, 0, 0], [-1, 0, 1]], np.float32) * (norm / 4))
    mean = cv2.addWeighted(across, 0.5, down, 0.5, 0)
    root = cv2.magnitude(cv2.addWeighted(across, 0.5, down, -0.5, 0), mixed)
    return Curvature(mean + root, mean - root, across, down)


class Filtered:
    """Filter answers over one skin, computed when first asked for."""

    def __init__(self, skin: Skin) -> None:
        self.skin = skin

    def take(self, values: Map, region: RegionName) -> Values:
        """The map at the region's pixels (an even sample of a large region)."""
        taken: Values = values.ravel().take(self.skin.indices[region])
        return taken

    @cached_property
    def light_bands(self) -> list[Map]:
        return bands(self.skin.smooth_light)

    @cached_property
    def erythema_bands(self) -> list[Map]:
        return bands(self.skin.smooth_erythema)

    @cached_property
    def yellow_bands(self) -> list[Map]:
        return bands(self.skin.smooth_yellow)

    @cached_property
    def light_curvature(self) -> list[Curvature]:
        return [curvature(self.skin.smooth_light, sigma) for sigma in HESSIAN]


def log_contrast(value: float) -> float:
    """Natural logarithm of a contrast in 100·lg, because contrasts of relief multiply.

    0.1 is the step of one grey level in mid grey: below it there is only the noise of eight bits.
    """
    return float(np.log(value + 0.1))
