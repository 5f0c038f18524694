"""Who is sent to a doctor reads about their own signs, and about nothing else."""

from __future__ import annotations

import pytest

from sesaclinic.consult.referral import Referral, referrals
from sesaclinic.consult.signs import sign_book
from sesaclinic.domain import TriageLevel
from sesaclinic.knowledge.vocabulary import LANGS
from tests.consult.consultations import consultant
from tests.knowledge_base import shipped_base


@pytest.mark.parametrize("referral", referrals(), ids=lambda referral: min(referral.signs))
def test_a_referral_names_signs_and_passages_that_exist(referral: Referral) -> None:
    assert referral.signs <= {sign.id for lang in LANGS for sign in sign_book(lang).signs}
    for article, heading in referral.read:
        assert shipped_base().passage(article, heading) is not None, heading


@pytest.mark.parametrize(
    ("question", "level", "articles"),
    [
        ("락스가 얼굴에 튀어서 눈이 따갑고 피부가 하얗게 됐어요", TriageLevel.URGENT, {"redflag-burns-bites"}),
        ("피부가 너무 흉해서 손목을 그었어요", TriageLevel.URGENT, {"redflag-mind"}),
        ("새우 먹고 목이 조이고 두드러기 났어요", TriageLevel.URGENT, {"redflag-emergency"}),
        ("끓는 물을 팔에 쏟아서 껍질이 벗겨졌어요", TriageLevel.URGENT, {"redflag-burns-bites"}),
        ("발바닥에 까만 점이 반년 사이에 두 배로 커졌어요", TriageLevel.DOCTOR, {"redflag-moles"}),
        ("가슴에 멍울이 만져져요 습진인 줄 알았는데", TriageLevel.DOCTOR, {"redflag-when-to-go"}),
        ("고양이 키우는데 팔에 동그랗게 빨간 게 생겼어요", TriageLevel.DOCTOR, {"dermatitis-fungal"}),
        ("튀김하다 기름이 눈에 튀었어요", TriageLevel.URGENT, {"redflag-burns-bites"}),
        ("혀에 하얀 게 생겨서 안 벗겨져요", TriageLevel.DOCTOR, set()),
    ],
)
async def test_the_passages_are_about_the_signs(question: str, level: TriageLevel, articles: set[str]) -> None:
    answer = await consultant().ask(question)
    assert answer.triage.level is level
    assert {citation.article for citation in answer.citations} == articles


async def test_who_itches_in_pregnancy_hears_of_the_liver_and_of_what_soothes() -> None:
    answer = await consultant().ask("임산부인데 배가 너무 가려워요")
    assert answer.triage.level is TriageLevel.DOCTOR
    assert "담즙정체" in answer.answer
    assert "보습제를 듬뿍" in answer.answer


async def test_what_stings_in_the_eye_is_rinsed_first_and_looked_at_by_an_eye_doctor() -> None:
    answer = await consultant().ask("티트리오일 눈에 들어갔어요")
    assert answer.triage.level is TriageLevel.DOCTOR
    assert answer.answer.startswith("눈을 비비지 말고 미지근한 물을 흘려")
    assert "안과" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "락스 청소하다가 눈이랑 얼굴에 튀었어요 눈이 너무 따갑고 잘 안보여요",
        "욕실 세제 뿌리다가 눈에 들어간 것 같아요 계속 따가워요",
        "염색하다가 약이 눈에 들어갔는데 따갑고 빨개요",
    ],
)
async def test_an_eye_is_rinsed_before_anything_else_is_said(question: str) -> None:
    answer = await consultant().ask(question)
    assert answer.triage.level is TriageLevel.URGENT
    assert answer.answer.startswith("지금 바로 눈을 뜬 채로 흐르는 물에")
    assert {citation.section for citation in answer.citations} == {"락스나 세제, 약품이 눈에 튀면 어떻게 하나요"}
