"""Who names a medicine, an ingredient or a procedure is told of that one, or that nothing is written on it."""

from __future__ import annotations

import pytest

from sesaclinic.knowledge.words import lexicon
from tests.consult.consultations import consultant


@pytest.mark.parametrize(
    "question",
    ["다루멘 연고 발라도 되나요", "펠로니아 시술 받고 세안 언제부터 해요", "멜로카인 맞으면 언제부터 효과 나와요"],
)
async def test_nothing_is_said_of_a_product_nobody_wrote_about(question: str) -> None:
    answer = await consultant().ask(question)
    assert question.split(maxsplit=1)[0] in answer.answer
    assert not answer.citations


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("레티놀 쓰고 며칠 뒤부터 효과 나타나요", "레티놀"),
        ("스티바에이 매일 발라도 되나요", "스티바에이"),
        ("엘리델 크림 며칠 발라야 해요", "엘리델"),
        ("리쥬란 맞으면 언제부터 좋아져요", "리쥬란"),
        ("보톡스 맞으면 며칠 뒤에 효과 나와요", "보톡스"),
    ],
)
async def test_the_passage_quoted_first_speaks_of_what_was_named(question: str, thing: str) -> None:
    answer = await consultant().ask(question)
    ideas = lexicon("ko").ideas
    by_any_name = [word for word, idea in ideas.items() if idea == ideas[thing]]
    first = answer.answer.split("\n\n", maxsplit=1)[0].lower()
    assert any(name in first for name in by_any_name)


async def test_a_second_question_stays_on_the_subject_of_the_first() -> None:
    answer = await consultant().ask("브리모니딘 바르고 언제 효과 나요? 부작용은요?")
    assert {citation.article for citation in answer.citations} <= {"rosacea-treatment", "rosacea-questions"}
    assert all("브리모니딘" in citation.section for citation in answer.citations)
