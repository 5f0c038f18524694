"""The skin of a canvas, in the units measures are made of.

Everything is a logarithm of linear light, times 100 (the optical-density scale of Takiwaki's erythema and melanin
indices). A brighter exposure or another white balance then only adds a constant, which differences inside the
face take out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import RegionName
from sesaclinic.vision.align import FACE_WIDTH, Canvas
from sesaclinic.vision.regions import (
    LEFT_MALAR,
    LEFT_ORBIT,
    MIN_FACING,
    OUTLINES,
    RIGHT_MALAR,
    RIGHT_ORBIT,
    facing,
    fill,
    not_skin,
)

Map = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: sRGB (IEC 61966-2-1) to linear light for every byte; the floor keeps the logarithm of black finite (about 9 stops).
LINEAR = np.array(
    [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in np.arange(256) / 255], np.float32
)
_FLOOR = 0.002
#: Fewer skin pixels than this say nothing: 40 px are 8 mm² of skin.
_MIN_PIXELS = 40
#: Pixels of a region that are looked at: of 8,000 a percentile is known to half a percent.
_ENOUGH = 8000
#: How far skin may be from the face's own colour, in 100·lg: hair and shadow are darker than a third of it, red lesions
#: are up to 25 redder, cloth and grey hair lose the skin's chroma.
_DARKER, _PALER, _REDDER, _YELLOW = 45.0, 9.0, 28.0, 22.0

PARTS = tuple(name for name in OUTLINES if name not in {RegionName.FACE, RegionName.T_ZONE, RegionName.U_ZONE})
_SEEDS = (RegionName.LEFT_CHEEK, RegionName.RIGHT_CHEEK, RegionName.NOSE, RegionName.CHIN, RegionName.GLABELLA)


#: So much darker than the face, in 100·lg, over lid and cheek alike, is glass or deep shadow.
_DARK_GLASS = 60.0
_SPARE_SEEDS = (RegionName.FOREHEAD, RegionName.LEFT_UNDER_EYE, RegionName.RIGHT_UNDER_EYE)
#: A region that is so much further from the colour of skin than the best one is not skin (`cast_distance`); red cheeks
#: are 0.5 away, a medical mask 2.
_STRANGE = 1.0


@dataclass(frozen=True)
class Skin:
    """light, erythema, yellow: (H, W) float32 in 100·lg: luminance, red over green, green over blue.

    red: 100·lg of the red channel alone, where melanin shows without haemoglobin. masks: skin pixels a region; a
    region that cannot be seen is missing. orbits: by under-eye region, the skin under the lid and the cheek below it.
    """

    canvas: Canvas
    light: Map
    red: Map
    erythema: Map
    yellow: Map
    mask: Mask
    masks: dict[RegionName, Mask]
    orbits: dict[RegionName, tuple[Mask, Mask]]

    @cached_property
    def indices(self) -> dict[RegionName, NDArray[np.int64]]:
        """Flat indices of each region's pixels; of large regions an even sample, because no statistic needs more."""
        sampled = {}
        for region, mask in self.masks.items():
            found = np.flatnonzero(mask)
            sampled[region] = found[:: max(1, len(found) // _ENOUGH)]
        return sampled

    @cached_property
    def smooth_light(self) -> Map:
        """light with everything that is not skin replaced by its surroundings, so that filters see no edges there."""
        return filled(self.light, self.mask)

    @cached_property
    def smooth_red(self) -> Map:
        return filled(self.red, self.mask)

    @cached_property
    def smooth_erythema(self) -> Map:
        return filled(self.erythema, self.mask)

    @cached_property
    def smooth_yellow(self) -> Map:
        return filled(self.yellow, self.mask)


def cast_distance(erythema: Map, yellow: Map) -> Map:
    """How far a colour is from where skin lies under white light; 1 is the rim of ordinary photos.

    An ellipse around the medians of the labelled faces (erythema 24, yellow 22, in 100·lg), tints of skin are red.
    """
    distance: Map = np.hypot((erythema - 24.0) / 16.0, (yellow - 22.0) / 26.0)
    return np.where(erythema > 5, distance, distance + 1.0)


def see_skin(canvas: Canvas) -> Skin:
    """Find the skin of a canvas."""
    linear = LINEAR[canvas.pixels]
    logs = 100 * np.log10(linear + _FLOOR)
    red, green, blue = logs[..., 0], logs[..., 1], logs[..., 2]
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    light = (100 * np.log10(luminance + _FLOOR)).astype(np.float32)
    erythema, yellow = red - green, green - blue
    shape = (light.shape[0], light.shape[1])
    if len(canvas.points) == 0:
        mask = canvas.inside & _skin_coloured(light, erythema, yellow, canvas.inside)
        masks = {RegionName.FACE: mask} if mask.sum() >= _MIN_PIXELS else {}
        return Skin(canvas, light, red, erythema, yellow, mask, masks, {})
    points = canvas.points
    outlines = {name: fill(shape, points, OUTLINES[name]) for name in (RegionName.FACE, *PARTS)}
    bare = canvas.inside & ~not_skin(shape, points, FACE_WIDTH)
    coloured = _skin_coloured(light, erythema, yellow, _seed(outlines, bare, erythema, yellow))
    face = bare & outlines[RegionName.FACE] & coloured
    masks = {RegionName.FACE: face}
    for name in PARTS:
        visible = [outline for outline in OUTLINES[name] if facing(points, outline) > MIN_FACING]
        if not visible:
            continue
        area = bare & (outlines[name] if len(visible) == len(OUTLINES[name]) else fill(shape, points, tuple(visible)))
        part = area & coloured
        if part.sum() < 0.2 * area.sum():
            part = area  # a shadow or a colour the model misjudges: the outline is the better guess
        if part.sum() >= _MIN_PIXELS:
            masks[name] = part
    _add_zones(masks)
    orbits = {}
    for region, orbit, malar in (
        (RegionName.RIGHT_UNDER_EYE, RIGHT_ORBIT, RIGHT_MALAR),
        (RegionName.LEFT_UNDER_EYE, LEFT_ORBIT, LEFT_MALAR),
    ):
        under, cheek = bare & fill(shape, points, (orbit,)), bare & fill(shape, points, (malar,))
        if facing(points, malar) > MIN_FACING and _uncovered(light, under, cheek, face):
            orbits[region] = under, cheek
    return Skin(canvas, light, red, erythema, yellow, face, masks, orbits)


def _uncovered(light: Map, under: Mask, cheek: Mask, face: Mask) -> bool:
    """Whether an eye can be judged: there is skin below it, and no dark glass down to the cheek."""
    if min(under.sum(), cheek.sum()) < _MIN_PIXELS or not face.any():
        return False
    return float((light[under | cheek] > np.median(light[face]) - _DARK_GLASS).mean()) > 0.5


def _seed(outlines: dict[RegionName, Mask], bare: Mask, erythema: Map, yellow: Map) -> Mask:
    """Where the face's own colour is read: the middle of it, but not what a mask, a hand or paint hides."""
    parts = {name: bare & outlines[name] for name in (*_SEEDS, *_SPARE_SEEDS)}
    distances = {
        name: float(cast_distance(np.median(erythema[part], keepdims=True), np.median(yellow[part], keepdims=True))[0])
        for name, part in parts.items()
        if part.sum() >= _MIN_PIXELS
    }
    limit = min(distances.values(), default=0.0) + _STRANGE
    kept = [name for name in _SEEDS if distances.get(name, np.inf) <= limit]
    kept = kept or [name for name in _SPARE_SEEDS if distances.get(name, np.inf) <= limit]
    return np.logical_or.reduce([parts[name] for name in kept]) if kept else bare & outlines[RegionName.FACE]


def filled(values: Map, mask: Mask, sigma: float = 6.0) -> Map:
    """values with what lies outside the mask replaced by the local mean of what lies inside (normalised convolution).

    sigma: reach in canvas pixels; further away the mean of the whole mask is taken.
    """
    weight = mask.astype(np.float32)
    mean = float(values[mask].mean()) if mask.any() else 0.0
    blurred = cv2.GaussianBlur((values - mean) * weight, (0, 0), sigma)
    reach = cv2.GaussianBlur(weight, (0, 0), sigma)
    local = np.where(reach > 1e-3, blurred / np.maximum(reach, 1e-3), 0) + mean
    return np.where(mask, values, local).astype(np.float32)


def _skin_coloured(light: Map, erythema: Map, yellow: Map, seed: Mask) -> Mask:
    """Pixels that look like the skin of the seed, without specks and thin hairs."""
    if seed.sum() < _MIN_PIXELS:
        return np.zeros(light.shape, bool)
    medians = [float(np.median(values[seed])) for values in (light, erythema, yellow)]
    near = light > medians[0] - _DARKER
    near &= (erythema > medians[1] - _PALER) & (erythema < medians[1] + _REDDER)
    near &= np.abs(yellow - medians[2]) < _YELLOW
    glare = light > medians[0] + 10  # a highlight has the lamp's colour and is still skin
    near = (near | glare).astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    opened = cv2.morphologyEx(cv2.morphologyEx(near, cv2.MORPH_CLOSE, kernel), cv2.MORPH_OPEN, kernel)
    return np.asarray(opened, dtype=bool)


def _add_zones(masks: dict[RegionName, Mask]) -> None:
    """T- and U-zone as unions of what is seen of their parts."""
    for zone, parts in (
        (RegionName.T_ZONE, (RegionName.FOREHEAD, RegionName.GLABELLA, RegionName.NOSE)),
        (RegionName.U_ZONE, (RegionName.LEFT_CHEEK, RegionName.RIGHT_CHEEK, RegionName.CHIN)),
    ):
        seen = [masks[part] for part in parts if part in masks]
        if seen:
            masks[zone] = np.logical_or.reduce(seen)
