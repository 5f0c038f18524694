"""The port a provider of answers fills."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from sesaclinic.consult.evidence import Evidence
from sesaclinic.domain import Analysis, Lang, Triage, Turn
from sesaclinic.knowledge import Hit


@dataclass(frozen=True, slots=True)
class Consultation:
    """Everything a provider may use for one answer.

    question: as asked. condensed: understood without the conversation. evidence: numbers every sentence of `hits`.
    """

    question: str
    condensed: str
    lang: Lang
    triage: Triage
    hits: tuple[Hit, ...]
    evidence: Evidence
    analysis: Analysis | None = None
    history: tuple[Turn, ...] = ()


class Provider(Protocol):
    """Writes an answer from a consultation's evidence.

    name: shown to the reader as where the words come from.
    """

    name: str

    def stream(self, consultation: Consultation) -> AsyncIterator[str]:
        """Pieces of the answer's text, marks included; raises ServiceError when it cannot go on."""
        ...
