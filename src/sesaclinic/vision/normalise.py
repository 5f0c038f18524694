"""Colour correction of one photo: what lamp and camera did to the colours, and what takes it back.

The white of the eye is the one thing in a face whose colour is known. Where enough of it is seen it gives the gains;
they are applied in part, because a few pixels of sclera are noisy and never quite white (shrinkage towards no
correction). Exposure follows from the sclera too, but only for the report: no score depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sesaclinic.vision.sclera import white_of_eyes
from sesaclinic.vision.skin import Skin

#: Colour of the white of the eye under neutral light, in 100·lg (red over green, green over blue): medians of the
#: graded faces. It is not grey: thin vessels redden and the lens of the camera yellows it a little.
SCLERA_ERYTHEMA, SCLERA_YELLOW = 9.0, 6.0
#: With this many pixels half of the estimate is believed.
_HALF_BELIEVED = 30.0
#: The largest correction, 100·lg: beyond about 1500 K the light is coloured and the person is told so instead.
_MOST = 12.0


@dataclass(frozen=True, slots=True)
class Correction:
    """gains: factors on linear red, green, blue. belief: 0 (nothing known, gains are 1) to 1. pixels: of sclera."""

    gains: tuple[float, float, float]
    belief: float
    pixels: int
    sclera_erythema: float | None
    sclera_yellow: float | None


def estimate_correction(skin: Skin) -> Correction:
    """Read the lamp's colour from the white of the eyes."""
    seen = white_of_eyes(skin)
    count = int(seen.sum())
    # canvas pixels of a coarse photo are not independent
    independent = count * min(1.0, skin.canvas.resolution) ** 2
    if independent < 8:
        return Correction((1.0, 1.0, 1.0), 0.0, count, None, None)
    erythema, yellow = float(np.median(skin.erythema[seen])), float(np.median(skin.yellow[seen]))
    belief = independent / (independent + _HALF_BELIEVED)
    red = float(np.clip(belief * (SCLERA_ERYTHEMA - erythema), -_MOST, _MOST))
    blue = float(np.clip(belief * (yellow - SCLERA_YELLOW), -_MOST, _MOST))
    gains = (round(10 ** (red / 100), 4), 1.0, round(10 ** (blue / 100), 4))
    return Correction(gains, round(belief, 3), count, erythema, yellow)


def corrected_pixels(pixels: NDArray[np.uint8], correction: Correction) -> NDArray[np.uint8]:
    """The photo under white light. pixels: (H, W, 3) uint8 sRGB; gains act on linear light."""
    levels = np.arange(256) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    tables = []
    for gain in correction.gains:
        light = np.clip(linear * gain, 0, 1)
        encoded = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
        tables.append(np.round(encoded * 255).astype(np.uint8))
    return np.stack([table[pixels[..., channel]] for channel, table in enumerate(tables)], axis=-1)
