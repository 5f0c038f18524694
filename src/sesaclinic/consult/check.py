"""Reads a language model's sentences first: a citation must support its sentence, a statement must have one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sesaclinic.consult.evidence import marks
from sesaclinic.consult.prompt import system_rules
from sesaclinic.domain import Lang
from sesaclinic.knowledge.claims import forbidden
from sesaclinic.knowledge.words import tokenize

_MARK: Final = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")
_END: Final = re.compile(r"(?<!\d)[.!?。！？]+[”\"’)]*(?:\s*\[\d+(?:\s*,\s*\d+)*\])*(?=\s|$)|\n")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
# share of a sentence's content words that its facts must hold (how it was chosen: docs/consultation.md)
_SUPPORT: Final = 0.55
_RECITE: Final = 0.7  # a bare sentence gets a citation of its own only where the fit is beyond doubt
_TALK_WORDS: Final = 4  # content words up to which a sentence states no fact ("더 궁금한 점이 있으면 물어보세요")
_LEAK_CHARS: Final = 40  # of our own rules in a row


@dataclass(slots=True)
class SentenceChecker:
    """Takes text as it streams and lets whole sentences through that may be said.

    facts: number to the sentences that may be cited by it.
    """

    facts: Mapping[int, Sequence[str]]
    lang: Lang
    _buffer: str = ""
    _dropped: int = field(default=0)

    @property
    def dropped(self) -> int:
        """Sentences that were not let through."""
        return self._dropped

    def feed(self, piece: str) -> Iterator[str]:
        """Sentences that became whole with this piece, checked, each with the space before it."""
        self._buffer += piece
        while match := _END.search(self._buffer):
            if match.end() == len(self._buffer) and not self._buffer.endswith("\n"):
                return  # its citation may still be on the way
            sentence, self._buffer = self._buffer[: match.end()], self._buffer[match.end() :]
            yield from self._checked(sentence)

    def finish(self) -> Iterator[str]:
        """What is left at the end of the stream."""
        rest, self._buffer = self._buffer, ""
        yield from self._checked(rest)

    def _checked(self, sentence: str) -> Iterator[str]:
        lead = "\n\n" if sentence.startswith("\n") else " "
        text = _MARK.sub("", sentence).strip()
        cited = [int(n) for group in _MARK.findall(sentence) for n in group.split(",")]
        if not text:
            return
        if forbidden(text, self.lang) or _leaks(text):
            self._dropped += 1
            return
        good = [n for n in dict.fromkeys(cited) if n in self.facts and self.supports(text, self.facts[n])]
        if not good:
            if is_talk(text, self.lang):
                yield f"{lead}{text}"
                return
            good = self._found(text)
        if good:
            yield f"{lead}{text} {marks(good)}"
        else:
            self._dropped += 1

    def _found(self, text: str) -> list[int]:
        """The fact that a bare sentence rests on, when there is no doubt."""
        best = max(self.facts, key=lambda n: support(text, self.facts[n], self.lang), default=None)
        if best is not None and support(text, self.facts[best], self.lang) >= _RECITE:
            return [best]
        return []

    def supports(self, text: str, facts: Sequence[str]) -> bool:
        return support(text, facts, self.lang) >= _SUPPORT


def support(text: str, facts: Sequence[str], lang: Lang) -> float:
    """Share of a sentence's content words that facts hold, 0–1; 0 when it names a number that none of them names."""
    told = " ".join(facts)
    if set(_NUMBER.findall(text)) - set(_NUMBER.findall(told)):
        return 0.0
    words = {word for word in tokenize(text, lang) if not word.startswith("=")}
    held = set(tokenize(told, lang))
    ideas = {word for word in tokenize(text, lang) if word.startswith("=")} & held
    if not words:
        return 0.0
    return min(1.0, (len(words & held) + len(ideas) * (len(words & held) < len(words))) / len(words))


def is_talk(text: str, lang: Lang) -> bool:
    """Whether a sentence opens, joins or closes rather than states: few content words and no figure."""
    words = [word for word in tokenize(text, lang) if not word.startswith("=")]
    return (len(words) <= _TALK_WORDS or text.endswith("?")) and not _NUMBER.search(text)


def _leaks(text: str) -> bool:
    """Whether a sentence repeats our own rules."""
    rules = system_rules()
    return any(
        text[i : i + _LEAK_CHARS] in rules for i in range(max(1, len(text) - _LEAK_CHARS + 1)) if len(text) > i + 20
    )
