"""What needs a doctor is sent to one in every language, and what only sounds alike is not (see serious.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
import yaml

from sesaclinic.consult.triage import triage
from sesaclinic.domain import Lang, TriageLevel

_QUESTIONS: Final[dict[Lang, dict[str, list[str]]]] = yaml.safe_load(
    (Path(__file__).parent / "serious.yaml").read_text(encoding="utf-8")
)
_SENT: Final = (TriageLevel.DOCTOR, TriageLevel.URGENT)
_CARE: Final = ("pregnancy", "minor")
_FALSE_ALARMS: Final = 0.05


def _cases(*kinds: str) -> list[tuple[Lang, str]]:
    return [(lang, question) for lang, of in _QUESTIONS.items() for kind in kinds for question in of[kind]]


@pytest.mark.parametrize(
    ("lang", "question"), _cases(*(kind for kind in _QUESTIONS["en"] if kind not in (*_CARE, "everyday")))
)
def test_what_needs_a_doctor_is_sent_to_one(lang: Lang, question: str) -> None:
    assert triage(question, lang).level in _SENT


@pytest.mark.parametrize(("lang", "question"), _cases(*_CARE))
def test_pregnancy_nursing_and_youth_are_answered_with_care(lang: Lang, question: str) -> None:
    assert triage(question, lang).level in (TriageLevel.CAUTION, *_SENT)


@pytest.mark.parametrize("lang", _QUESTIONS)
def test_everyday_questions_that_sound_serious_are_not_sent_to_a_doctor(lang: Lang) -> None:
    everyday = _QUESTIONS[lang]["everyday"]
    alarms = [question for question in everyday if triage(question, lang).level in _SENT]
    assert len(alarms) < _FALSE_ALARMS * len(everyday), alarms
