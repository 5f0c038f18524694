"""What a file is, by its first bytes: the name and the declared type are only what somebody says."""

from __future__ import annotations

import struct
from dataclasses import dataclass

#: ISO base media brands (ISO/IEC 14496-12): stills, and the sequences that are videos in disguise.
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2")
_SEQUENCE_BRANDS = (b"hevc", b"hevx", b"hevm", b"hevs", b"msf1", b"avis")


@dataclass(frozen=True, slots=True)
class FileType:
    """name: for people. pillow: Pillow's decoders that may read it, empty when we do not. image: a picture at all."""

    name: str
    pillow: tuple[str, ...] = ()
    image: bool = True
    sequence: bool = False


_KNOWN_TYPES: tuple[tuple[bytes, FileType], ...] = (
    (b"\xff\xd8\xff", FileType("JPEG", ("JPEG",))),  # with the depth maps phones append (MPO) it is still one photo
    (b"\x89PNG\r\n\x1a\n", FileType("PNG", ("PNG",))),
    # what people upload by mistake
    (b"GIF8", FileType("GIF")),
    (b"II*\x00", FileType("TIFF")),
    (b"MM\x00*", FileType("TIFF")),
    (b"8BPS", FileType("PSD")),
    (b"\xff\x0a", FileType("JPEG XL")),
    (b"\x00\x00\x00\x0cJXL ", FileType("JPEG XL")),
    (b"\x00\x00\x00\x0cjP  ", FileType("JPEG 2000")),
    (b"\x00\x00\x01\x00", FileType("ICO")),
    (b"%PDF", FileType("PDF", image=False)),
    (b"PK\x03\x04", FileType("ZIP", image=False)),
    (b"\x1aE\xdf\xa3", FileType("Matroska", image=False)),
)


def file_type(data: bytes) -> FileType | None:
    """The type of a file by its content; None when nothing is recognised (text, noise)."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return FileType("WebP", ("WEBP",))
    if data[4:8] == b"ftyp":
        return _iso_media_type(data)
    if data[:2] == b"BM" and data[6:10] == bytes(4):
        return FileType("BMP")
    if b"<svg" in data[:512].lower():
        return FileType("SVG")
    return next((kind for prefix, kind in _KNOWN_TYPES if data.startswith(prefix)), None)


def _iso_media_type(data: bytes) -> FileType:
    """HEIC, AVIF or a video, by the brands of the `ftyp` box."""
    end = min(max(struct.unpack(">I", data[:4])[0], 16), 256)
    major = data[8:12]
    brands = {major, *(data[i : i + 4] for i in range(16, end, 4))}
    sequence = major in _SEQUENCE_BRANDS
    if brands & {b"avif", b"avis"}:
        return FileType("AVIF", ("AVIF",), sequence=sequence)
    if brands & {*_HEIC_BRANDS, *_SEQUENCE_BRANDS}:
        return FileType("HEIC", ("HEIF",), sequence=sequence)
    return FileType("MP4", image=False)


def webp_size(data: bytes) -> tuple[int, int] | None:
    """Width and height a WebP header claims, read before a decoder allocates its canvas (RFC 9649)."""
    chunk = data[12:16]
    if chunk == b"VP8X" and len(data) >= 30:
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L" and len(data) >= 25:
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 " and len(data) >= 30:
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None
