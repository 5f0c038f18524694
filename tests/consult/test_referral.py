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


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        (
            "코 옆 뾰루지 짰는데 다음날 눈 주위까지 부어서 눈이 잘 안떠지고 열나고 머리아파요",
            "얼굴이나 눈 주변이 붓고 뜨거우면 병원에 가야 하나요",
        ),
        ("벌에 쏘였는데 눈이 안 떠질 정도로 붓고 어지러워요", "숨이 차고 얼굴이 부으면 바로 무엇을 하나요"),
        ("염색하고 얼굴이 퉁퉁 부어서 눈이 안 떠져요", "숨이 차고 얼굴이 부으면 바로 무엇을 하나요"),
        ("턱 여드름 짠 뒤로 턱 전체가 붓고 입이 안 벌어져요", "여드름을 짠 뒤 붓고 열이 나요"),
        ("이마 필러 맞고 눈앞이 뿌옇게 보여요", "필러를 맞고 앞이 잘 안 보이면 어떻게 하나요"),
        ("황산이 팔에 튀었어요", "약품이 피부에 튀면 어떻게 하나요"),
        ("성묘 갔다가 뱀한테 손등을 물렸는데 부어올라요", "뱀에 물리면 어떻게 하나요"),
        ("개가 애 볼을 물어서 살이 찢어졌어요", "얼굴을 개에게 물리면 어떻게 하나요"),
        (
            "다섯 살 애가 닷새째 고열에 입술이 빨갛고 손발이 부었어요",
            "아이가 열이 나면서 발진이 있으면 어떻게 하나요",
        ),
        (
            "멍이 부딪힌 적도 없는데 온몸에 생기고 코피가 안 멎어요",
            "부딪히지 않았는데 멍이 자꾸 생겨요",
        ),
    ],
)
async def test_an_emergency_reads_about_itself(question: str, heading: str) -> None:
    answer = await consultant().ask(question)
    assert answer.triage.level is TriageLevel.URGENT
    assert {citation.section for citation in answer.citations} == {heading}
