"""Everything a photo shows before anything is judged: decoded, located, aligned, measured.

The analyzer and the fitting scripts both go through here, so that a head reads in use what it was fitted on.
"""

from __future__ import annotations

from dataclasses import dataclass

from sesaclinic.errors import PhotoError
from sesaclinic.settings import PhotoSettings
from sesaclinic.vision.align import align_closeup, align_face
from sesaclinic.vision.face import FaceFinder
from sesaclinic.vision.features import Measurements, measure
from sesaclinic.vision.intake import Photo, decode
from sesaclinic.vision.locate import Framing, Location, locate
from sesaclinic.vision.skin import Skin, see_skin

#: Less skin than this on the canvas (of 178,000 px) is not worth a judgement: a tenth of a face.
_MIN_SKIN = 6000


@dataclass(frozen=True)
class Observation:
    photo: Photo
    location: Location
    skin: Skin
    measurements: Measurements


def observe(
    data: bytes, name: str, finder: FaceFinder, limits: PhotoSettings, framing: Framing = "auto"
) -> Observation:
    """Measure a photo as leniently as it can be measured. Raises PhotoError where there is nothing to measure.

    With framing "auto" a photo without a usable face is measured as a close-up.
    """
    photo = decode(data, name, limits)
    try:
        location = locate(finder, photo, framing, lenient=True)
    except PhotoError:
        if framing != "auto":
            raise
        location = Location(None, 0)
    skin = find_skin(photo, location)
    return Observation(photo, location, skin, measure(skin))


def find_skin(photo: Photo, location: Location) -> Skin:
    """The skin of the located face or of the close-up. Raises PhotoError no_skin when hardly any is seen."""
    canvas = align_face(photo.pixels, location.mesh) if location.mesh else align_closeup(photo.pixels)
    skin = see_skin(canvas)
    if skin.mask.sum() < _MIN_SKIN:
        raise PhotoError("no_skin")
    return skin
