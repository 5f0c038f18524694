"""Roughness and flaking: how much fine relief the skin shows, scale by scale.

Mean absolute contrast of a difference-of-Gaussians band in 100·lg; its logarithm is what heads use, because texture
contrasts multiply (light raking over relief). Flakes are the bright side of the fine bands.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import Filtered, log_contrast


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, region, value): roughness_k ln of contrast, band k fine to coarse; flaking ln of a ratio."""
    take = filtered.take
    for region in filtered.skin.masks:
        for index, band in enumerate(filtered.light_bands):
            values = take(band, region)
            yield f"roughness_{index}", region, log_contrast(float(np.abs(values).mean()))
            if index == 1:
                low, high = (float(value) for value in np.percentile(values, (3, 97)))
                # above 0 bright specks outweigh dark ones; 0.3 keeps smooth skin at 0
                yield "flaking", region, float(np.log((high + 0.3) / (0.3 - low)))
        for index in (1, 2, 3):
            values = take(filtered.erythema_bands[index], region)
            yield f"red_texture_{index}", region, log_contrast(float(np.abs(values).mean()))
