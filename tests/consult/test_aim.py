"""An answer is about what is asked of a thing, and not only about the thing."""

from __future__ import annotations

from functools import cache

import pytest

from sesaclinic.consult import Consultant
from sesaclinic.settings import Settings
from tests.knowledge_base import shipped_base


@cache
def consultant() -> Consultant:
    return Consultant(shipped_base(), Settings())


@pytest.mark.parametrize(
    ("question", "word"),
    [
        pytest.param("보톡스 맞고 언제부터 운동해도 되나요", "운동", id="by the kind of procedure"),
        pytest.param("피코레이저 받고 나서 세안 언제부터 해요?", "시술", id="by the kind of laser"),
        pytest.param("주사피부염에 이버멕틴 크림은 어떻게 듣는 건가요?", "이버멕틴", id="the medicine named"),
        pytest.param("두피에 은백색 각질이 두껍게 앉아요 비듬샴푸로 되나요?", "두피 건선", id="the place named"),
    ],
)
async def test_the_first_paragraph_speaks_of_what_is_asked(question: str, word: str) -> None:
    answer = await consultant().ask(question)
    assert word in answer.answer.split("\n\n")[0]


async def test_what_is_left_out_is_not_what_is_answered() -> None:
    answer = await consultant().ask("미간 주름에 보톡스 말고 다른 방법 있나요")
    assert not any("보톡스" in citation.section or "보툴리눔" in citation.section for citation in answer.citations)


async def test_an_answer_that_only_comes_near_says_so() -> None:
    answer = await consultant().ask("팔이랑 다리 색이 너무 달라요 톤 맞추는 방법 있을까요?")
    assert answer.answer.startswith("물어보신 점을 꼭 짚은 글은 없어서")


@pytest.mark.parametrize("question", ["자석 크림이 뭐예요?", "피부에 우주선 먼지를 바르면 탄력이 생겨요?"])
async def test_a_thing_nobody_wrote_on_is_not_answered_with_its_neighbour(question: str) -> None:
    answer = await consultant().ask(question)
    assert not answer.citations
