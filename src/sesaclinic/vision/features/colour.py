"""Colour of skin: erythema, melanin, individual typology angle, evenness.

- Erythema index 100·(lg R − lg G) after Takiwaki 1994 (haemoglobin absorbs green, hardly red).
- Melanin index 100·lg(1/R), same source; exposure-dependent, so used only as a difference inside the face.
- ITA° = atan((L* − 50) / b*) · 180/π after Chardon 1991, from CIELAB (D65) of the white-balanced canvas.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import Filtered, blur

#: Blotches are wider than this (canvas pixels, 2 mm); what is finer is texture.
_BLOTCH = 5.0


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, region, value); values in 100·lg unless said otherwise."""
    skin = filtered.skin
    face = skin.mask
    base = float(np.percentile(skin.erythema[face], 25))  # the calm part of this very face
    soft_erythema, soft_yellow = blur(skin.smooth_erythema, _BLOTCH), blur(skin.smooth_yellow, _BLOTCH)
    soft_red = blur(skin.smooth_red, _BLOTCH)
    middle = float(np.median(skin.yellow[face])), float(np.median(skin.red[face]))
    for region, mask in skin.masks.items():
        erythema = soft_erythema[mask]
        yield "erythema", region, float(np.median(erythema))
        yield "erythema_excess", region, float(np.median(erythema)) - base
        yield "erythema_high", region, float(np.percentile(erythema, 95)) - base
        yield "erythema_spread", region, _spread(erythema)
        yield "yellow", region, float(np.median(soft_yellow[mask]))
        yield "yellow_excess", region, float(np.median(soft_yellow[mask])) - middle[0]
        yield "yellow_spread", region, _spread(soft_yellow[mask])
        yield "melanin_excess", region, middle[1] - float(np.median(soft_red[mask]))
        yield "light_spread", region, _spread(skin.smooth_light[mask])
        yield "blotchiness", region, _energy(filtered.erythema_bands[3:], mask)
        yield "unevenness", region, _energy(filtered.light_bands[2:4], mask)
        yield "yellow_unevenness", region, _energy(filtered.yellow_bands[2:4], mask)
    redder = soft_erythema[face] - base
    for step in (6.0, 10.0, 15.0):  # share of the face that is clearly, strongly, very red
        yield f"red_area_{step:.0f}", RegionName.FACE, float((redder > step).mean())


def lab(pixels: NDArray[np.uint8], mask: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Median CIELAB (D65) of masked pixels. pixels: (H, W, 3) uint8 sRGB."""
    colours = pixels[mask].astype(np.float32).reshape(-1, 1, 3) / 255
    values = cv2.cvtColor(colours, cv2.COLOR_RGB2LAB).reshape(-1, 3)
    light, red, yellow = (float(v) for v in np.median(values, axis=0))
    return light, red, yellow


def typology_angle(light: float, yellow: float) -> float:
    """ITA° from L* and b*: above 55 very light, 41–55 light, 28–41 intermediate, 10–28 tan, below dark (Chardon)."""
    return float(np.degrees(np.arctan2(light - 50, yellow)))


def _spread(values: NDArray[np.float32]) -> float:
    low, high = np.percentile(values, (10, 90))
    return float(high - low)


def _energy(bands: list[NDArray[np.float32]], mask: NDArray[np.bool_]) -> float:
    """Mean absolute answer over bands: a robust contrast."""
    return float(np.mean([np.abs(band[mask]).mean() for band in bands]))
