"""Markdown, plain text and HTML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import trafilatura
from bs4 import BeautifulSoup

from sesaclinic.errors import DocumentError
from sesaclinic.knowledge.ingest.document import Document, Part

_HEADING: Final = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE: Final = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
_BULLET: Final = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+")
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS: Final = re.compile(r"(\*\*|__|\*|`|~~)(?=\S)(.+?)(?<=\S)\1")
_ENCODINGS: Final = ("utf-8-sig", "cp949", "utf-16")  # what Korean text files are found in


def read_text(content: bytes, name: str) -> Document:
    """Markdown and plain text, a blank line ends a paragraph; raises DocumentError `document_broken`."""
    return from_markdown(_decoded(content, name), name)


def read_html(content: bytes, name: str) -> Document:
    """The page's own text without menus and boilerplate; raises DocumentError `document_empty` when there is none."""
    soup = BeautifulSoup(content, "html.parser")
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
    document = from_markdown(markdown, page_title or name)
    if not document.chars:
        raise DocumentError("document_empty", path=name)
    return document


def from_markdown(text: str, name: str) -> Document:
    """Headings and paragraphs of a Markdown text; front matter is left out."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    title = Path(name).stem if "/" in name or "." in name else name
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
        elif not line.strip() or _RULE.match(line):
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
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise DocumentError("document_broken", path=name)
