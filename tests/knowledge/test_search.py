"""What a search of the shipped knowledge base shows first."""

from __future__ import annotations

import pytest

from tests.knowledge_base import shipped_base


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
    assert shipped_base().search("PDT 치료가 뭐예요")


@pytest.mark.parametrize("question", ["오늘 날씨 어때?", "파이썬으로 목록을 정렬하는 법"])
def test_a_question_about_something_else_finds_nothing(question: str) -> None:
    assert shipped_base().search(question) == []
