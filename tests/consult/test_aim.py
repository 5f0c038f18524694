"""An answer is about what is asked of a thing, and not only about the thing."""

from __future__ import annotations

import pytest

from tests.consult.consultations import consultant


@pytest.mark.parametrize(
    ("question", "word"),
    [
        pytest.param("보톡스 맞고 언제부터 운동해도 되나요", "운동", id="by the kind of procedure"),
        pytest.param("피코레이저 받고 나서 세안 언제부터 해요?", "레이저", id="by the kind of laser"),
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
    answer = await consultant().ask("낚시하고 왔더니 손등만 까매요 어떻게 없애요")
    assert answer.answer.startswith("물어보신 점을 꼭 짚은 글은 없어서")


async def test_a_passage_on_something_else_than_the_procedure_named_is_said_to_come_only_near() -> None:
    answer = await consultant().ask("써마지 받고 매운 음식 언제부터 먹어도 돼요?")
    assert answer.answer.startswith("물어보신 점을 꼭 짚은 글은 없어서")


async def test_what_is_headed_for_babies_is_not_told_to_somebody_who_shaves() -> None:
    answer = await consultant().ask("면도하고 나면 턱에 빨간 게 오돌토돌 올라와요")
    assert "아기" not in answer.answer


async def test_a_medicine_named_by_its_brand_is_answered_by_what_is_written_on_it_in_pregnancy() -> None:
    answer = await consultant().ask("임테기 두 줄인데 디페린 발랐어요")
    assert answer.citations[0].section == "임신 중 디페린·스티바에이를 발라도 되나요"


async def test_two_ways_to_use_one_ingredient_are_both_spoken_of() -> None:
    answer = await consultant().ask("트라넥삼산 화장품이랑 먹는 약이랑 뭐가 달라요?")
    assert answer.citations[0].section == "트라넥삼산 세럼과 먹는 약은 무엇이 다른가요"
    assert "바르는 트라넥삼산" in answer.answer and "먹는 트라넥삼산" in answer.answer


async def test_a_skin_type_named_in_few_words_is_answered() -> None:
    answer = await consultant().ask("내가 민감성인지 아닌지 집에서 어떻게 알아")
    assert answer.citations[0].section == "민감성 피부란 무엇이고 어떻게 알아보나요"


async def test_what_repeats_the_reason_for_a_belief_does_not_confirm_it() -> None:
    answer = await consultant().ask("세수하고 나면 얼굴이 당기는데 건성 맞죠?")
    assert not answer.answer.startswith(("네, 맞아요", "네, 그렇게"))


@pytest.mark.parametrize("question", ["자석 크림이 뭐예요?", "피부에 우주선 먼지를 바르면 탄력이 생겨요?"])
async def test_a_thing_nobody_wrote_on_is_not_answered_with_its_neighbour(question: str) -> None:
    answer = await consultant().ask(question)
    assert not answer.citations
