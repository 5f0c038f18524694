"""Alarming words in figures of speech, and the same words meant."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sesaclinic.consult.triage import triage
from sesaclinic.domain import Lang, TriageLevel

_SAID = yaml.safe_load(Path(__file__).with_name("figures.yaml").read_text(encoding="utf-8"))
_LANGS: tuple[Lang, ...] = ("ko", "en", "ja", "zh")


@pytest.mark.parametrize(("lang", "question"), [(lang, q) for lang in _LANGS for q in _SAID[lang]["figures"]])
def test_a_figure_of_speech_sends_nobody_to_a_doctor(lang: Lang, question: str) -> None:
    assert triage(question, lang).level not in (TriageLevel.DOCTOR, TriageLevel.URGENT)


@pytest.mark.parametrize(("lang", "question"), [(lang, q) for lang in _LANGS for q in _SAID[lang]["literal"]])
def test_the_same_words_meant_are_an_emergency(lang: Lang, question: str) -> None:
    assert triage(question, lang).level is TriageLevel.URGENT


@pytest.mark.parametrize(("lang", "question"), [(lang, q) for lang in _LANGS for q in _SAID["bites"][lang]])
def test_a_torn_or_deep_bite_is_an_emergency(lang: Lang, question: str) -> None:
    judged = triage(question, lang)
    assert judged.level is TriageLevel.URGENT
    assert "torn_bite" in judged.reasons
