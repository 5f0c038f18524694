"""Spots and patches: brown ones of melanin, red ones of inflammation.

Blobs of 1–4 mm by the Hessian's eigenvalues, as pores are found. Melanin darkens the red channel, where blood is clear,
and absorbs blue most, so a freckle is dark and yellow at once and a shadow or a pore is not (geometric mean of both);
inflamed spots are bright in erythema. Patches of melasma are wider: the coarse bands of the red channel.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import Filtered, blur, curvature, log_contrast

#: Scales at which spots are looked for, canvas pixels.
_SCALES = (1.4, 2.4, 4.2)
#: Patches lie between these blurs, 3–13 mm.
_PATCH = (7.0, 30.0)


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, region, value): ln mean strength, _high ln of the strongest, by scale; patches in 100·lg."""
    skin, take = filtered.skin, filtered.take
    for index, sigma in enumerate(_SCALES):
        dark = np.maximum(curvature(skin.smooth_red, sigma).low, 0)
        yellow = np.maximum(-curvature(skin.smooth_yellow, sigma).high, 0)
        maps = {
            "brown_spot": dark,
            "melanin_spot": np.sqrt(dark * yellow),
            "red_spot": np.maximum(-curvature(skin.smooth_erythema, sigma).high, 0),
        }
        for name, strength in maps.items():
            for region in skin.masks:
                values = take(strength, region)
                yield f"{name}_{index}", region, log_contrast(float(values.mean()))
                yield f"{name}_{index}_high", region, log_contrast(float(np.percentile(values, 97)))
    patches = blur(skin.smooth_red, _PATCH[0]) - blur(skin.smooth_red, _PATCH[1])
    red_patches = blur(skin.smooth_erythema, _PATCH[0]) - blur(skin.smooth_erythema, _PATCH[1])
    for region in skin.masks:
        low, high = (float(value) for value in np.percentile(take(patches, region), (5, 95)))
        yield "brown_patch", region, -low
        yield "pale_patch", region, high
        yield "red_patch", region, float(np.percentile(take(red_patches, region), 95))
