"""Where a sign's letters stand in a question by chance, because they cut a word in two ("혼자 해도" holds "자해")."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cuts:
    """Signs are read without spaces, so that a slip of spacing hides nothing; this is what keeps words whole in it.

    whole: words inside which nothing else begins, spaces or not.
    joined: pieces that may begin with the last letter of a word, as that is a word of its own ("감기약 먹고");
    None where a language does not part its words, so that spaces say nothing.
    """

    whole: re.Pattern[str] | None
    joined: re.Pattern[str] | None

    def within(self, letters: str) -> frozenset[int]:
        """The letters that nothing begins at, as they are inside a word that is read whole."""
        if self.whole is None:
            return frozenset()
        return frozenset(at for word in self.whole.finditer(letters) for at in range(word.start() + 1, word.end()))

    def heads(self, question: str, separators: re.Pattern[str]) -> frozenset[int]:
        """The letters, counted without separators, that begin a word as it was typed."""
        if self.joined is None:
            return frozenset()
        heads, letters = set(), 0
        for word in separators.split(question):
            heads.add(letters)
            letters += len(word)
        return frozenset(heads)

    def told(
        self, concept: re.Pattern[str], letters: str, heads: Collection[int], within: Collection[int]
    ) -> Iterator[tuple[int, int]]:
        """Where a concept is told; what a cut word hides is looked for behind its first letter."""
        at = 0
        while found := concept.search(letters, at):
            if found.start() in within or self._cut(found, heads):
                at = found.start() + 1
            else:
                yield found.span()
                at = found.end()

    def _cut(self, found: re.Match[str], heads: Collection[int]) -> bool:
        """Whether a piece takes only the last letter of one word and goes on in the next.

        Two letters of a word are seldom there by chance, and typed letter by letter each begins a word.
        """
        start, end = found.span()
        if self.joined is None or start in heads or start + 1 not in heads or start + 1 >= end:
            return False
        return not self.joined.match(found.group())


def cuts_of(data: Mapping[str, Any]) -> Cuts:
    """As set down in a file of signs."""
    return Cuts(_any_of(data.get("whole")), _any_of(data.get("joined")))


def _any_of(words: Collection[str] | None) -> re.Pattern[str] | None:
    return re.compile("|".join(words)) if words else None
