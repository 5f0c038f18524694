"""All measures of a skin, by region, and as the flat vector that heads and training read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sesaclinic.domain import RegionName
from sesaclinic.vision.features import colour, dark_circles, pores, references, shine, spots, texture, wrinkles
from sesaclinic.vision.features.filters import Filtered
from sesaclinic.vision.skin import Skin

#: Sides of a face say the same thing; a head reads their mean, so that a turned face loses nothing.
SITES: dict[RegionName, str] = {
    RegionName.LEFT_CHEEK: "cheeks",
    RegionName.RIGHT_CHEEK: "cheeks",
    RegionName.LEFT_UNDER_EYE: "under_eyes",
    RegionName.RIGHT_UNDER_EYE: "under_eyes",
    RegionName.LEFT_CROWS_FEET: "crows_feet",
    RegionName.RIGHT_CROWS_FEET: "crows_feet",
}


@dataclass(frozen=True)
class Measurements:
    """by_region: (measure, region) to value. vector: "measure.site" to value, sides merged by their visible area."""

    by_region: dict[tuple[str, RegionName], float]
    vector: dict[str, float]


def measure(skin: Skin) -> Measurements:
    """Read every measure. A region that is not seen is missing from both tables."""
    filtered = Filtered(skin)
    by_region = {
        (name, region): value
        for module in (colour, references, shine, texture, wrinkles, pores, spots, dark_circles)
        for name, region, value in module.measure(filtered)
    }
    areas = {region: float(mask.sum()) for region, mask in skin.masks.items()}
    sums: dict[str, tuple[float, float]] = {}
    for (name, region), value in by_region.items():
        key = f"{name}.{SITES.get(region, region.value)}"
        total, weight = sums.get(key, (0.0, 0.0))
        area = areas.get(region, 1.0)
        sums[key] = (total + value * area, weight + area)
    vector = {key: total / weight for key, (total, weight) in sums.items()}
    vector["resolution.face"] = float(np.log(np.clip(skin.canvas.resolution, 0.25, 1.0)))
    return Measurements(by_region, vector)
