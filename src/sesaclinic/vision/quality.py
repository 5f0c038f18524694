"""Is the photo good enough to measure skin on: a score 0–100, named issues, three modes.

Each check compares one number with two limits: beyond the first the person is told, beyond the second the photo is
refused in normal mode. Strict mode refuses what is serious, off refuses nothing. The limits come from
`python -m training.measurements.quality`, which prints each number over the labelled photos and over spoiled copies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import Quality, QualityIssue, RegionName
from sesaclinic.errors import PhotoError
from sesaclinic.vision.intake import Photo
from sesaclinic.vision.mesh import FaceMesh
from sesaclinic.vision.regions import OUTLINES, fill
from sesaclinic.vision.skin import Skin, cast_distance

Mode = Literal["off", "normal", "strict"]


@dataclass(frozen=True, slots=True)
class Limit:
    """code of the issue; tell, refuse: where each begins; higher: is more worse? cost: points off at `refuse`."""

    code: str
    tell: float
    refuse: float
    higher: bool
    cost: float

    def severity(self, value: float) -> float:
        """0 fine, 1 at the limit that refuses, more beyond; small positive where the person is only told."""
        beyond = value - self.tell if self.higher else self.tell - value
        return max(0.0, beyond / abs(self.refuse - self.tell))


#: In the order they are named to a person: what to do with the camera comes before the light.
LIMITS: dict[str, Limit] = {
    "resolution": Limit("low_resolution", tell=0.55, refuse=0.25, higher=False, cost=40),
    "outside": Limit("face_cut_off", tell=0.15, refuse=0.5, higher=True, cost=40),
    "yaw": Limit("pose_off_centre", tell=28.0, refuse=65.0, higher=True, cost=40),
    "pitch": Limit("pose_off_centre", tell=22.0, refuse=45.0, higher=True, cost=40),
    "brightness": Limit("too_dark", tell=45.0, refuse=28.0, higher=False, cost=60),
    "clipped": Limit("too_bright", tell=0.12, refuse=0.4, higher=True, cost=60),
    "sharpness": Limit("blurred", tell=0.30, refuse=0.17, higher=False, cost=60),
    "contrast": Limit("low_contrast", tell=18.0, refuse=5.0, higher=False, cost=40),
    "cast": Limit("colour_cast", tell=1.6, refuse=4.5, higher=True, cost=40),
    "unevenness": Limit("uneven_light", tell=30.0, refuse=150.0, higher=True, cost=40),
    "covered": Limit("occluded", tell=0.4, refuse=0.9, higher=True, cost=40),
    "compression": Limit("heavy_compression", tell=-45.0, refuse=-2.0, higher=True, cost=30),
    "monochrome": Limit("no_colour", tell=0.5, refuse=2.0, higher=True, cost=20),
}
#: A turned head is told as a pose, but refused by its own name.
_REFUSAL_CODE = {"yaw": "face_turned", "pitch": "face_turned", "resolution": "face_too_small", "covered": "no_skin"}
#: From this severity on strict mode refuses.
_SERIOUS = 0.5


@dataclass(frozen=True)
class QualityReport:
    """The verdict and the numbers it rests on. refusal: code under which normal mode refuses, or None."""

    quality: Quality
    values: dict[str, float]
    refusal: str | None


def inspect_quality(photo: Photo, skin: Skin, mesh: FaceMesh | None, mode: Mode, lang: str) -> QualityReport:
    """Judge a photo. Raises PhotoError where the mode refuses it, with the code of the first issue that does."""
    values = dict(_values(photo, skin, mesh))
    severities = {name: LIMITS[name].severity(value) for name, value in values.items()}
    found = [name for name in LIMITS if severities.get(name, 0) > 0]
    fatal = [name for name in found if severities[name] >= 1]
    serious = [name for name in found if severities[name] >= _SERIOUS]
    refusal = _REFUSAL_CODE.get(fatal[0], LIMITS[fatal[0]].code) if fatal else None
    if refusal and mode != "off":
        raise PhotoError(refusal)
    if serious and mode == "strict":
        raise PhotoError(_REFUSAL_CODE.get(serious[0], LIMITS[serious[0]].code))
    codes = list(dict.fromkeys(LIMITS[name].code for name in found))
    issues = tuple(QualityIssue(code=code, message=PhotoError(code).message(lang)) for code in codes)
    cost = sum(LIMITS[name].cost * min(severity, 1.5) for name, severity in severities.items())
    quality = Quality(score=round(max(0.0, 100 - cost), 1), accepted=refusal is None, issues=issues)
    return QualityReport(quality, values, refusal)


def _values(photo: Photo, skin: Skin, mesh: FaceMesh | None) -> Iterator[tuple[str, float]]:
    canvas = skin.canvas
    shape = (canvas.pixels.shape[0], canvas.pixels.shape[1])
    oval = fill(shape, canvas.points, OUTLINES[RegionName.FACE]) if mesh else np.ones(shape, bool)
    seen = oval & canvas.inside
    grey = cv2.cvtColor(canvas.pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    face = grey[seen] if seen.any() else grey.ravel()
    # the lighter part of the face: dark skin, beards and shadows alone do not make a photo dark
    yield "brightness", lightness(float(np.percentile(face, 90)))
    # red saturates first on pale skin and harms little; where green is full, the detail is gone
    yield "clipped", float((canvas.pixels[seen][:, 1] >= 250).mean()) if seen.any() else 0.0
    yield "sharpness", sharpness(grey, seen, canvas.resolution)
    low, high = np.percentile(face, (2, 98))
    yield "contrast", lightness(float(high)) - lightness(float(low))
    yield "resolution", canvas.resolution
    yield "compression", -float(photo.jpeg_quality or 100)
    yield "monochrome", float(photo.monochrome)
    if not photo.monochrome and skin.mask.any():
        middle = [np.median(values[skin.mask], keepdims=True) for values in (skin.erythema, skin.yellow)]
        yield "cast", float(cast_distance(middle[0], middle[1])[0])
    if mesh is not None:
        yield "yaw", abs(mesh.yaw)
        yield "pitch", abs(mesh.pitch + _LEVEL_PITCH)
        yield "outside", 1 - float(seen.sum()) / max(1.0, float(oval.sum()))
        yield "covered", 1 - float(skin.mask.sum()) / max(1.0, _BARE_SHARE * float(seen.sum()))
        cheeks = [skin.masks.get(side) for side in (RegionName.LEFT_CHEEK, RegionName.RIGHT_CHEEK)]
        if cheeks[0] is not None and cheeks[1] is not None and abs(mesh.yaw) < 25:
            left, right = (float(np.median(skin.light[cheek])) for cheek in cheeks if cheek is not None)
            yield "unevenness", abs(left - right)


def spoiled(pixels: NDArray[np.uint8]) -> str | None:
    """Why nobody could see a face in a photo in which none was found: code of the reason, or None.

    pixels: (H, W, 3) uint8 RGB.
    """
    ratio = _GLANCE_SIDE / max(pixels.shape[:2])
    small = cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA) if ratio < 1 else pixels
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    low, high = (lightness(float(level)) for level in np.percentile(grey, (10, 98)))
    if high < LIMITS["brightness"].refuse:
        return "too_dark"
    if low > _GLARE_FLOOR and float((small[..., 1] >= 250).mean()) > _GLARE_SHARE:
        return "too_bright"
    plain = float(grey.std()) < 4  # a wall: nothing on it could be sharp
    if not plain and sharpness(grey, np.ones(grey.shape, bool), 1.0) < _SMEARED:
        return "blurred"
    return None


#: Sharpness and light of a whole photo are judged at this size.
_GLANCE_SIDE = 640
#: Glare leaves nine tenths of a photo above this L* (the darkest tenth of pale close-ups stays below 72) and clips
#: this share of it (white backgrounds of labelled photos: 0.46).
_GLARE_FLOOR, _GLARE_SHARE = 70.0, 0.6
#: Of labelled photos of every kind 99 % are sharper than 0.24 as a whole; blurred by 1 % of their side they read 0.12.
_SMEARED = 0.15
#: A level face reads −7° on this mesh (median of the labelled faces).
_LEVEL_PITCH = 7.0
#: Eyes, brows and lips cover about a sixth of the oval.
_BARE_SHARE = 0.83


def lightness(grey: float) -> float:
    """CIE L* of an sRGB grey level 0–255."""
    encoded = grey / 255
    luminance = encoded / 12.92 if encoded <= 0.04045 else ((encoded + 0.055) / 1.055) ** 2.4
    return 903.3 * luminance if luminance <= 0.008856 else float(116 * np.cbrt(luminance) - 16)


def sharpness(grey: NDArray[np.float32], seen: NDArray[np.bool_], resolution: float) -> float:
    """How steep the steepest edges of the face are, about 0.1 (smeared) to 0.7 (crisp), whatever the photo's size.

    Edges (97th percentile) of the octave at 1–2 px of the finest scale the photo has, over those at 4–8 px; noise, read
    as the fine octave's 40th percentile, is taken off first. grey: (H, W) 0–255; resolution: photo pixels per canvas
    pixel.
    """
    if resolution < 1:  # look at the photo's own pixels, not at the ones the canvas invented
        size = (max(32, round(grey.shape[1] * resolution)), max(32, round(grey.shape[0] * resolution)))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
        seen = cv2.resize(seen.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST).astype(bool)
    fine, coarse = (
        np.abs(cv2.GaussianBlur(grey, (0, 0), sigma) - cv2.GaussianBlur(grey, (0, 0), 2 * sigma))
        for sigma in (1.0, 4.0)
    )
    if seen.any():
        fine, coarse = fine[seen], coarse[seen]
    edge, noise = (float(value) for value in np.percentile(fine, (97, 40)))
    if noise > 0.7:  # clean skin stays below; of Gaussian noise the 97th percentile is 4.1 times the 40th
        edge = float(np.sqrt(max(edge**2 - (4.1 * noise) ** 2, 0.0)))
    return edge / max(float(np.percentile(coarse, 97)), 1.0)
