"""Roughness and flaking: how much fine relief the skin shows, scale by scale.

Mean absolute contrast of a difference-of-Gaussians band in 100·lg; its logarithm is what heads use, because texture
contrasts multiply (light raking over relief). Flakes are the bright side of the fine bands.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import Filtered


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, region, value): roughness_k in lg of 100·lg contrast, band k fine to coarse; flaking a ratio."""
    for region, mask in filtered.skin.masks.items():
        for index, band in enumerate(filtered.light_bands):
            yield f"roughness_{index}", region, _log_contrast(band[mask])
        for index in (1, 2, 3):
            yield f"red_texture_{index}", region, _log_contrast(filtered.erythema_bands[index][mask])
        fine = filtered.light_bands[1][mask]
        low, high = np.percentile(fine, (3, 97))
        yield "flaking", region, float(np.log((high + 0.3) / (0.3 - low)))  # > 0: bright specks outweigh dark ones


def _log_contrast(values: np.ndarray[tuple[int], np.dtype[np.float32]]) -> float:
    # 0.1 is the contrast of one grey level in mid grey: below it there is only the noise of eight bits
    return float(np.log(np.abs(values).mean() + 0.1))
