"""Colours of the same face that say what lamp it was under: eye whites, brows and lips against skin.

Redness of a whole face cannot be told from a warm lamp by skin alone. The white of the eye is nearly neutral, brows are
nearly black, and lips are the reddest part of anybody; each gives the heads one more hold.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sesaclinic.domain import RegionName
from sesaclinic.vision.features.filters import Filtered
from sesaclinic.vision.regions import BROWS, LIPS, fill
from sesaclinic.vision.sclera import white_of_eyes

#: Fewer pixels are noise.
_LEAST = 12


def measure(filtered: Filtered) -> Iterator[tuple[str, RegionName, float]]:
    """Yield (measure, face, value) in 100·lg: skin minus reference; nothing for what is not seen."""
    skin = filtered.skin
    points, shape = skin.canvas.points, (skin.light.shape[0], skin.light.shape[1])
    if len(points) == 0:
        return
    erythema = float(np.median(filtered.take(skin.erythema, RegionName.FACE)))
    yellow = float(np.median(filtered.take(skin.yellow, RegionName.FACE)))
    places = {
        "sclera": white_of_eyes(skin),
        "brows": fill(shape, points, BROWS) & skin.canvas.inside,
        "lips": fill(shape, points, LIPS) & skin.canvas.inside,
    }
    for name, place in places.items():
        if place.sum() >= _LEAST:
            yield f"erythema_over_{name}", RegionName.FACE, erythema - float(np.median(skin.erythema[place]))
            yield f"yellow_over_{name}", RegionName.FACE, yellow - float(np.median(skin.yellow[place]))
