"""Bytes in, one upright RGB array out; every way a file can be wrong has its own code.

Limits are checked on the header, before anything is decoded. Metadata (EXIF, XMP, location) is read only for the
orientation and the colour profile, and goes no further.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from pathlib import PurePath

import cv2
import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps

from sesaclinic.errors import LimitError, PhotoError, UnsupportedPhotoError
from sesaclinic.settings import PhotoSettings
from sesaclinic.vision.sniff import FileType, file_type, webp_size

pillow_heif.register_heif_opener(thumbnails=False)
# Our own limit is stricter and comes with words; Pillow's would warn in the middle of a request.
Image.MAX_IMAGE_PIXELS = None

#: Extensions that promise a type we read.
_PHOTO_SUFFIXES = {".jpg", ".jpeg", ".jfif", ".png", ".webp", ".heic", ".heif", ".hif", ".avif"}
#: A face of a selfie is 500–1200 px at this size, finer than any measure needs; JPEG decodes to it at half the cost.
_WORKING_SIDE = 2048
_DRAFT_SIDE = 1500
#: Encoders write 1–15 scans; hundreds are a decompression bomb in time rather than in memory.
_MAX_JPEG_SCANS = 100
#: What decoders raise on a damaged file; Pillow promises nothing narrower.
_DAMAGED = (
    OSError, EOFError, ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, MemoryError, SyntaxError,
    struct.error,
)  # fmt: skip
#: What a transparent photo lies on. Mid grey, so that a cut-out face keeps its contrast on both sides.
_BACKDROP = (128, 128, 128)


@dataclass(frozen=True, slots=True)
class Photo:
    """A decoded photo.

    pixels: (H, W, 3) uint8 sRGB, upright, at most 2048 px on the long side. width, height: of the whole photo,
    upright; what boxes and polygons refer to. monochrome: it carries no colour. jpeg_quality: 1–100 as libjpeg
    counts, None for other types.
    """

    name: str
    pixels: NDArray[np.uint8]
    width: int
    height: int
    monochrome: bool
    jpeg_quality: int | None

    @property
    def scale(self) -> float:
        """Photo pixels per working pixel, ≥ 1."""
        return max(self.width, self.height) / int(max(self.pixels.shape[:2]))


def check_photo(photo: bytes, name: str, limits: PhotoSettings) -> None:
    """Raise what `decode` would raise, as cheaply as the type allows; runs no model.

    Raises PhotoError, UnsupportedPhotoError or LimitError with the codes photo_empty, photo_too_many_bytes,
    photo_not_image, photo_type_mismatch, photo_type_unsupported, photo_animated, photo_too_many_pixels,
    photo_too_small, photo_too_narrow, photo_truncated.
    """
    image = _open(photo, name, limits)
    image.draft("RGB", (64, 64))
    _load(image)


def decode(photo: bytes, name: str, limits: PhotoSettings) -> Photo:
    """Decode once into upright sRGB. Raises as `check_photo`."""
    image = _open(photo, name, limits)
    quality = _jpeg_quality(image)
    size = image.size
    image.draft("RGB", (_DRAFT_SIDE, _DRAFT_SIDE))
    _load(image)
    upright = _rgb(_upright(_shrunk(image, _WORKING_SIDE)))
    if (upright.width > upright.height) != (size[0] > size[1]) and size[0] != size[1]:
        size = (size[1], size[0])
    pixels = np.asarray(upright, dtype=np.uint8)
    return Photo(name, pixels, *size, monochrome=_is_monochrome(pixels), jpeg_quality=quality)


def preview_jpeg(photo: bytes, name: str, limits: PhotoSettings, max_side: int = 1600) -> bytes:
    """An upright JPEG without metadata, for a browser that cannot show the type. Raises as `check_photo`."""
    pixels = decode(photo, name, limits).pixels
    buffer = io.BytesIO()
    _shrunk(Image.fromarray(pixels), max_side).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _open(photo: bytes, name: str, limits: PhotoSettings) -> Image.Image:
    """The photo with its header read and every limit kept, not yet decoded."""
    if not photo:
        raise PhotoError("photo_empty")
    if len(photo) > limits.max_bytes:
        raise LimitError(
            "photo_too_many_bytes", size_mb=round(len(photo) / 2**20, 1), limit_mb=round(limits.max_bytes / 2**20, 1)
        )
    kind = _readable_type(photo, name)
    if kind.name == "WebP" and (claimed := webp_size(photo)):
        _check_size(*claimed, limits)
    if kind.name == "JPEG" and photo.count(b"\xff\xda") > _MAX_JPEG_SCANS:
        raise PhotoError("photo_truncated")
    try:
        image = Image.open(io.BytesIO(photo), formats=kind.pillow)
    except _DAMAGED as error:
        raise PhotoError("photo_truncated") from error
    _check_size(*image.size, limits)
    if kind.sequence or (kind.name in {"PNG", "WebP"} and getattr(image, "n_frames", 1) > 1):
        raise PhotoError("photo_animated")
    return image


def _readable_type(photo: bytes, name: str) -> FileType:
    """The type, if it is one we read; a PNG called .jpg is read, a PDF called .jpg is not."""
    kind = file_type(photo)
    if kind is None:
        raise UnsupportedPhotoError("photo_not_image")
    if kind.pillow:
        return kind
    if kind.name == "GIF" and _is_animated_gif(photo):
        raise PhotoError("photo_animated")
    if PurePath(name).suffix.lower() in _PHOTO_SUFFIXES:
        raise UnsupportedPhotoError("photo_type_mismatch", name=name, type=kind.name)
    if kind.image:
        raise UnsupportedPhotoError("photo_type_unsupported", type=kind.name)
    raise UnsupportedPhotoError("photo_not_image")


def _is_animated_gif(photo: bytes) -> bool:
    try:
        return getattr(Image.open(io.BytesIO(photo), formats=("GIF",)), "n_frames", 1) > 1
    except _DAMAGED:
        return False


def _check_size(width: int, height: int, limits: PhotoSettings) -> None:
    if width * height > limits.max_pixels:
        raise LimitError(
            "photo_too_many_pixels",
            megapixels=round(width * height / 1e6),
            limit_megapixels=round(limits.max_pixels / 1e6),
        )
    if min(width, height) < limits.min_side:
        raise PhotoError("photo_too_small", width=width, height=height, limit=limits.min_side)
    if max(width, height) > limits.max_aspect * min(width, height):
        raise PhotoError("photo_too_narrow")


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except _DAMAGED as error:
        raise PhotoError("photo_truncated") from error


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) <= side:
        return image
    if image.mode in {"P", "I", "I;16", "I;16B", "F", "1", "LA", "PA"}:  # modes that cannot be averaged
        image = _rgb(image)
    ratio = side / max(image.size)
    return image.resize(
        (round(image.width * ratio), round(image.height * ratio)), Image.Resampling.BOX, reducing_gap=2.0
    )


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except _DAMAGED:
        return image  # a broken EXIF block says nothing about the way up


def _rgb(image: Image.Image) -> Image.Image:
    """8-bit sRGB: profile applied, transparency laid on grey, 16 bits scaled, no metadata kept."""
    if image.mode in {"I", "I;16", "I;16B", "I;16L"}:  # 16-bit grey: the high byte
        grey = (np.asarray(image).astype(np.int32) >> 8).clip(0, 255).astype(np.uint8)
        return Image.fromarray(grey).convert("RGB")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        backdrop = Image.new("RGBA", layer.size, (*_BACKDROP, 255))
        flat = Image.alpha_composite(backdrop, layer).convert("RGB")
        return _srgb(flat, image.info.get("icc_profile"))
    return _srgb(image, image.info.get("icc_profile"))


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours of the photo's own profile (Display P3, Adobe RGB, CMYK press …) as sRGB."""
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(source):
                target = ImageCms.createProfile("sRGB")
                return ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a damaged profile: the numbers are most likely sRGB
    return image.convert("RGB")


def _is_monochrome(pixels: NDArray[np.uint8]) -> bool:
    """Black and white, or toned with a single hue that carries no skin colour."""
    small = cv2.resize(pixels, (64, 64), interpolation=cv2.INTER_AREA).astype(np.int16)
    spread = small.max(axis=2) - small.min(axis=2)
    return bool(np.percentile(spread, 98) < 8)  # JPEG noise alone makes up to 6 levels


def _jpeg_quality(image: Image.Image) -> int | None:
    """libjpeg quality from the luminance table: the scale of ITU-T T.81 Annex K that fits best."""
    tables = getattr(image, "quantization", None)
    if not tables or 0 not in tables:
        return None
    # sum of the Annex K luminance table is 3688; libjpeg scales it by 50/q below 50, by 2 - q/50 above
    ratio = sum(tables[0]) / 3688
    quality = 50 / ratio if ratio > 1 else 100 - 50 * ratio
    return int(np.clip(round(quality), 1, 100))
