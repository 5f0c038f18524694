"""Wrinkles: dark lines, by the Hessian's eigenvalues (ridge filter after Frangi 1998, simplified).

A line is strongly curved across and hardly along: strength = max(0, high − 2·|low|). Forehead lines run across the
face and frown lines down it, so these regions also answer to the line's direction, which hair does not share.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import Curvature, Filtered, log_contrast
from sesaclinic.vision.skin import Map

_DIRECTED = {RegionName.FOREHEAD, RegionName.GLABELLA, RegionName.FACE}


def line_strength(curvature: Curvature) -> Map:
    """(H, W) ≥ 0, in 100·lg: darkness of lines of this scale, spots suppressed."""
    strength: Map = np.maximum(curvature.high - 2 * np.abs(curvature.low), 0)
    return strength


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, region, value): line_k ln mean strength, line_k_high ln of the strongest, by scale k."""
    take = filtered.take
    for index, hessian in enumerate(filtered.light_curvature):
        strength = line_strength(hessian)
        horizontal = np.maximum(hessian.down - np.abs(hessian.across), 0)
        vertical = np.maximum(hessian.across - np.abs(hessian.down), 0)
        for region in filtered.skin.masks:
            values = take(strength, region)
            yield f"line_{index}", region, log_contrast(float(values.mean()))
            yield f"line_{index}_high", region, log_contrast(float(np.percentile(values, 92)))
            if region in _DIRECTED:
                yield f"line_{index}_across", region, log_contrast(float(take(horizontal, region).mean()))
                yield f"line_{index}_down", region, log_contrast(float(take(vertical, region).mean()))
