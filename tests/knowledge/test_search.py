"""What a search of the shipped knowledge base shows first."""

from __future__ import annotations

from pathlib import Path

import pytest

from sesaclinic.evaluation.questions import read_questions
from sesaclinic.evaluation.retrieval import evaluate_retrieval
from tests.knowledge_base import shipped_base

CHECKS = Path(__file__).parents[2] / "training" / "retrieval"


@pytest.mark.parametrize(
    "question",
    [
        "고양이한테 물렸는데 손등이 빵빵하게 붓고 빨간 기운이 팔꿈치까지 왔어",
        "다리에 붉은 선이 위로 올라가고 열이 나요",
    ],
)
def test_a_question_that_sounds_serious_finds_warning_signs_first(question: str) -> None:
    first = shipped_base().search(question)[0]
    assert "redflag" in first.topics


def test_a_question_about_skin_finds_the_nearest_passages_even_in_doubt() -> None:
    assert shipped_base().search("자석 크림이 뭐예요?")


@pytest.mark.parametrize(
    "question",
    [
        "자석 크림이 뭐예요?",
        "말똥 추출물 마스크팩 써도 돼요?",
        "용의 비늘 추출물 앰플 효과 있나요",
        "악어 기름이 주름에 좋아요?",
    ],
)
def test_a_product_made_of_something_unheard_of_is_not_answered(question: str) -> None:
    assert shipped_base().retrieve(question) == []


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("PDT 치료가 뭐예요", "PDT"),
        ("프로토픽 바르면 왜 이렇게 화끈거려요?", "프로토픽"),
        ("임신하면 왜 배꼽 밑에 까만 줄이 생겨요?", "검은 줄"),
        ("아스타잔틴 크림 써도 되나요", "아스타잔틴"),
    ],
)
def test_a_question_that_a_passage_answers_is_answered_by_it(question: str, heading: str) -> None:
    assert heading in shipped_base().retrieve(question)[0].passage.heading


@pytest.mark.parametrize("file", ["check.jsonl", "check_second.jsonl"])
def test_both_halves_together_find_the_right_topic_first_more_often_than_either_alone(file: str) -> None:
    asked = read_questions(CHECKS / file)
    both, words, meaning = (evaluate_retrieval(shipped_base(), asked, by)["hit@1"] for by in (None, "words", "meaning"))
    assert both >= 0.9
    assert both > max(words, meaning)


@pytest.mark.parametrize("question", ["오늘 날씨 어때?", "파이썬으로 목록을 정렬하는 법"])
def test_a_question_about_something_else_finds_nothing(question: str) -> None:
    assert shipped_base().search(question) == []
