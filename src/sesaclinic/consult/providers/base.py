"""The port a provider of answers fills."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from sesaclinic.consult.desk import Plan
from sesaclinic.consult.evidence import Evidence
from sesaclinic.consult.understand import Understanding
from sesaclinic.domain import Analysis, Lang, Triage, Turn


@dataclass(frozen=True, slots=True)
class Consultation:
    """Everything a provider may use for one answer.

    asked: what the question wants. plan: the facts chosen for it. evidence: numbers every fact that may be cited.
    """

    question: str
    lang: Lang
    asked: Understanding
    triage: Triage
    plan: Plan
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
