"""Dark circles: the thin skin under the lid against the cheek right below it.

Differences of luminance, erythema and yellowness in 100·lg (after the L*, a*, b* contrast of Mac-Mary 2019), of the
whole orbit and of its inner, middle and outer third, because a hollow is darkest in its corner; by side and the worse.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import Filtered
from sesaclinic.vision.skin import Mask, Skin

_CONTRASTS = ("darkness", "redness", "yellowness", "depth", "inner", "middle", "outer")


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, side or face, value) in 100·lg; nothing for an eye that is not seen."""
    skin = filtered.skin
    sides = []
    for region, (orbit, malar) in skin.orbits.items():
        cheek_light = float(np.median(skin.light[malar]))
        red, yellow = (
            float(np.median(values[orbit]) - np.median(values[malar])) for values in (skin.erythema, skin.yellow)
        )
        light = skin.light[orbit]
        contrasts = (
            cheek_light - float(np.median(light)),
            red,
            yellow,
            cheek_light - float(np.percentile(light, 20)),
            *(cheek_light - part for part in _thirds(skin, orbit, inner_first=region == RegionName.LEFT_UNDER_EYE)),
        )
        sides.append(contrasts)
        for name, value in zip(_CONTRASTS, contrasts, strict=True):
            yield f"orbit_{name}", region, value
    if sides:
        for name, worst in zip(_CONTRASTS, np.max(sides, axis=0), strict=True):
            yield f"orbit_{name}_worse", RegionName.FACE, float(worst)


def _thirds(skin: Skin, orbit: Mask, inner_first: bool) -> NDArray[np.float64]:
    """Median luminance of the inner, middle and outer third of an orbit; the person's left eye begins at the nose."""
    rows, columns = np.nonzero(orbit)
    edges = np.quantile(columns, (1 / 3, 2 / 3))
    light = skin.light[rows, columns]
    parts = [light[columns <= edges[0]], light[(columns > edges[0]) & (columns <= edges[1])], light[columns > edges[1]]]
    medians = np.array([np.median(part) if len(part) else np.median(light) for part in parts])
    return medians if inner_first else medians[::-1]
