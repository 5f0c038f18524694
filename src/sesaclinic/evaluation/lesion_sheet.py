"""Photos with what was drawn and what was found, side by side in one picture. For eyes, not for the repository."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from sesaclinic.evaluation.lesions import BoxLine, Look
from sesaclinic.vision.detect import LesionCard

CELL = 420  # pixels a photo: a 10-pixel lesion of a 640-pixel photo stays visible
COLUMNS = 4
TRUTH = "#ffffff"
FOUND = {"acne": "#3ddc84", "pigmentation": "#40c4ff", "psoriasis": "#ffd740"}


def overlay_sheet(
    lines: Sequence[BoxLine], looks: Mapping[str, Look], card: LesionCard, photos: Path, limit: int = 24
) -> Image.Image:
    """The first `limit` photos: true boxes white, shown boxes in their label's colour with confidence."""
    shown = lines[:limit]
    sheet = Image.new("RGB", (COLUMNS * CELL, max(1, -(-len(shown) // COLUMNS)) * CELL), "#202020")
    for place, line in enumerate(shown):
        sheet.paste(_cell(line, looks[line.photo], card, photos), (place % COLUMNS * CELL, place // COLUMNS * CELL))
    return sheet


def _cell(line: BoxLine, look: Look, card: LesionCard, photos: Path) -> Image.Image:
    with Image.open(photos / line.photo) as image:
        photo = ImageOps.exif_transpose(image).convert("RGB")
    photo.thumbnail((CELL - 4, CELL - 4))
    draw = ImageDraw.Draw(photo)
    extent = np.array([photo.width, photo.height] * 2)
    scale = extent / np.array(look.size * 2)
    for box, score, index in zip(look.found.boxes, look.found.scores, look.found.labels, strict=True):
        label = card.labels[index]
        if score >= card.thresholds[label].confidence:
            x0, y0, x1, y1 = box * scale
            draw.rectangle((x0, y0, x1, y1), outline=FOUND[label], width=2)
            draw.text((x0, y0 - 11), f"{score:.2f}", fill=FOUND[label])
    for _, *corners in line.boxes:  # thin, on top: both stay visible where they agree
        draw.rectangle(tuple(np.array(corners) * extent), outline=TRUTH)
    return photo
