"""Watching what is written to disk."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

opened_for_writing: list[str] = []
watching = False


def _watch_writes(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook cannot be removed, so there is one for the whole run, which listens when told to."""
    if not watching:
        return
    if event == "open":
        path, mode, flags = arguments
        writes = any(letter in str(mode) for letter in "wax+") if mode else bool(int(str(flags)) & 0b11)
        if writes:
            opened_for_writing.append(str(path))
    elif event in {"tempfile.mkstemp", "tempfile.mkdtemp", "os.mkdir", "os.rename", "sqlite3.connect"}:
        opened_for_writing.append(f"{event} {arguments}")


sys.addaudithook(_watch_writes)


@contextmanager
def watch_disk() -> Iterator[list[str]]:
    """Everything that Python opens for writing meanwhile."""
    global watching  # noqa: PLW0603
    opened_for_writing.clear()
    watching = True
    try:
        yield opened_for_writing
    finally:
        watching = False
