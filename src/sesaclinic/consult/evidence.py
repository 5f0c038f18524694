"""The sentences an answer may rest on, numbered as they will be cited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sesaclinic.domain import Citation
from sesaclinic.knowledge import PassageRecord, QuotableSentence


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence of the knowledge base and the numbers of its citations."""

    text: str
    numbers: tuple[int, ...]

    @property
    def cited(self) -> str:
        """The sentence with its marks: 여드름은 옮지 않아요. [1]"""
        return f"{self.text} {marks(self.numbers)}" if self.numbers else self.text


def marks(numbers: Iterable[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


class Evidence:
    """Numbers sources as sentences are taken up: one number for one source of one passage."""

    def __init__(self) -> None:
        self._citations: dict[tuple[str, str, str], Citation] = {}
        self._facts: dict[tuple[str, str], Fact] = {}

    def take(self, passage: PassageRecord, sentence: QuotableSentence) -> Fact:
        """The fact for one sentence; asking again gives the same numbers."""
        key = (passage.id, sentence.text)
        if key not in self._facts:
            numbers = tuple(self._number(passage, sentence))
            self._facts[key] = Fact(sentence.text, numbers)
        return self._facts[key]

    def add(self, text: str, citations: Iterable[Citation]) -> Fact:
        """A fact in words of our own that rests on given citations; they are numbered anew."""
        numbers = []
        for citation in citations:
            key = (citation.article, citation.section, citation.url)
            if key not in self._citations:
                self._citations[key] = citation.model_copy(update={"n": len(self._citations) + 1})
            numbers.append(self._citations[key].n)
        fact = self._facts[text, text] = Fact(text, tuple(numbers))
        return fact

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation numbered so far, in order."""
        return tuple(self._citations.values())

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(self._facts.values())

    def _number(self, passage: PassageRecord, sentence: QuotableSentence) -> Iterable[int]:
        for source in sentence.sources:
            key = (passage.article, passage.heading, source.url)
            if key not in self._citations:
                self._citations[key] = Citation(
                    n=len(self._citations) + 1,
                    article=passage.article,
                    section=passage.heading,
                    title=source.title,
                    url=source.url,
                )
            yield self._citations[key].n
