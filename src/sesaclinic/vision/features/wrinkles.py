"""Wrinkles: dark lines, by the Hessian's eigenvalues (ridge filter after Frangi 1998, simplified).

A line is strongly curved across and hardly along: strength = max(0, high − 2·|low|). Forehead lines run across the
face and frown lines down it, so these regions also answer to the line's direction, which hair does not share.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import HESSIAN, Curvature, Filtered
from sesaclinic.vision.skin import Map


def line_strength(curvature: Curvature) -> Map:
    """(H, W) ≥ 0, in 100·lg: darkness of lines of this scale, spots suppressed."""
    return np.maximum(curvature.high - 2 * np.abs(curvature.low), 0)


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, region, value): line_k lg mean strength, line_k_high lg of the strongest tenth, by scale k."""
    for index, _ in enumerate(HESSIAN):
        curvature = filtered.light_curvature[index]
        strength = line_strength(curvature)
        horizontal = np.maximum(curvature.down, 0) - np.abs(curvature.across)
        vertical = np.maximum(curvature.across, 0) - np.abs(curvature.down)
        for region, mask in filtered.skin.masks.items():
            values = strength[mask]
            yield f"line_{index}", region, _log(float(values.mean()))
            yield f"line_{index}_high", region, _log(float(np.percentile(values, 92)))
            if region in {RegionName.FOREHEAD, RegionName.GLABELLA, RegionName.FACE}:
                yield f"line_{index}_across", region, _log(float(np.maximum(horizontal[mask], 0).mean()))
                yield f"line_{index}_down", region, _log(float(np.maximum(vertical[mask], 0).mean()))


def _log(value: float) -> float:
    return float(np.log(value + 0.1))
