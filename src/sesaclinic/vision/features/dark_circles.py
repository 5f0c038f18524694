"""Dark circles: the thin skin under the lid against the cheek right below it.

Differences of luminance, erythema and yellowness in 100·lg (after the L*, a*, b* contrast of Mac-Mary 2019), the
stronger side and the mean of both, plus the darkest fifth of the orbit, because a hollow is darkest in its corner.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import Filtered

_CONTRASTS = ("darkness", "redness", "yellowness", "depth")


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, side or face, value) in 100·lg; nothing for an eye that is not seen."""
    skin = filtered.skin
    sides = []
    for region, (orbit, malar) in skin.orbits.items():
        light, red, yellow = (
            float(np.median(values[malar])) - float(np.median(values[orbit]))
            for values in (skin.light, skin.erythema, skin.yellow)
        )
        deepest = float(np.median(skin.light[malar]) - np.percentile(skin.light[orbit], 20))
        contrasts = (light, -red, -yellow, deepest)
        sides.append(contrasts)
        for name, value in zip(_CONTRASTS, contrasts, strict=True):
            yield f"orbit_{name}", region, value
    if sides:
        for name, worst in zip(_CONTRASTS, np.max(sides, axis=0), strict=True):
            yield f"orbit_{name}_worse", RegionName.FACE, float(worst)
