"""What every reader makes of a file: a title, and text under headings."""

# ruff: noqa: PLC0415 - a reader's package is imported when a file of its kind comes
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Paragraphs under one heading; the heading is empty before the first."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    parts: tuple[Part, ...]

    @property
    def chars(self) -> int:
        return sum(len(paragraph) for part in self.parts for paragraph in part.paragraphs)


def read_document(content: bytes, suffix: str, name: str) -> Document:
    """Read a file by its suffix (.pdf, .html, .htm, .md, .markdown, .txt); raises DocumentError with what is wrong."""
    if suffix == ".pdf":
        from sesaclinic.knowledge.ingest.pdf import read_pdf

        return read_pdf(content, name)
    from sesaclinic.knowledge.ingest.markup import read_html, read_text

    return read_html(content, name) if suffix in (".html", ".htm") else read_text(content, name)
