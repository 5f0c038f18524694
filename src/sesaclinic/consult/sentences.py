"""Cuts text that streams in into whole sentences, each with the citations that follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_NUMBERS: Final = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")
_MARK: Final = r"\s*\[\d+(?:\s*,\s*\d+)*\]"
_CLOSERS: Final = r"[”’\"')」』]*+"
# shows that no mark is on the way any more: something other than a bracket, or a bracket that holds no number
_GOES_ON: Final = r"(?:[^\s\[]|\[[^\d\s])"
_NO_END: Final = r"(?<!\be\.g)(?<!\bi\.e)(?<!\bDr)(?<!\bvs)(?<!\A\d)(?<!\s\d)"  # abbreviations, numbers of a list
_END: Final = re.compile(
    rf"{_NO_END}[.!?]++{_CLOSERS}(?:(?:{_MARK})++(?=\s*{_GOES_ON})|(?=\s+{_GOES_ON}))"
    rf"|[。！？]++{_CLOSERS}(?:{_MARK})*+(?=\s*{_GOES_ON})"  # Japanese and Chinese put no space between sentences
    rf"|(?<=\S)(?=\s*\n\s*{_GOES_ON})"
)
_DECORATION: Final = re.compile(r"^(?:[-*•·#>]+|\d+[.)])\s+|\*\*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """text: without its marks. cited: the numbers of its marks. opens: begins a paragraph."""

    text: str
    cited: tuple[int, ...]
    opens: bool


@dataclass(slots=True)
class SentenceSplitter:
    """Takes text piece by piece; a sentence is whole once it is certain that no further mark belongs to it."""

    _buffer: str = field(default="")

    def feed(self, piece: str) -> Iterator[Sentence]:
        """Sentences that became whole with this piece."""
        self._buffer += piece
        while match := _END.search(self._buffer):
            whole, self._buffer = self._buffer[: match.end()], self._buffer[match.end() :]
            yield _sentence(whole)

    def finish(self) -> Iterator[Sentence]:
        """What is left at the end of the stream."""
        if self._buffer.strip():
            yield _sentence(self._buffer)
        self._buffer = ""


def _sentence(whole: str) -> Sentence:
    text = _DECORATION.sub("", _NUMBERS.sub("", whole).strip()).strip()
    cited = tuple(int(number) for group in _NUMBERS.findall(whole) for number in group.split(","))
    return Sentence(text, cited, opens="\n" in whole[: len(whole) - len(whole.lstrip())])
