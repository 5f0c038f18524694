"""Pores, blackheads and spots: dark round blobs, by the Hessian's smaller eigenvalue.

A blob is curved in both directions (Lindeberg 1998): strength = max(0, low) for dark ones, max(0, −high) for bright
ones. Pores are 1–2 canvas pixels wide (0.2–0.5 mm, seen at the limit of most photos), blackheads 2–3, lentigines
and freckles 3–10; spots of melanin are dark in the red channel, inflamed ones are bright in erythema.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import Filtered, curvature
from sesaclinic.vision.skin import Map

#: Canvas pixels to a square centimetre of face (0.44 mm a pixel).
PIXELS_PER_CM2 = 520.0
#: Scales at which spots are looked for, canvas pixels.
_SPOT_SCALES = (2.4, 4.2)
#: A spot that the eye picks out is about 4 % darker than its surroundings.
_VISIBLE = 2.0


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, region, value): lg mean strength and strongest tenth by scale, visible blobs a cm²."""
    skin = filtered.skin
    for index in (0, 1):
        hessian = filtered.light_curvature[index]
        dark, bright = np.maximum(hessian.low, 0), np.maximum(-hessian.high, 0)
        peaks = _peaks(dark)
        for region, mask in skin.masks.items():
            yield f"pore_{index}", region, _log(float(dark[mask].mean()))
            yield f"pore_{index}_high", region, _log(float(np.percentile(dark[mask], 95)))
            yield f"pore_{index}_density", region, float(peaks[mask].sum() / mask.sum() * PIXELS_PER_CM2)
            yield f"bump_{index}", region, _log(float(bright[mask].mean()))
    for index, sigma in enumerate(_SPOT_SCALES):
        brown = np.maximum(curvature(skin.smooth_red, sigma).low, 0)
        red = np.maximum(-curvature(skin.smooth_erythema, sigma).high, 0)
        pale = np.maximum(curvature(skin.smooth_erythema, sigma).low, 0)
        for region, mask in skin.masks.items():
            yield f"brown_spot_{index}", region, _log(float(brown[mask].mean()))
            yield f"brown_spot_{index}_high", region, _log(float(np.percentile(brown[mask], 97)))
            yield f"red_spot_{index}", region, _log(float(red[mask].mean()))
            yield f"red_spot_{index}_high", region, _log(float(np.percentile(red[mask], 97)))
            yield f"pale_spot_{index}", region, _log(float(pale[mask].mean()))


def _peaks(strength: Map) -> NDArray[np.bool_]:
    """Local maxima that the eye would pick out."""
    return (strength >= cv2.dilate(strength, np.ones((3, 3), np.uint8))) & (strength > _VISIBLE)


def _log(value: float) -> float:
    return float(np.log(value + 0.1))
