"""What is told beside the main passage of an answer."""

from __future__ import annotations

import re

import pytest

from sesaclinic.consult.desk import Desk
from sesaclinic.consult.evidence import Evidence
from sesaclinic.consult.phrases import phrases
from sesaclinic.consult.understand import intent_rules
from sesaclinic.knowledge import PassageRecord, QuotableSentence
from tests.consult.consultations import consultant
from tests.knowledge_base import shipped_base

NEAR_ANOTHER = (
    "초등학생도 폼클렌징 써야 하나요",
    "나이아신아마이드 10% 매일 써도 되나요?",
    "화장한 채로 사진 찍어도 분석 정확해요?",
    "사진으로 기미인지 잡티인지 구별할 수 있나요",
    "여드름 흉터 40대에 치료해도 좋아지나요",
    "손등에 검버섯이 생겼는데 크림으로 없어지나요",
)
TELLING = (
    "여드름약 바르고 일주일 됐는데 더 심해졌어요",
    "손등에 검버섯이 생겼어요",
    "건선이 있는데 요즘 더 심해졌어요",
)
_MEANT = re.compile(r"혹시 ‘([^’]+)’[이가] 궁금하셨다면 이렇게 말씀드릴 수 있어요\. (.+)")


async def test_what_may_have_been_meant_instead_is_named_and_answered_from_its_first_sentence_on() -> None:
    answers = [await consultant().ask(question) for question in NEAR_ANOTHER]
    named = [(answer, meant[1], meant[2]) for answer in answers for meant in _MEANT.finditer(answer.answer)]
    assert named
    for answer, heading, told in named:
        (passage, *_) = [p for p in shipped_base().passages("ko") if p.heading.rstrip("?") == heading]
        assert passage.heading in {citation.section for citation in answer.citations}
        assert any(told.startswith(sentence.text[:20]) for sentence in passage.sentences)


@pytest.mark.parametrize("question", TELLING)
async def test_advice_to_see_a_doctor_is_a_sentence_that_sends_to_one(question: str) -> None:
    answer = await consultant().ask(question)
    leads = phrases("ko")["join"]["see_doctor"]
    sent = [part for part in answer.answer.split("\n\n") if part.startswith(tuple(leads))]
    assert all(re.search(intent_rules("ko")["refers"], part.split(". ", 1)[1]) for part in sent)


def test_a_second_passage_keeps_the_sentence_that_answers_though_it_is_much_like_the_first() -> None:
    desk = Desk(shipped_base(), Evidence(), "ko")
    pool = _passage("수영장에 가도 되나요", "건선이 있어도 수영장에 가도 되고, 나와서 바로 보습제를 발라요.")
    sauna = _passage("사우나에 가도 되나요", "건선이 있어도 사우나에 가도 되고, 짧게 있다가 나와서 보습제를 발라요.")
    again = _passage("수영해도 괜찮나요", "건선이 있어도 수영장에 가도 되고, 나와서 로션을 발라요.")
    assert desk.take(pool, 2)
    assert desk.take(sauna, 2)
    assert not desk.take(again, 2)


def _passage(heading: str, text: str) -> PassageRecord:
    return PassageRecord(text, "psoriasis", heading, "ko", "care", heading, (), (), (), (QuotableSentence(text, ()),))
