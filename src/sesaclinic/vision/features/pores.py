"""Pores and blackheads: small dark round blobs, by the Hessian's smaller eigenvalue.

A blob is curved in both directions (Lindeberg 1998): strength = max(0, low) for dark ones, max(0, −high) for bright
ones. Pores are 1–2 canvas pixels wide (0.2–0.5 mm, the limit of what most photos show), blackheads 2–3.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import Filtered, log_contrast
from sesaclinic.vision.skin import Map

#: Canvas pixels to a square centimetre of face (0.44 mm a pixel).
PIXELS_PER_CM2 = 520.0
#: A blob that the eye picks out is about 4 % darker than its surroundings.
_VISIBLE = 2.0


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, region, value): ln mean strength and ln of the strongest by scale, visible blobs a cm²."""
    take = filtered.take
    for index in (0, 1):
        hessian = filtered.light_curvature[index]
        dark, bright = np.maximum(hessian.low, 0), np.maximum(-hessian.high, 0)
        peaks = _peaks(dark)
        for region in filtered.skin.masks:
            values = take(dark, region)
            yield f"pore_{index}", region, log_contrast(float(values.mean()))
            yield f"pore_{index}_high", region, log_contrast(float(np.percentile(values, 95)))
            yield f"pore_{index}_density", region, float(peaks[filtered.skin.masks[region]].mean() * PIXELS_PER_CM2)
            yield f"bump_{index}", region, log_contrast(float(take(bright, region).mean()))


def _peaks(strength: Map) -> Map:
    """1 at local maxima that the eye would pick out, else 0."""
    crest = cv2.dilate(strength, np.ones((3, 3), np.uint8))
    peaks: Map = ((strength >= crest) & (strength > _VISIBLE)).astype(np.float32)
    return peaks
