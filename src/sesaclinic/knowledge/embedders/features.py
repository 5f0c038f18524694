"""What the built-in embedder sees of a text: its words, and runs of letters that survive a slip of the finger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sesaclinic.domain import Lang
from sesaclinic.knowledge.words import tokenize_all

_LETTERS: Final = re.compile(r"[0-9a-z가-힣\u3040-\u30ff\u3400-\u9fff]+")
_LATIN: Final = re.compile(r"[a-z]+")


def features_of(texts: Sequence[str], lang: Lang) -> Iterator[list[str]]:
    """Feature names of each text: `w:` a word or the mark of its group, `g:` a run of two or three syllables."""
    for text, words in zip(texts, tokenize_all(texts, lang), strict=True):
        yield [f"w:{word}" for word in words] + [f"g:{gram}" for gram in _grams(text)]


def _grams(text: str) -> Iterator[str]:
    """Syllable pairs and triples across spaces, which Korean writers often leave out; four letters of Latin words."""
    squeezed = "".join(_LETTERS.findall(text.lower()))
    for run in re.split(r"([a-z]+)", squeezed):
        sizes: Iterable[int] = (4,) if _LATIN.fullmatch(run) else (2, 3)
        for size in sizes:
            yield from (run[i : i + size] for i in range(len(run) - size + 1))
