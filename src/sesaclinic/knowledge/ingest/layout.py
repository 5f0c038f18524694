"""The lines of a PDF page in the order people read them: columns, full-width headings between them, tables in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

_MIDDLE: Final = (0.3, 0.7)  # of the page's width: where a gutter between two columns may run
_GUTTER: Final = 0.02  # of the page's width: the narrowest gutter
_CROSSED: Final = 0.4  # of the lines beside a gutter that may run across it: titles, an abstract, wide figures
_COLUMN: Final = 0.2  # of the page's words that stand on either side of a gutter

Word = dict[str, Any]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """top: distance from the page's upper edge. height: of its letters. Both in points."""

    text: str
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Table:
    """box: left, top, right, bottom. rows: a sentence each. height: of its letters."""

    box: Box
    rows: tuple[str, ...]
    height: float

    @property
    def lines(self) -> list[Line]:
        return [Line(row, self.box[1], self.height) for row in self.rows]


def reading_order(words: Sequence[Word], tables: Sequence[Table], width: float) -> list[Line]:
    """Lines of a page, left column before right; a line or table as wide as the page parts what is above from below.

    words: as pdfplumber gives them (text, x0, x1, top, size), those inside tables left out.
    """
    gutter = _gutter(words, width)
    if gutter is None:
        return _column(words, tables)
    left, right = gutter
    split = (left + right) / 2
    lines: list[Line] = []
    held: tuple[list[Word], list[Word]] = ([], [])
    kept: tuple[list[Table], list[Table]] = ([], [])

    def close() -> None:
        for side in (0, 1):
            lines.extend(_column(held[side], kept[side]))
            held[side].clear()
            kept[side].clear()

    items: list[tuple[float, list[Word] | Table]] = [(row[0]["top"], row) for row in _rows(words)]
    items += [(table.box[1], table) for table in tables]
    for _, item in sorted(items, key=lambda placed: placed[0]):
        if isinstance(item, Table):
            if item.box[0] < split < item.box[2]:
                close()
                lines += item.lines
            else:
                kept[item.box[0] > split].append(item)
        elif _crosses(item, split, _GUTTER * width):
            close()
            lines += _column(item, ())
        else:
            for word in item:
                held[word["x0"] > split].append(word)
    close()
    return lines


def _column(words: Sequence[Word], tables: Sequence[Table]) -> list[Line]:
    lines = [
        Line(" ".join(word["text"] for word in row), float(row[0]["top"]), float(max(word["size"] for word in row)))
        for row in _rows(words)
    ]
    return sorted(lines + [line for table in tables for line in table.lines], key=lambda line: line.top)


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand at one height, left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        if rows and abs(rows[-1][0]["top"] - word["top"]) < word["size"] / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word["x0"]) for row in rows]


def _crosses(row: Sequence[Word], split: float, gap: float) -> bool:
    """Whether a line runs across the gutter: a word stands on it, or the words on its sides are a space apart."""
    before = max((word["x1"] for word in row if word["x0"] <= split), default=None)
    after = min((word["x0"] for word in row if word["x0"] > split), default=None)
    if before is not None and before > split:
        return True
    return before is not None and after is not None and after - before < gap


def _gutter(words: Sequence[Word], width: float) -> tuple[float, float] | None:
    """Left and right edge of the strip down the middle that few lines cross; None where there is one column."""
    if not words:
        return None
    covered = np.zeros(int(width) + 2, dtype=int)  # words over each point of the width
    for word in words:
        covered[max(0, int(word["x0"])) : max(0, int(word["x1"]) + 1)] += 1
    # on lines at most as many words as lines stand over one point
    usual = float(np.median(covered[covered > 0]))
    first, last = (int(width * share) for share in _MIDDLE)
    best, start = (0, 0), first
    for x in range(first, last + 1):
        if covered[x] > _CROSSED * usual:
            start = x + 1
        elif x + 1 - start > best[1] - best[0]:
            best = (start, x + 1)
    left, right = best
    if right - left < _GUTTER * width:
        return None
    after = sum(word["x0"] >= left for word in words)
    return (left, right) if _COLUMN * len(words) <= after <= (1 - _COLUMN) * len(words) else None
