"""PDFs as a clinic's files look: columns, tables, running headers, a password, a scan."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

KOREAN = "HYSMyeongJo-Medium"  # named, not embedded: needs no font file
WIDTH, HEIGHT = A4
BODY, HEADING, LEADING = 10, 15, 14  # points

pdfmetrics.registerFont(UnicodeCIDFont(KOREAN))


class Paper:
    """A PDF written page by page; `top` is where the next line goes, from the page's upper edge."""

    def __init__(self, title: str = "", password: str | None = None, font: str = "Helvetica") -> None:
        self._bytes = io.BytesIO()
        lock = StandardEncryption(password, ownerPassword=f"{password}!") if password else None
        self._canvas = Canvas(self._bytes, pagesize=A4, encrypt=lock)
        self._font = font
        if title:
            self._canvas.setTitle(title)
        self.top = 120.0

    def write(self, *lines: str, x: float = 60, size: float = BODY) -> None:
        """Lines below one another from `top`."""
        for line in lines:
            self._canvas.setFont(self._font, size)
            self._canvas.drawString(x, HEIGHT - self.top, line)
            self.top += LEADING * size / BODY

    def at(self, top: float, text: str, x: float = 60, size: float = BODY) -> None:
        """A line at a height of its own: a header, a page number."""
        self._canvas.setFont(self._font, size)
        self._canvas.drawString(x, HEIGHT - top, text)

    def table(self, rows: Sequence[Sequence[str]], x: float = 60) -> None:
        """A ruled table at `top`."""
        grid: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), self._font, BODY)]
        table = Table([list(row) for row in rows], style=TableStyle(grid))
        _, height = table.wrapOn(self._canvas, WIDTH, HEIGHT)
        table.drawOn(self._canvas, x, HEIGHT - self.top - height)
        self.top += height + LEADING

    def picture(self) -> None:
        """A page that is one picture, as a scanner makes it."""
        grey = np.random.default_rng(0).integers(0, 255, (200, 140, 3), dtype=np.uint8)
        self._canvas.drawImage(ImageReader(Image.fromarray(grey)), 0, 0, WIDTH, HEIGHT)

    def next_page(self) -> None:
        self._canvas.showPage()
        self.top = 120.0

    def bytes(self) -> bytes:
        self._canvas.save()
        return self._bytes.getvalue()
