"""The port a provider of answers fills."""

from __future__ import annotations

from collections.abc import AsyncGenerator
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

    def numbered_facts(self) -> list[tuple[int, str]]:
        """Every fact of the evidence with its first number, those of the plan first."""
        planned = {fact.text for fact in self.plan.facts}
        facts = sorted(self.evidence.facts, key=lambda fact: fact.text not in planned)
        return [(fact.numbers[0], fact.text) for fact in facts if fact.numbers]

    def facts_by_number(self) -> dict[int, list[str]]:
        """What each number may be cited for."""
        by_number: dict[int, list[str]] = {}
        for fact in self.evidence.facts:
            for number in fact.numbers:
                by_number.setdefault(number, []).append(fact.text)
        return by_number


class Provider(Protocol):
    """Writes an answer from a consultation's evidence.

    name: shown to the reader as where the words come from.
    """

    name: str

    def stream(self, consultation: Consultation) -> AsyncGenerator[str, None]:
        """Pieces of the answer's text, marks included; raises ServiceError when it cannot go on."""
        ...
