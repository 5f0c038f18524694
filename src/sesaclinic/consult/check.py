"""Reads a language model's sentences first: a citation must support its sentence, a statement must have one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sesaclinic.consult.evidence import marks
from sesaclinic.consult.sentences import Sentence, SentenceSplitter
from sesaclinic.consult.support import agrees, is_talk, support
from sesaclinic.consult.unsafe import unsafe
from sesaclinic.domain import Lang
from sesaclinic.knowledge.words import tokenize

# share of a sentence's content words that its facts must hold (how it was chosen: docs/consultation.md)
SUPPORTED: Final = 0.65
_RECITE: Final = 0.8  # a bare sentence gets a citation of its own only where the fit is beyond doubt
_TRACEABLE: Final = 4  # content words from which a bare sentence that names nothing can be found in one fact


@dataclass(slots=True)
class SentenceChecker:
    """Takes text as it streams and lets whole sentences through that may be said.

    facts: number to the sentences that may be cited by it. sound: sentences let through with a citation. dropped: not
    let through; unsafe: why, for those of them that must not be said at all.
    """

    facts: Mapping[int, Sequence[str]]
    lang: Lang
    sound: int = 0
    dropped: int = 0
    unsafe: list[str] = field(default_factory=list)
    _splitter: SentenceSplitter = field(default_factory=SentenceSplitter)
    _held: str = ""  # talk in front of the first fact; without a fact after it, it is never said
    _opens: bool = False

    def feed(self, piece: str) -> Iterator[str]:
        """Sentences that became whole with this piece, checked, each with the space before it."""
        for sentence in self._splitter.feed(piece):
            yield from self._checked(sentence)

    def finish(self) -> Iterator[str]:
        """What is left at the end of the stream."""
        for sentence in self._splitter.finish():
            yield from self._checked(sentence)

    @property
    def holds(self) -> bool:
        """Whether at least half of what was stated stands on facts: a smaller rest answers nothing."""
        return self.sound > 0 and self.sound >= self.dropped

    def _checked(self, sentence: Sentence) -> Iterator[str]:
        self._opens |= sentence.opens
        if not sentence.text:
            return
        if reason := unsafe(sentence.text, self.lang):
            self.unsafe.append(reason)
            self.dropped += 1
        elif numbers := self._rests_on(sentence):
            self.sound += 1
            yield f"{self._held}{self._lead()}{sentence.text} {marks(numbers)}"
            self._held = ""
        elif not is_talk(sentence.text, self.lang):
            self.dropped += 1
        elif self.sound:
            yield f"{self._lead()}{sentence.text}"
        else:
            self._held += f"{self._lead()}{sentence.text}"

    def _lead(self) -> str:
        opens, self._opens = self._opens, False
        return "\n\n" if opens else " "

    def _rests_on(self, sentence: Sentence) -> list[int]:
        """The numbers that hold a sentence: of those it cites, else the one it recites beyond doubt."""
        good = [number for number in dict.fromkeys(sentence.cited) if self._holds(sentence.text, number, SUPPORTED)]
        if good:
            return good
        words = tokenize(sentence.text, self.lang)
        if len(words) < _TRACEABLE and not any(word.startswith("=") for word in words):
            return []
        best = max(self.facts, key=lambda number: support(sentence.text, self.facts[number], self.lang), default=None)
        return [best] if best is not None and self._holds(sentence.text, best, _RECITE) else []

    def _holds(self, text: str, number: int, share: float) -> bool:
        facts = self.facts.get(number, ())
        return support(text, facts, self.lang) >= share and agrees(text, facts, self.lang)
