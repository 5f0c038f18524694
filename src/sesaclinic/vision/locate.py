"""Which face of a photo is measured, or that the whole photo is skin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from sesaclinic.errors import PhotoError
from sesaclinic.vision.face import FaceFinder
from sesaclinic.vision.intake import Photo
from sesaclinic.vision.mesh import FaceMesh
from sesaclinic.vision.quality import spoiled
from sesaclinic.vision.skin import LINEAR, cast_distance

Framing = Literal["auto", "face", "closeup"]

#: Narrower faces (working pixels, ear to ear) are not measured in any mode: a quarter of what a thumbnail shows.
_MIN_FACE_WIDTH = 40.0
#: With less of the face's box than this inside the photo it is no portrait any more.
_MIN_VISIBLE = 0.4
#: What a face is taken for that light or blur hides.
_UNSEEN = {"no_face", "face_turned", "face_too_small"}
#: A close-up: this much of the photo, and of its middle, has the colour of skin …
_SKIN_SHARE, _SKIN_SHARE_MIDDLE = 0.55, 0.6
#: … and is smoother than fur, wood and cloth (median contrast at 2–4 px of 160, in 100·lg). 95 % of the labelled
#: close-ups of skin stay below; a tabby cat of the same colour measures 2.8.
_FUR = 2.6


@dataclass(frozen=True)
class Location:
    """mesh: in working pixels, None for a close-up. count: faces in the photo."""

    mesh: FaceMesh | None
    count: int


def locate(finder: FaceFinder, photo: Photo, framing: Framing, lenient: bool = False) -> Location:
    """Decide what to measure.

    lenient: take the largest of several faces instead of refusing. Raises PhotoError no_face, several_faces,
    face_too_small, face_turned (a profile no mesh fits) or face_cut_off; too_dark, too_bright or blurred where that is
    why no face was found.
    """
    if framing == "closeup":
        return Location(None, 0)
    try:
        return _locate(finder, photo.pixels, framing, lenient)
    except PhotoError as error:
        reason = spoiled(photo.pixels) if error.code in _UNSEEN else None
        raise PhotoError(reason) if reason else error from None


def _locate(finder: FaceFinder, pixels: NDArray[np.uint8], framing: Framing, lenient: bool) -> Location:
    faces = finder.faces(pixels)
    if len(faces) > 1 and not lenient:
        confirmed = [face for face in faces if finder.mesh(pixels, face) is not None]
        if len(confirmed) > 1:
            raise PhotoError("several_faces", count=len(confirmed))
        faces = confirmed
    closeup = framing == "auto" and is_skin(pixels)
    mesh = finder.mesh(pixels, faces[0]) if faces else None
    if mesh is not None and _visible_share(mesh, pixels) >= _MIN_VISIBLE:
        if mesh.width < _MIN_FACE_WIDTH:
            raise PhotoError("face_too_small")
        return Location(finder.steady(pixels, mesh), len(faces))
    if closeup:
        return Location(None, 0)
    if mesh is not None:
        raise PhotoError("face_cut_off")
    if faces:
        raise PhotoError("face_turned")  # a detector sees a face, but no frontal mesh fits it
    return _locate_small(finder, pixels)


def _locate_small(finder: FaceFinder, pixels: NDArray[np.uint8]) -> Location:
    """A face that only shows when the photo is searched piece by piece."""
    small = finder.small_faces(pixels)
    mesh = finder.mesh(pixels, small[0]) if small else None
    if mesh is not None and mesh.width >= _MIN_FACE_WIDTH:
        return Location(finder.steady(pixels, mesh), 1)
    if mesh is not None:
        raise PhotoError("face_too_small")
    raise PhotoError("face_turned" if finder.is_profile(pixels) else "no_face")


def is_skin(pixels: NDArray[np.uint8]) -> bool:
    """Whether the whole photo is a piece of skin. pixels: (H, W, 3) uint8 RGB."""
    small = _resized(pixels, 160 / min(pixels.shape[:2]))
    linear = LINEAR[small]
    logs = 100 * np.log10(linear + 0.002)
    skin = cast_distance(logs[..., 0] - logs[..., 1], logs[..., 1] - logs[..., 2]) < 1.8  # 97 % of faces stay below
    height, width = skin.shape
    middle = skin[height // 4 : height - height // 4, width // 4 : width - width // 4]
    if skin.mean() < _SKIN_SHARE or middle.mean() < _SKIN_SHARE_MIDDLE:
        return False
    light = (100 * np.log10(linear.mean(axis=2) + 0.002)).astype(np.float32)
    relief = np.abs(cv2.GaussianBlur(light, (0, 0), 2) - cv2.GaussianBlur(light, (0, 0), 4))
    return float(np.median(relief)) < _FUR


def _visible_share(mesh: FaceMesh, pixels: NDArray[np.uint8]) -> float:
    """Share of the mesh's box that lies inside the photo."""
    x0, y0, x1, y1 = mesh.box
    height, width = float(pixels.shape[0]), float(pixels.shape[1])
    across = float(max(0.0, min(x1, width) - max(x0, 0.0))) / max(x1 - x0, 1.0)
    down = float(max(0.0, min(y1, height) - max(y0, 0.0))) / max(y1 - y0, 1.0)
    return across * down


def _resized(pixels: NDArray[np.uint8], ratio: float) -> NDArray[np.uint8]:
    if ratio >= 1:
        return pixels
    size = (round(pixels.shape[1] * ratio), round(pixels.shape[0] * ratio))
    small: NDArray[np.uint8] = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return small
