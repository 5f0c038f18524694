"""PDF: columns in reading order, tables as sentences, running headers and footers left out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from sesaclinic.errors import DocumentError
from sesaclinic.knowledge.ingest.document import Document, Part

_MARGIN: Final = 0.1  # of the page's height, at top and bottom: where running headers and footers stand
_REPEATED: Final = 0.5  # of the pages on which a line of the margin is a running one
_GUTTER: Final = 0.02  # of the page's width: the narrowest gap between two columns
_LARGER: Final = 1.15  # of the usual letter height: a heading
_HEADING_CHARS: Final = 80
_PAGES: Final = 3000


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    top: float
    height: float  # of its letters


def read_pdf(content: bytes, name: str) -> Document:
    """Raises DocumentError: `document_encrypted`, `document_scanned`, `document_broken`, `document_too_large`."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > _PAGES:
                raise DocumentError(
                    "document_too_large", path=name, size_mb=f"{len(pdf.pages)} p", limit_mb=f"{_PAGES} p"
                )
            pages = [_page(page) for page in pdf.pages]
            pictures = any(page.images for page in pdf.pages[:20])
            title = str((pdf.metadata or {}).get("Title") or "").strip()
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise DocumentError("document_encrypted", path=name) from error
    except PdfminerException as error:
        encrypted = isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect | PDFEncryptionError)
        raise DocumentError("document_encrypted" if encrypted else "document_broken", path=name) from error
    except (PDFException, ValueError, KeyError, TypeError) as error:
        raise DocumentError("document_broken", path=name) from error
    lines = [line for page in pages for line in page]
    if not lines:
        raise DocumentError("document_scanned" if pictures else "document_empty", path=name)
    return Document(title or Path(name).stem, _parts(_without_running(pages)))


def _page(page: Any) -> list[_Line]:  # noqa: ANN401 - pdfplumber is untyped
    """Lines in reading order, with each table's rows where the table stands."""
    tables = page.find_tables()
    words = page.extract_words(extra_attrs=["size"], keep_blank_chars=False)
    words = [word for word in words if not any(_inside(word, table.bbox) for table in tables)]
    lines: list[_Line] = []
    for column in _columns(words, float(page.width)):
        lines += _lines(column)
    for table in tables:
        usual = lines[0].height if lines else 0.0
        lines += [_Line(row, float(table.bbox[1]), usual) for row in _rows(table.extract())]
    return lines


def _inside(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle_x, middle_y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= middle_x <= box[2] and box[1] <= middle_y <= box[3])


def _columns(words: list[dict[str, Any]], width: float) -> list[list[dict[str, Any]]]:
    """Words of each column, left first; one column where no gap runs down the middle of the page."""
    if not words:
        return []
    body = [word for word in words if word["x1"] - word["x0"] < width / 2]
    covered = sorted((word["x0"], word["x1"]) for word in body)
    best, reach = (0.0, 0.0), 0.0
    for left, right in covered:
        middle = width * 0.3 < (reach + left) / 2 < width * 0.7
        if middle and reach and left - reach > max(_GUTTER * width, best[1] - best[0]):
            best = (reach, left)
        reach = max(reach, right)
    if best == (0.0, 0.0):
        return [words]
    split = sum(best) / 2
    halves = [[w for w in words if w["x1"] <= split], [w for w in words if w["x0"] >= split]]
    crossing = [word for word in words if word["x0"] < split < word["x1"]]
    return [column for column in (crossing, *halves) if column]


def _lines(words: list[dict[str, Any]]) -> list[_Line]:
    """Words that stand at one height, joined."""
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (round(word["top"]), word["x0"])):
        if lines and abs(lines[-1][0]["top"] - word["top"]) < word["size"] / 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [
        _Line(
            " ".join(word["text"] for word in sorted(line, key=lambda word: word["x0"])),
            float(line[0]["top"]),
            float(max(word["size"] for word in line)),
        )
        for line in lines
    ]


def _rows(table: Sequence[Sequence[str | None]]) -> list[str]:
    """Each row as "column: value, …", so that a row is understood without the table."""
    cells = [[(cell or "").replace("\n", " ").strip() for cell in row] for row in table]
    if len(cells) < 2:
        return [" ".join(row) for row in cells]
    head, *body = cells
    return [
        ", ".join(f"{name}: {value}" if name else value for name, value in zip(head, row, strict=False) if value) + "."
        for row in body
        if any(row)
    ]


def _without_running(pages: Sequence[Sequence[_Line]]) -> list[_Line]:
    """All lines but those that stand at the edge of most pages, numbers aside."""
    edges = [{_numberless(line.text) for line in page if _at_edge(line, page)} for page in pages]
    counts = Counter(text for edge in edges for text in edge)
    running = {text for text, count in counts.items() if len(pages) > 2 and count >= _REPEATED * len(pages)}
    return [
        line
        for page in pages
        for line in page
        if not (_at_edge(line, page) and (_numberless(line.text) in running or not _numberless(line.text)))
    ]


def _at_edge(line: _Line, page: Sequence[_Line]) -> bool:
    tops = [other.top for other in page]
    low, high = min(tops), max(tops)
    span = max(high - low, 1.0)
    return line.top <= low + _MARGIN * span or line.top >= high - _MARGIN * span


def _numberless(text: str) -> str:
    return re.sub(r"[\d\s/.|–-]+", "", text)


def _parts(lines: Sequence[_Line]) -> tuple[Part, ...]:
    """Lines joined into paragraphs under headings, which are set in larger letters."""
    usual = Counter(round(line.height, 1) for line in lines).most_common(1)[0][0]
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        if line.height >= usual * _LARGER and len(line.text) <= _HEADING_CHARS:
            parts.append((line.text, []))
        else:
            parts[-1][1].append(line.text)
    return tuple(Part(heading, (_joined(text),)) for heading, text in parts if text)


def _joined(lines: Sequence[str]) -> str:
    """Lines of a paragraph; a word cut by a hyphen at the end of a line is made whole."""
    text = ""
    for line in lines:
        cut = text.endswith("-") and line[:1].islower()
        text = text[:-1] + line if cut else f"{text} {line}".strip()
    return text
