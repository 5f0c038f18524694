"""Markdown, plain text and HTML."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

import trafilatura
from bs4 import BeautifulSoup
from bs4.dammit import EncodingDetector

from sesaclinic.errors import DocumentError
from sesaclinic.knowledge.ingest.document import Document, Part

_HEADING: Final = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE: Final = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_FENCE: Final = re.compile(r"^\s*(?:```|~~~)")
_BULLET: Final = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+")
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS: Final = re.compile(r"(\*\*|__|\*|`|~~)(?=\S)(.+?)(?<=\S)\1")
_ENCODINGS: Final = ("utf-8-sig", "cp949")  # what Korean text files are found in


def read_text(content: bytes, name: str) -> Document:
    """Markdown and plain text, a blank line ends a paragraph; raises DocumentError: document_broken, document_empty."""
    return from_markdown(_decoded(content, name), Path(name).stem, name)


def read_html(content: bytes, name: str) -> Document:
    """The page's own text without menus and boilerplate; raises DocumentError `document_empty`."""
    # a page in Korean's older encoding does not always say so, and the parser would take it for Western European
    declared = EncodingDetector.find_declared_encoding(content, is_html=True)
    soup = BeautifulSoup(content, "html.parser", from_encoding=declared or _encoding(content))
    page_title = soup.title.get_text(strip=True) if soup.title else ""
    markdown = trafilatura.extract(
        str(soup), output_format="markdown", include_tables=True, include_comments=False, favor_precision=True
    )
    if not markdown:
        for tag in soup(["script", "style", "nav", "header", "footer", "aside", "form"]):
            tag.decompose()
        markdown = "\n\n".join(
            f"## {text}" if element.name in ("h1", "h2", "h3", "h4") else text
            for element in soup.find_all(["h1", "h2", "h3", "h4", "p", "li", "td"])
            if (text := element.get_text(" ", strip=True))
        )
    return from_markdown(markdown, page_title or Path(name).stem, name)


def from_markdown(text: str, title: str, name: str) -> Document:
    """Headings and paragraphs of a Markdown text; front matter is left out. A first heading is its title.

    Raises DocumentError `document_empty`.
    """
    text = re.sub(r"\A---\r?\n.*?\n---\r?\n", "", text, flags=re.DOTALL)
    parts: list[tuple[str, list[str]]] = [("", [])]
    named = False
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            parts[-1][1].append(" ".join(paragraph))
            paragraph.clear()

    for line in text.splitlines():
        if heading := _HEADING.match(line):
            close()
            if heading.group(1) == "#" and not named:
                title, named = _plain(heading.group(2)), True
            else:
                parts.append((_plain(heading.group(2)), []))
        elif not line.strip() or _RULE.match(line) or _FENCE.match(line):
            close()
        elif _BULLET.match(line) or line.lstrip().startswith("|"):
            close()
            parts[-1][1].append(_plain(_BULLET.sub("", line).replace("|", " ").strip()))
        else:
            paragraph.append(_plain(line.strip()))
    close()
    kept = tuple(Part(heading, tuple(filter(None, lines))) for heading, lines in parts if any(lines))
    if not kept:
        raise DocumentError("document_empty", path=name)
    return Document(title, kept)


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    return re.sub(r"\s+", " ", _EMPHASIS.sub(r"\2", text)).strip()


def _decoded(content: bytes, name: str) -> str:
    if not content.strip():
        raise DocumentError("document_empty", path=name)
    encoding = _encoding(content)
    if encoding is None or "\x00" in (text := content.decode(encoding, errors="replace")):
        raise DocumentError("document_broken", path=name)
    return text


def _encoding(content: bytes) -> str | None:
    """UTF-16 where its mark stands first, else the first encoding that fits; None for bytes that are no text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in _ENCODINGS:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None
