"""Colour of skin: erythema, melanin, individual typology angle, evenness.

- Erythema index 100·(lg R − lg G) after Takiwaki 1994 (haemoglobin absorbs green, hardly red).
- Melanin index 100·lg(1/R), same source; exposure-dependent, so used only as a difference inside the face.
- ITA° = atan((L* − 50) / b*) · 180/π after Chardon 1991, from CIELAB (D65) of the colour-corrected canvas.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import Filtered, Values, blur

#: Blotches are wider than this (canvas pixels, 2 mm); what is finer is texture.
_BLOTCH = 5.0


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, region, value); values in 100·lg unless said otherwise."""
    skin, take = filtered.skin, filtered.take
    erythema_map, yellow_map = blur(skin.smooth_erythema, _BLOTCH), blur(skin.smooth_yellow, _BLOTCH)
    red_map = blur(skin.smooth_red, _BLOTCH)
    face = take(erythema_map, RegionName.FACE)
    base = float(np.percentile(face, 25))  # the calm part of this very face
    yellow_middle = float(np.median(take(yellow_map, RegionName.FACE)))
    red_middle = float(np.median(take(red_map, RegionName.FACE)))
    for region in skin.masks:
        low, middle, high, top = _percentiles(take(erythema_map, region), 10, 50, 90, 95)
        yield "erythema", region, middle
        yield "erythema_excess", region, middle - base
        yield "erythema_high", region, top - base
        yield "erythema_spread", region, high - low
        low, middle, high = _percentiles(take(yellow_map, region), 10, 50, 90)
        yield "yellow", region, middle
        yield "yellow_excess", region, middle - yellow_middle
        yield "yellow_spread", region, high - low
        low, middle, high = _percentiles(take(red_map, region), 10, 50, 90)
        yield "melanin_excess", region, red_middle - middle
        yield "melanin_spread", region, high - low
        yield "blotchiness", region, _contrast(*(take(band, region) for band in filtered.erythema_bands[3:]))
        yield "unevenness", region, _contrast(*(take(band, region) for band in filtered.light_bands[2:4]))
        yield "yellow_unevenness", region, _contrast(*(take(band, region) for band in filtered.yellow_bands[2:4]))
    for step in (6, 10, 15):  # share of the face that is clearly, strongly, very red
        yield f"red_area_{step}", RegionName.FACE, float((face > base + step).mean())
    # blood reddens without darkening, shadow darkens without reddening
    light = take(skin.smooth_light, RegionName.FACE)
    yield "erythema_by_light", RegionName.FACE, float(np.polyfit(light, face, 1)[0])


def lab(pixels: NDArray[np.uint8], mask: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Median CIELAB (D65) of masked pixels. pixels: (H, W, 3) uint8 sRGB."""
    colours = pixels[mask].astype(np.float32).reshape(-1, 1, 3) / 255
    values = cv2.cvtColor(colours, cv2.COLOR_RGB2LAB).reshape(-1, 3)
    light, red, yellow = (float(v) for v in np.median(values, axis=0))
    return light, red, yellow


def typology_angle(light: float, yellow: float) -> float:
    """ITA° from L* and b*: above 55 very light, 41–55 light, 28–41 intermediate, 10–28 tan, below dark (Chardon)."""
    return float(np.degrees(np.arctan2(light - 50, yellow)))


def _percentiles(values: Values, *at: float) -> tuple[float, ...]:
    return tuple(float(value) for value in np.percentile(values, at))


def _contrast(*answers: Values) -> float:
    """Mean absolute answer over bands."""
    return float(np.mean([np.abs(answer).mean() for answer in answers]))
