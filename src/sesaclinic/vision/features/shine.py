"""Specular shine (oil on skin).

A film of sebum mirrors the lamp: bright patches with the lamp's own colour on skin of another (dichromatic model,
Shafer 1985). Gloss also skews the luminance histogram to the bright side (Motoyoshi 2007). Both are differences
inside one region, so the exposure cancels.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import Filtered, blur


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, region, value) in 100·lg, areas as shares 0–1."""
    skin, take = filtered.skin, filtered.take
    light_map, yellow_map = blur(skin.smooth_light, 1.5), blur(skin.smooth_yellow, 1.5)
    erythema_map = blur(skin.smooth_erythema, 1.5)
    # a patch of shine is 3–15 mm wide: brighter than the skin around it
    relief_map = light_map - blur(skin.smooth_light, 16.0)
    face_light = float(np.median(take(light_map, RegionName.FACE)))
    for region in skin.masks:
        light, relief = take(light_map, region), take(relief_map, region)
        yellow, erythema = take(yellow_map, region), take(erythema_map, region)
        p5, p50, p90, p98 = (float(value) for value in np.percentile(light, (5, 50, 90, 98)))
        yield "highlight", region, p98 - p50
        yield "highlight_wide", region, p90 - p50
        yield "highlight_skew", region, (p98 + p5 - 2 * p50) / max(p98 - p5, 1.0)
        yield "shine_relief", region, float(np.maximum(relief, 0).mean())
        yield "shine_relief_high", region, float(np.percentile(relief, 97))
        yield "shine_area", region, float((relief > 8).mean())
        yield "brightness", region, p50 - face_light
        bright = light > p90
        if bright.any():
            # the lamp is whiter than skin: chroma drops where it is mirrored
            yield "shine_pale_yellow", region, float(np.median(yellow) - np.median(yellow[bright]))
            yield "shine_pale_red", region, float(np.median(erythema) - np.median(erythema[bright]))
