"""Photos for tests: the public-domain portrait that ships in scikit-image, and variations generated from it.

`portrait()` is the face the tests look at. `BAD_FILES` are files that never become a photo, `BAD_SHOTS` are photos
that show no measurable face: each name maps to (bytes, file name, error code), so that any entrance – library,
service, command line – can be checked with the same table.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache

import numpy as np
import pillow_heif
import skimage.data
from PIL import Image, ImageDraw, ImageFilter

pillow_heif.register_heif_opener()

File = tuple[bytes, str]  # content, name


@cache
def _astronaut() -> Image.Image:
    return Image.fromarray(skimage.data.astronaut())


def portrait(width: int = 640) -> Image.Image:
    """Head and shoulders, the face about two fifths of the width. The face itself is 110 px in the original."""
    crop = _astronaut().crop((95, 0, 355, 300))
    return crop.resize((width, width * 300 // 260), Image.Resampling.LANCZOS)


def encode(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """The image as a file. kind: Pillow's name of the format."""
    buffer = io.BytesIO()
    options.setdefault("quality", 92)
    if kind == "HEIF":
        options.setdefault("enc_params", {"preset": "ultrafast"})  # the encoder is 7 times slower without
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg(image: Image.Image | None = None, **options: object) -> bytes:
    return encode(image or portrait(), "JPEG", **options)


# --- the same face, seen in another way ----------------------------------------------------------------------------


def exposed(image: Image.Image, stops: float) -> Image.Image:
    """As if the shutter stayed open longer: light times 2**stops, in linear light."""
    encoded = np.asarray(image, dtype=np.float32) / 255
    light = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4) * 2**stops
    light = light.clip(0, 1)
    again = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return Image.fromarray((again * 255).round().astype(np.uint8))


def tinted(image: Image.Image, red: float, green: float, blue: float) -> Image.Image:
    """Under a coloured lamp: each channel times its gain."""
    gained = np.asarray(image, dtype=np.float32) * (red, green, blue)
    return Image.fromarray(gained.round().clip(0, 255).astype(np.uint8))


def blurred(image: Image.Image, radius: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(radius))


def noisy(image: Image.Image, sigma: float) -> Image.Image:
    grain = np.random.default_rng(11).normal(0, sigma, (image.height, image.width, 3))
    return Image.fromarray((np.asarray(image) + grain).clip(0, 255).astype(np.uint8))


def lit_from_one_side(image: Image.Image) -> Image.Image:
    ramp = np.linspace(-0.6, 1.6, image.width, dtype=np.float32)[None, :, None]
    return Image.fromarray((np.asarray(image) * ramp.clip(0.02)).clip(0, 255).astype(np.uint8))


def rolled(image: Image.Image, degrees: float) -> Image.Image:
    return image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(90, 90, 90))


def skin_closeup(width: int = 480) -> Image.Image:
    """A piece of cheek without a face in it, with pores and a few freckles as a near lens would see them."""
    cheek = _astronaut().crop((187, 112, 203, 128)).resize((width, width), Image.Resampling.BICUBIC)
    rng = np.random.default_rng(3)
    marks = Image.new("L", cheek.size)
    draw = ImageDraw.Draw(marks)
    for radius, count, depth in ((2, 400, 40), (6, 25, 70)):
        for x, y in rng.uniform(0, width, (count, 2)):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=depth)
    shade = 1 - np.asarray(marks.filter(ImageFilter.GaussianBlur(1)), dtype=np.float32)[..., None] / 255
    return Image.fromarray((np.asarray(cheek) * shade).clip(0, 255).astype(np.uint8))


def landscape(width: int = 640) -> Image.Image:
    """No person at all: sky over a field."""
    height = width * 3 // 4
    rng = np.random.default_rng(7)
    ramp = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    sky, field = np.array([150.0, 190.0, 235.0]), np.array([70.0, 110.0, 50.0])
    pixels = np.where(ramp < 0.55, sky, field) + rng.normal(0, 9, (height, width, 1))
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def two_faces() -> Image.Image:
    one = portrait(480)
    both = Image.new("RGB", (one.width * 2, one.height))
    both.paste(one, (0, 0))
    both.paste(one.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (one.width, 0))
    return both


def face_in_the_distance() -> Image.Image:
    scene = landscape(1600)
    scene.paste(portrait(120), (740, 560))
    return scene


def turned_away(degrees: float = 70) -> Image.Image:
    """The head turned to the side, as if it were painted on a cylinder."""
    pixels = np.asarray(portrait())
    width = pixels.shape[1]
    centre, radius = width / 2, width / 4
    across = (np.arange(width) - centre) / radius
    angle = np.arcsin(across.clip(-1, 1)) + np.radians(degrees)
    seen = np.sin(angle.clip(-np.pi / 2, np.pi / 2)) * radius + centre
    columns = np.where(np.abs(across) < 1, seen, np.arange(width)).round().astype(int)
    return Image.fromarray(pixels[:, columns.clip(0, width - 1)])


def cut_off() -> Image.Image:
    """Nearly half of the face is outside the picture."""
    image = portrait(640)
    return image.crop((0, 0, int(image.width * 0.52), image.height))


# --- files ----------------------------------------------------------------------------------------------------------


def with_exif(image: Image.Image, orientation: int = 1) -> bytes:
    """A JPEG that tells where and with what it was taken, and which way up it is stored."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    return jpeg(image, exif=exif)


def animated(kind: str) -> bytes:
    frames = [portrait(200), portrait(200).rotate(90)]
    return encode(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def png_of_claimed_size(width: int, height: int) -> bytes:
    """A few bytes that claim any number of pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


def webp_of_claimed_size(width: int, height: int) -> bytes:
    body = b"VP8X" + struct.pack("<I", 10) + b"\0" * 4 + (width - 1).to_bytes(3, "little")
    body += (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


GOOD_FILES: dict[str, Callable[[], File]] = {
    "jpeg": lambda: (jpeg(), "me.jpg"),
    "png": lambda: (encode(portrait(), "PNG"), "me.png"),
    "webp": lambda: (encode(portrait(), "WEBP"), "me.webp"),
    "heic": lambda: (encode(portrait(), "HEIF"), "me.heic"),
    "avif": lambda: (encode(portrait(), "AVIF"), "me.avif"),
    "a PNG called jpg": lambda: (encode(portrait(), "PNG"), "me.jpg"),
    "no extension": lambda: (jpeg(), "me"),
    "upper-case extension": lambda: (jpeg(), "ME.JPG"),
    "several pictures in one JPEG": lambda: (
        encode(portrait(), "MPO", save_all=True, append_images=[portrait(200)]),
        "me.jpg",
    ),
}

BAD_FILES: dict[str, Callable[[], tuple[bytes, str, str]]] = {
    "empty": lambda: (b"", "me.jpg", "photo_empty"),
    "text": lambda: ("오늘의 일기".encode() * 40, "diary.txt", "photo_not_image"),
    "text called jpg": lambda: (b"not a photo at all, just words" * 40, "me.jpg", "photo_not_image"),
    "noise": lambda: (np.random.default_rng(1).bytes(5000), "me.jpg", "photo_not_image"),
    "PDF": lambda: (b"%PDF-1.7\n" + b"0" * 500, "report.pdf", "photo_not_image"),
    "PDF called jpg": lambda: (b"%PDF-1.7\n" + b"0" * 500, "me.jpg", "photo_type_mismatch"),
    "ZIP called heic": lambda: (b"PK\x03\x04" + b"0" * 500, "me.heic", "photo_type_mismatch"),
    "BMP": lambda: (encode(portrait(200), "BMP"), "me.bmp", "photo_type_unsupported"),
    "TIFF": lambda: (encode(portrait(200), "TIFF"), "me.tif", "photo_type_unsupported"),
    "BMP called jpg": lambda: (encode(portrait(200), "BMP"), "me.jpg", "photo_type_mismatch"),
    "still GIF": lambda: (encode(portrait(200), "GIF"), "me.gif", "photo_type_unsupported"),
    "moving GIF": lambda: (animated("GIF"), "me.gif", "photo_animated"),
    "moving PNG": lambda: (animated("PNG"), "me.png", "photo_animated"),
    "moving WebP": lambda: (animated("WEBP"), "me.webp", "photo_animated"),
    "moving AVIF": lambda: (animated("AVIF"), "me.avif", "photo_animated"),
    "truncated JPEG": lambda: (jpeg()[:9000], "me.jpg", "photo_truncated"),
    "the first bytes of a JPEG": lambda: (jpeg()[:4], "me.jpg", "photo_truncated"),
    "truncated PNG": lambda: (encode(portrait(), "PNG")[:60000], "me.png", "photo_truncated"),
    "truncated WebP": lambda: (encode(portrait(), "WEBP")[:9000], "me.webp", "photo_truncated"),
    "truncated HEIC": lambda: (encode(portrait(), "HEIF")[:5000], "me.heic", "photo_truncated"),
    "truncated AVIF": lambda: (encode(portrait(), "AVIF")[:5000], "me.avif", "photo_truncated"),
    "a hundred megapixels": lambda: (png_of_claimed_size(10_000, 10_000), "me.png", "photo_too_many_pixels"),
    "a gigapixel": lambda: (png_of_claimed_size(60_000, 60_000), "me.png", "photo_too_many_pixels"),
    "a WebP canvas bomb": lambda: (webp_of_claimed_size(16_000, 16_000), "me.webp", "photo_too_many_pixels"),
    "a header without a picture": lambda: (png_of_claimed_size(600, 600), "me.png", "photo_truncated"),
    "a JPEG of a thousand scans": lambda: (jpeg() + b"\xff\xda" * 1000, "me.jpg", "photo_truncated"),
    "thumbnail": lambda: (jpeg(portrait(100)), "me.jpg", "photo_too_small"),
    "panorama": lambda: (jpeg(landscape(1200).resize((1200, 200))), "me.jpg", "photo_too_narrow"),
    "26 megabytes": lambda: (jpeg() + b"\0" * (26 << 20), "me.jpg", "photo_too_many_bytes"),
}

BAD_SHOTS: dict[str, Callable[[], tuple[bytes, str, str]]] = {
    "landscape": lambda: (jpeg(landscape()), "field.jpg", "no_face"),
    "two faces": lambda: (jpeg(two_faces()), "us.jpg", "several_faces"),
    "a face in the distance": lambda: (jpeg(face_in_the_distance()), "far.jpg", "face_too_small"),
    "turned away": lambda: (jpeg(turned_away()), "side.jpg", "face_turned"),
    "night": lambda: (jpeg(exposed(portrait(), -4.5)), "night.jpg", "too_dark"),
    "overexposed": lambda: (jpeg(exposed(portrait(), 3.2)), "sun.jpg", "too_bright"),
    "out of focus": lambda: (jpeg(blurred(portrait(), 14)), "blur.jpg", "blurred"),
    "a cellar": lambda: (jpeg(exposed(portrait(), -9)), "cellar.jpg", "too_dark"),
    "against the sun": lambda: (jpeg(exposed(portrait(), 7)), "glare.jpg", "too_bright"),
    "a smear": lambda: (jpeg(blurred(portrait(), 28)), "smear.jpg", "blurred"),
}


def with_mask() -> Image.Image:
    """A medical mask from the nose down."""
    image = portrait().copy()
    ImageDraw.Draw(image).polygon(
        [(205, 290), (320, 270), (435, 290), (420, 390), (320, 460), (225, 390)], (150, 190, 215)
    )
    return image
