"""PDF: columns in reading order, tables as sentences, running headers and footers left out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from sesaclinic.errors import DocumentError
from sesaclinic.knowledge.ingest.document import Document, Part
from sesaclinic.knowledge.ingest.layout import Box, Line, Table, reading_order

_MARGIN: Final = 0.1  # of the page's height, at top and bottom: where running headers and footers stand
_REPEATED: Final = 0.5  # of the pages on which a line of the margin is a running one
_LARGER: Final = 1.15  # of the usual letter height: a heading
_HEADING_CHARS: Final = 80
_PAGES: Final = 3000


def read_pdf(content: bytes, name: str) -> Document:
    """Text under headings, which are set in larger letters.

    Raises DocumentError: document_encrypted, document_scanned, document_broken, document_empty, document_too_long.
    """
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > _PAGES:
                raise DocumentError("document_too_long", path=name, pages=len(pdf.pages), limit=_PAGES)
            pages, pictures = [], False
            for page in pdf.pages:
                pages.append(_page(page))
                pictures = pictures or bool(page.images)
                page.close()  # a page's letters take megabytes
            title = _title(pdf.metadata or {})
    except DocumentError:
        raise
    except Exception as error:  # whatever a damaged file makes the parser trip over
        raise DocumentError("document_encrypted" if _locked(error) else "document_broken", path=name) from error
    lines = [line for page in pages for line in page]
    if not lines:
        raise DocumentError("document_scanned" if pictures else "document_empty", path=name)
    return Document(title or Path(name).stem, _parts(_without_running(pages)))


def _title(metadata: Mapping[str, Any]) -> str:
    """The title its author gave; what programs put there by themselves is none."""
    title = str(metadata.get("Title") or "").strip()
    return "" if title.lower() in ("untitled", "(anonymous)") else title.removeprefix("Microsoft Word - ")


def _locked(error: Exception) -> bool:
    """Whether a password is missing; pdfplumber wraps what pdfminer raised."""
    causes = (error, *error.args) if isinstance(error, PdfminerException) else (error,)
    return any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in causes)


def _page(page: Any) -> list[Line]:  # noqa: ANN401 - pdfplumber is untyped
    """Lines in reading order, with each table's rows where the table stands."""
    words = page.extract_words(extra_attrs=["size"])
    tables = []
    for found in page.find_tables():
        inside = [word for word in words if _inside(word, found.bbox)]
        if inside:
            words = [word for word in words if not _inside(word, found.bbox)]
            # the smallest letters, so that a row is never taken for a heading
            tables.append(Table(found.bbox, _sentences(found.extract()), float(min(word["size"] for word in inside))))
    return reading_order(words, tables, float(page.width))


def _inside(word: dict[str, Any], box: Box) -> bool:
    middle_x, middle_y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= middle_x <= box[2] and box[1] <= middle_y <= box[3])


def _sentences(table: Sequence[Sequence[str | None]]) -> tuple[str, ...]:
    """Each row as "column: value, …", so that a row is understood without the table."""
    cells = [[(cell or "").replace("\n", " ").strip() for cell in row] for row in table]
    if len(cells) < 2:
        return tuple(" ".join(filter(None, row)) for row in cells)
    head, *body = cells
    return tuple(
        ", ".join(f"{name}: {value}" if name else value for name, value in zip(head, row, strict=False) if value) + "."
        for row in body
        if any(row)
    )


def _without_running(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """All lines but those that stand at the edge of most pages, numbers aside."""
    edges = [{_numberless(line.text) for line in page if _at_edge(line, page)} for page in pages]
    counts = Counter(text for edge in edges for text in edge)
    running = {text for text, count in counts.items() if count >= max(2, _REPEATED * len(pages))}
    return [
        line
        for page in pages
        for line in page
        if not (_at_edge(line, page) and (_numberless(line.text) in running or not _numberless(line.text)))
    ]


def _at_edge(line: Line, page: Sequence[Line]) -> bool:
    tops = [other.top for other in page]
    low, high = min(tops), max(tops)
    span = max(high - low, 1.0)
    return line.top <= low + _MARGIN * span or line.top >= high - _MARGIN * span


def _numberless(text: str) -> str:
    return re.sub(r"[\d\s/.|–-]+", "", text)


def _parts(lines: Sequence[Line]) -> tuple[Part, ...]:
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
