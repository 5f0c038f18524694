"""Dark circles: the thin skin under the lid against the cheek right below it.

Differences of luminance, erythema and yellowness in 100·lg (after the L*, a*, b* contrast of Mac-Mary 2019), the
stronger side and the mean of both, plus the darkest fifth of the orbit, because a hollow is darkest in its corner.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import Filtered


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, face, value) in 100·lg; nothing when no eye is seen."""
    skin = filtered.skin
    sides = []
    for orbit, malar in skin.orbits:
        light, red, yellow = (
            float(np.median(values[malar])) - float(np.median(values[orbit]))
            for values in (skin.light, skin.erythema, skin.yellow)
        )
        deepest = float(np.median(skin.light[malar]) - np.percentile(skin.light[orbit], 20))
        sides.append((light, -red, -yellow, deepest))
    if not sides:
        return
    mean, worst = np.mean(sides, axis=0), np.max(sides, axis=0)
    for name, index in (("darkness", 0), ("redness", 1), ("yellowness", 2), ("depth", 3)):
        yield f"orbit_{name}", RegionName.FACE, float(mean[index])
        yield f"orbit_{name}_worse", RegionName.FACE, float(worst[index])
