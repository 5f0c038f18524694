"""What a consultation sends while it answers: citations first, then the words, then the whole answer."""

from __future__ import annotations

from sesaclinic.domain import Answer, Citation, Noun


class CitationsEvent(Noun):
    """What the coming text may cite. The final answer keeps those that it does cite."""

    citations: tuple[Citation, ...]


class TokenEvent(Noun):
    """The next piece of text."""

    text: str


class DoneEvent(Noun):
    """The whole answer, checked; its text stands where it differs from the pieces."""

    answer: Answer


Event = CitationsEvent | TokenEvent | DoneEvent
