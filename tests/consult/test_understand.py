"""What a question is taken to want."""

from __future__ import annotations

import pytest

from sesaclinic.consult.understand import condense, facets, understand
from sesaclinic.domain import Turn
from tests.knowledge_base import shipped_base


def test_a_follow_up_gets_its_subject_from_the_question_before() -> None:
    assert "레티놀" in condense("매일 발라도 돼요?", ["레티놀은 어떻게 시작해요?"], "ko")


def test_the_subject_survives_two_follow_ups() -> None:
    assert "레티놀" in condense("그럼 부작용은요?", ["레티놀은 어떻게 시작해요?", "매일 발라도 돼요?"], "ko")


def test_what_was_told_first_and_asked_then_is_one_question() -> None:
    told = "여드름 짠 자리가 갈색으로 남았어요"
    assert condense("그럼 얼마나 기다려야 없어져요?", [told], "ko").startswith(told)
    assert condense("그럼 선크림은요?", ["로또 번호 알려줘"], "ko") == "그럼 선크림은요?"
    asked = condense("그럼 세안은요?", ["이마 보톡스 맞았는데 얼마나 가요? 부작용도 궁금합니다"], "ko")
    assert "보톡스" in asked
    assert "궁금" not in asked


@pytest.mark.parametrize(
    ("question", "before", "thing"),
    [
        ("따가우면 그만 써야 하나요?", "레티놀은 처음에 어떻게 시작해요?", "레티놀"),
        ("여드름 피부도 괜찮아요?", "클렌징 오일은 어떻게 써요?", "클렌징"),
        ("아이한테도 같은 거 써도 되나요?", "아토피에 세라마이드 크림이 좋나요?", "세라마이드"),
        ("그거 며칠이나 가요?", "보톡스 맞고 멍이 들었는데 왜 그래요?", "멍"),
        ("끊으면 다시 심해지나요?", "탈모에 미녹시딜 바르면 머리가 나나요?", "미녹시딜"),
    ],
)
def test_a_follow_up_that_names_only_who_or_what_is_felt_keeps_the_thing(
    question: str, before: str, thing: str
) -> None:
    assert thing in condense(question, [before], "ko")


def test_a_question_with_a_subject_of_its_own_stands_alone() -> None:
    question = "선크림은 하루에 몇 번 발라야 하나요?"
    assert condense(question, ["레티놀은 어떻게 시작해요?"], "ko") == question


def test_history_is_read_oldest_first() -> None:
    turns = [Turn(question="기미에 좋은 성분은?", answer="…"), Turn(question="레티놀은 어때요?", answer="…")]
    assert "레티놀" in understand("임신 중에도요?", turns, "ko").condensed


@pytest.mark.parametrize(
    ("question", "broad"),
    [
        ("나는 홍조가 있는 건성 피부인데 스킨케어 방법이 궁금해", True),
        ("여드름에 좋은 성분 뭐예요", True),
        ("여드름 약은 하루에 몇 번 바르나요", False),
        ("레티놀은 어떻게 시작해요", False),
    ],
)
def test_a_general_question_is_told_from_a_narrow_one(question: str, broad: bool) -> None:
    assert understand(question, (), "ko").broad is broad


def test_two_questions_at_once_are_two_parts_each_with_its_subject() -> None:
    parts = understand("브리모니딘 바르면 바로 빨간기가 없어지나요? 부작용은요?", (), "ko").parts
    assert len(parts) == 2
    assert "브리모니딘" in parts[1]
    assert "바세린" in understand("바세린을 얼굴에 발라도 되나요? 모공 막히지 않나요", (), "ko").parts[1]


def test_what_somebody_tells_after_a_question_is_no_second_question() -> None:
    assert len(understand("건선은 유전되나요? 제가 건선인데 아이도 걸릴까봐요", (), "ko").parts) == 1


def test_hearsay_is_a_belief_and_a_permission_is_not() -> None:
    assert understand("레몬즙 바르면 미백이 된다던데요", (), "ko").believes
    assert not understand("레티놀이랑 비타민C 같이 써도 되나요?", (), "ko").believes


def test_every_general_answer_is_made_of_passages_that_exist() -> None:
    missing = [
        (facet.id, article, heading)
        for facet in facets("ko")
        for passages in facet.general.values()
        for article, heading in passages
        if shipped_base().passage(article, heading, "ko") is None
    ]
    assert missing == []


def test_letters_that_only_say_how_something_is_said_are_no_words() -> None:
    assert understand("코에 블랙헤드 ㅈㄴ 많아요ㅠㅠ", (), "ko").condensed.split() == ["코에", "블랙헤드", "많아요"]
