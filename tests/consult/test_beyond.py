"""What no article covers gets no answer, however much it sounds like skin; what one covers gets one."""

from __future__ import annotations

import pytest

from sesaclinic.domain import Lang, TriageLevel
from tests.consult.consultations import consultant


@pytest.mark.parametrize(
    ("lang", "question"),
    [
        ("ko", "자석 팩을 하면 피부 나이가 몇 살 줄어드나요?"),
        ("ko", "머리카락 굵기를 재는 기계는 어떻게 고르나요?"),
        ("ko", "피부에 붙이는 반도체 칩의 원리를 알려 주세요"),
        ("ko", "피부에 바르는 크림 통은 어느 공장에서 만드나요?"),
        ("ko", "드론으로 피부 촬영하는 기술이 있나요"),
        ("en", "Who invented lipstick?"),
        ("en", "How do I remove blemishes in Photoshop?"),
    ],
)
async def test_what_no_article_covers_is_not_answered_with_something_else(lang: Lang, question: str) -> None:
    answer = await consultant().ask(question, lang=lang)
    assert not answer.citations
    assert {"no_evidence", "not_skin"} & set(answer.triage.reasons)


@pytest.mark.parametrize(
    "question",
    ["전세 계약 만기 전에 이사 나가면 복비 누가 내나요?", "허리가 아픈데 정형외과 가야 하나요 한의원 가야 하나요"],
)
async def test_what_is_hardly_about_skin_and_not_written_on_is_not_ours(question: str) -> None:
    answer = await consultant().ask(question)
    assert answer.triage.level is TriageLevel.OUT_OF_SCOPE
    assert "피부와 스킨케어 상담만" in answer.answer


async def test_a_concern_that_is_named_is_offered_instead() -> None:
    answer = await consultant().ask("거머리 요법으로 기미를 뺄 수 있나요")
    assert not answer.citations
    assert "기미" in answer.answer
    assert "추측으로 답하지 않을게요" in answer.answer


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("점 뺀 자리에 큐어밴드 언제까지 붙여요", "pigmentation-mole-removal"),
        ("스킨부스터 리쥬란이랑 볼뉴머 차이점이 궁금합니다", "procedure-skin-booster"),
        ("판테놀 효능", "ingredient-humectants"),
        ("운전 많이 해서 왼쪽 얼굴만 더 까매진거같은데 기분탓인가", "sunscreen-everyday"),
    ],
)
async def test_a_word_we_never_heard_does_not_hide_a_question_we_can_answer(question: str, article: str) -> None:
    answer = await consultant().ask(question)
    assert article in {citation.article for citation in answer.citations}
