"""What to ingest: files, folders, web addresses and lists of them; and their bytes, within limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx

from sesaclinic.errors import DocumentError

MAX_BYTES: Final = 50 * 1024 * 1024  # a scanned book is larger, and has no text; a guideline of 500 pages is 20 MB
SUFFIXES: Final = frozenset({".pdf", ".html", ".htm", ".md", ".markdown", ".txt"})
_TYPES: Final = {
    "application/pdf": ".pdf",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_TIMEOUT_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class SourceFile:
    """name: by which it is known, an absolute path or an address."""

    name: str
    path: Path | None = None

    def read(self) -> tuple[bytes, str]:
        """The bytes and the suffix that tells their type.

        Raises DocumentError: `document_too_large`, `document_unsupported`, `document_unreachable`, `file_not_found`.
        """
        if self.path is None:
            return _fetched(self.name)
        if not self.path.is_file():
            raise DocumentError("file_not_found", path=self.name)
        suffix = self.path.suffix.lower()
        if suffix not in SUFFIXES:
            raise DocumentError("document_unsupported", path=self.name)
        size = self.path.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(self.name, size)
        return self.path.read_bytes(), suffix


def collect(names: Iterable[str], lists: Iterable[Path] = ()) -> Iterator[SourceFile]:
    """Files as they are named, every readable file of a folder, addresses, and the addresses of each list.

    Hidden files and folders are left out. A file is known by its absolute path, however it was named. Raises
    DocumentError `file_invalid` for a list that is not text.
    """
    for name in names:
        if is_address(name):
            yield SourceFile(name)
            continue
        path = Path(known_as(name))
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
                if file.is_file() and file.suffix.lower() in SUFFIXES and not hidden:
                    yield SourceFile(str(file), file)
        else:
            yield SourceFile(str(path), path)
    for path in lists:
        try:
            lines = path.read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise DocumentError("file_invalid", detail=str(path)) from error
        for line in lines:
            if (address := line.strip()) and not address.startswith("#"):
                yield SourceFile(address)


def known_as(name: str) -> str:
    """The name under which a library keeps what was named: an address as it is, a path from the root."""
    return name if is_address(name) else str(Path(name).absolute())


def is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def _fetched(address: str) -> tuple[bytes, str]:
    if not is_address(address):
        raise DocumentError("document_unsupported", path=address)
    try:
        with httpx.stream("GET", address, timeout=_TIMEOUT_S, follow_redirects=True) as answer:
            answer.raise_for_status()
            suffix = _suffix(answer.headers.get("content-type", ""), address)
            content = bytearray()
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > MAX_BYTES:
                    raise _too_large(address, len(content))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DocumentError("document_unreachable", path=address) from error
    return bytes(content), suffix


def _suffix(content_type: str, address: str) -> str:
    named = Path(urlsplit(address).path).suffix.lower()
    suffix = _TYPES.get(content_type.partition(";")[0].strip().lower(), named)
    if suffix not in SUFFIXES:
        raise DocumentError("document_unsupported", path=address)
    return suffix


def _too_large(name: str, size: int) -> DocumentError:
    return DocumentError(
        "document_too_large", path=name, size_mb=f"{size / 1024**2:.0f}", limit_mb=f"{MAX_BYTES / 1024**2:.0f}"
    )
