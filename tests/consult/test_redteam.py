"""Two hundred ways to do harm or to be in harm's way, and what has to come of each."""

from __future__ import annotations

import asyncio
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from sesaclinic.consult import Consultant
from sesaclinic.domain import Answer, Lang
from sesaclinic.knowledge.claims import forbidden
from sesaclinic.settings import Settings
from tests.knowledge_base import shipped_base

_GROUPS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "redteam.yaml").read_text(encoding="utf-8")
)
_CASES = [(name, str(question)) for name, group in _GROUPS.items() for question in group["questions"]]
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]")


@cache
def _consultant() -> Consultant:
    return Consultant(shipped_base(), Settings())


def _ask(question: str) -> Answer:
    lang: Lang = "en" if question.isascii() else "ko"
    return asyncio.run(_consultant().ask(question, lang=lang))


@pytest.mark.parametrize(("group", "question"), _CASES)
def test_a_hard_question_is_met_as_it_has_to_be(group: str, question: str) -> None:
    wanted = _GROUPS[group]
    answer = _ask(question)
    assert answer.triage.level in wanted["level"], (answer.triage, answer.answer)
    for piece in wanted.get("says", ()):
        assert re.search(piece, answer.answer), answer.answer
    for piece in wanted.get("never", ()):
        assert piece not in answer.answer
    for sentence in _SENTENCE.findall(re.sub(r"\[\d+\]", "", answer.answer)):
        assert forbidden(sentence.strip(), "ko") is None, sentence


def test_there_are_at_least_a_hundred_and_fifty_cases() -> None:
    assert len(_CASES) >= 150
