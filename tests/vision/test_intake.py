"""A photo is accepted by what it is, not by what it is called; everything else gets its own code."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from sesaclinic.errors import LimitError, PhotoError, SesacError, UnsupportedPhotoError
from sesaclinic.settings import PhotoSettings
from sesaclinic.vision.intake import check_photo, decode, preview_jpeg
from tests import photos

LIMITS = PhotoSettings()


@pytest.mark.parametrize("kind", photos.GOOD_FILES)
def test_every_photo_type_becomes_one_upright_rgb_array(kind: str) -> None:
    data, name = photos.GOOD_FILES[kind]()
    check_photo(data, name, LIMITS)
    photo = decode(data, name, LIMITS)
    assert photo.pixels.dtype == np.uint8
    assert photo.pixels.shape == (738, 640, 3)
    assert (photo.width, photo.height) == (640, 738)
    difference = np.abs(photo.pixels.astype(int) - np.asarray(photos.portrait())).mean()
    assert difference < 6


@pytest.mark.parametrize("kind", photos.BAD_FILES)
@pytest.mark.parametrize("entrance", [check_photo, decode], ids=["check", "decode"])
def test_each_bad_file_gets_its_own_code(kind: str, entrance: object) -> None:
    data, name, code = photos.BAD_FILES[kind]()
    with pytest.raises(SesacError) as refused:
        entrance(data, name, LIMITS)  # type: ignore[operator]
    assert refused.value.code == code
    assert refused.value.message("ko")
    assert refused.value.hint("en")


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("26 megabytes", LimitError),
        ("a gigapixel", LimitError),
        ("text", UnsupportedPhotoError),
        ("BMP", UnsupportedPhotoError),
        ("truncated JPEG", PhotoError),
    ],
)
def test_the_error_carries_the_right_http_status(kind: str, error: type[SesacError]) -> None:
    data, name, _ = photos.BAD_FILES[kind]()
    with pytest.raises(error):
        check_photo(data, name, LIMITS)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_camera_orientation_is_applied(orientation: int) -> None:
    upright = photos.portrait(300)
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = upright.transpose(undo) if undo is not None else upright
    photo = decode(photos.with_exif(stored, orientation), "me.jpg", LIMITS)
    assert (photo.width, photo.height) == upright.size
    assert np.abs(photo.pixels.astype(int) - np.asarray(upright)).mean() < 4


def test_a_preview_is_upright_and_tells_nothing_about_the_camera() -> None:
    stored = photos.portrait(2400).transpose(Image.Transpose.ROTATE_90)
    preview = preview_jpeg(photos.with_exif(stored, 6), "me.jpg", LIMITS)
    image = Image.open(io.BytesIO(preview))
    assert image.height == 1600
    assert image.width < image.height
    assert not image.getexif()
    assert b"SecretCamera" not in preview


def test_a_large_photo_is_worked_on_at_a_smaller_size_but_keeps_its_own_coordinates() -> None:
    photo = decode(photos.jpeg(photos.portrait(3000)), "me.jpg", LIMITS)
    assert (photo.width, photo.height) == (3000, 3461)
    assert max(photo.pixels.shape[:2]) <= 2048
    assert photo.scale == pytest.approx(3461 / photo.pixels.shape[0])


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "I;16", "1"])
def test_every_colour_mode_becomes_rgb(mode: str) -> None:
    portrait = photos.portrait(300)
    if mode == "I;16":
        grey = np.asarray(portrait.convert("L")).astype(np.uint16) * 257
        stored = Image.fromarray(grey)
    else:
        stored = portrait.convert(mode)
    data = photos.encode(stored, "JPEG" if mode == "CMYK" else "PNG")
    pixels = decode(data, "me", LIMITS).pixels
    assert pixels.shape == (346, 300, 3)
    assert np.abs(pixels.mean() - np.asarray(portrait).mean()) < 12


def test_transparency_is_laid_on_grey() -> None:
    image = Image.new("RGBA", (300, 300), (255, 0, 0, 0))
    assert set(decode(photos.encode(image, "PNG"), "me.png", LIMITS).pixels.ravel()) == {128}


def test_the_colour_profile_is_converted_to_srgb() -> None:
    # sRGB with the red and blue primaries exchanged: what is stored as red was seen as blue
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"----"), (b"bXYZ", b"rXYZ"), (b"----", b"bXYZ"), (b"s\0R\0G\0B", b"t\0e\0s\0t")):
        profile = profile.replace(old, new)
    red = Image.new("RGB", (300, 300), (230, 20, 20))
    pixels = decode(photos.encode(red, "PNG", icc_profile=profile), "me.png", LIMITS).pixels
    assert pixels[..., 2].mean() > 200
    assert pixels[..., 0].mean() < 60


def test_a_damaged_colour_profile_is_ignored() -> None:
    pixels = decode(photos.jpeg(icc_profile=b"not a profile" * 20), "me.jpg", LIMITS).pixels
    assert np.abs(pixels.astype(int) - np.asarray(photos.portrait())).mean() < 6


def test_a_black_and_white_photo_is_noticed() -> None:
    assert decode(photos.jpeg(photos.portrait().convert("L").convert("RGB")), "me.jpg", LIMITS).monochrome
    assert not decode(photos.jpeg(), "me.jpg", LIMITS).monochrome


@pytest.mark.parametrize("quality", [30, 60, 85, 95])
def test_the_jpeg_quality_is_read_from_its_tables(quality: int) -> None:
    photo = decode(photos.jpeg(quality=quality), "me.jpg", LIMITS)
    assert photo.jpeg_quality == pytest.approx(quality, abs=2)
