"""A sheet of photos with their boxes: a minute's look finds what no rule does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from training.lesions.annotations.annotation import Annotation

CELL = 360  # pixels a photo: a 10-pixel lesion of a 640-pixel photo stays visible
COLUMNS = 4
COLOURS = {"acne": "#3ddc84", "pigmentation": "#40c4ff", "psoriasis": "#ffd740"}
OTHER = "#ff4081"  # a label we do not know stands out


def preview_sheet(annotations: Sequence[Annotation], photos: Path, limit: int = 24) -> Image.Image:
    """The first `limit` photos in rows of four, each box in its label's colour."""
    shown = annotations[:limit]
    rows = max(1, -(-len(shown) // COLUMNS))
    sheet = Image.new("RGB", (COLUMNS * CELL, rows * CELL), "#202020")
    for place, annotation in enumerate(shown):
        with Image.open(photos / annotation.photo) as image:
            photo = image.convert("RGB")
        photo.thumbnail((CELL - 4, CELL - 4))
        draw = ImageDraw.Draw(photo)
        for box in annotation.boxes:
            low_x, high_x = sorted((box.x0 * photo.width, box.x1 * photo.width))
            low_y, high_y = sorted((box.y0 * photo.height, box.y1 * photo.height))
            draw.rectangle((low_x, low_y, high_x, high_y), outline=COLOURS.get(box.label, OTHER), width=2)
        sheet.paste(photo, (place % COLUMNS * CELL, place // COLUMNS * CELL))
    return sheet
