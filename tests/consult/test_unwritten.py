"""What is said where care is called for and nothing is written on the very question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sesaclinic.consult.desk import Plan
from sesaclinic.consult.phrases import phrases
from sesaclinic.consult.providers.builtin import compose
from sesaclinic.domain import Lang, Triage, TriageLevel
from tests.consult.consultations import make_consultation

_LANGS: tuple[Lang, ...] = ("ko", "en", "ja", "zh")
_WHOM = {"ko": "의사나 약사", "en": "doctor or pharmacist", "ja": "医師や薬剤師", "zh": "医生或药师"}


@pytest.mark.parametrize("lang", _LANGS)
def test_a_caution_without_evidence_says_that_nothing_is_written_and_whom_to_ask(lang: Lang) -> None:
    judged = Triage(level=TriageLevel.CAUTION, reasons=("pregnancy",))
    said = "".join(
        sentence
        for paragraph in compose(replace(make_consultation(), lang=lang, triage=judged, plan=Plan(())))
        for sentence in paragraph
    )
    assert phrases(lang)["unwritten"]["caution"] in said
    assert _WHOM[lang] in said


@pytest.mark.parametrize("lang", _LANGS)
def test_a_referral_without_evidence_says_why_a_doctor_has_to_look(lang: Lang) -> None:
    judged = Triage(level=TriageLevel.DOCTOR, reasons=("lump",))
    paragraphs = list(compose(replace(make_consultation(), lang=lang, triage=judged, plan=Plan(()))))
    assert phrases(lang)["unwritten"]["doctor"] in paragraphs[0]
