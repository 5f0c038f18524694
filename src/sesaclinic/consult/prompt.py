"""The messages a language model is given: rules from files, facts by number, everything else marked as material."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from sesaclinic.advice import summarize
from sesaclinic.consult.providers.base import Consultation
from sesaclinic.domain import Analysis, TriageLevel

_HISTORY: Final = 3  # exchanges; what matters of older ones is in the condensed question
_HISTORY_CHARS: Final = 400  # of each answer
# Tokens by bytes: Korean takes three bytes a syllable and about one token, English about four bytes a token. With two
# bytes a token the estimate errs on the side that fits.
_BYTES_PER_TOKEN: Final = 2.0

Message = dict[str, str]


def messages(consultation: Consultation, budget: int) -> list[Message]:
    """System and user message of at most about `budget` tokens: facts are left out from the end, then the history."""
    notes = _notes_file()
    system = _template("system.md").format(language=notes["languages"][consultation.lang])
    facts = [f"[{n}] {_harmless(text)}" for n, text in consultation.numbered_facts()]
    history = list(consultation.history[-_HISTORY:])
    while True:
        user = _template("user.md").format(
            facts="\n".join(facts) or notes["nothing"],
            result=_result(consultation.analysis, consultation) or notes["nothing"],
            conversation="\n".join(
                f"Q: {_harmless(turn.question)}\nA: {_harmless(turn.answer)[:_HISTORY_CHARS]}" for turn in history
            )
            or notes["nothing"],
            question=_harmless(consultation.asked.condensed),
            notes="\n".join(_notes(consultation)),
        )
        if tokens(system) + tokens(user) <= budget or (len(facts) <= 1 and not history):
            return [{"role": "system", "content": system}, {"role": "user", "content": user}]
        if history:
            history.pop(0)
        else:
            facts.pop()


def tokens(text: str) -> int:
    """At most so many tokens, by the tokenizers of today's multilingual models."""
    return int(len(text.encode()) / _BYTES_PER_TOKEN) + 1


@cache
def system_rules() -> str:
    """The rules as they are sent, without the language."""
    return _template("system.md")


def _harmless(text: str) -> str:
    """Material that cannot close the tag it stands in."""
    return text.replace("<", "‹").replace(">", "›")


def _result(analysis: Analysis | None, consultation: Consultation) -> str:
    return "\n".join(summarize(analysis, consultation.lang)[:2]) if analysis else ""


def _notes(consultation: Consultation) -> Iterable[str]:
    notes = _notes_file()
    if consultation.triage.level in (TriageLevel.CAUTION, TriageLevel.DOCTOR):
        yield notes[consultation.triage.level.value].format(reasons=", ".join(consultation.triage.reasons))
    if consultation.plan.so is False:
        yield notes["corrects"]


@cache
def _template(name: str) -> str:
    return (files("sesaclinic") / "assets" / "consult" / "prompts" / name).read_text(encoding="utf-8")


@cache
def _notes_file() -> dict[str, Any]:
    notes: dict[str, Any] = yaml.safe_load(_template("notes.yaml"))
    return notes
