"""Answers of the built-in provider, as a reader meets them."""

from __future__ import annotations

import re

import pytest

from sesaclinic.consult import CitationsEvent, DoneEvent, TokenEvent
from sesaclinic.consult.support import is_talk
from sesaclinic.domain import Answer, Lang, TriageLevel, Turn
from sesaclinic.errors import QuestionError
from tests.analyses import make_analysis
from tests.consult.consultations import CORRECTING, consultant
from tests.knowledge_base import shipped_base

PROTOTYPE = [
    "나는 홍조가 있는 건성 피부인데 스킨케어 방법이 궁금해",
    "나는 색소침착이 있어 고민인데, 어떻게 관리하면 좋을까?",
    "여드름 때문에 고민이라 관리를 하고 있는데 유용한 성분이나 피해야 할 것들이 있을까?",
]


def sentences(answer: Answer) -> list[str]:
    """Sentences with the marks that follow them."""
    return re.findall(r"[^\n.!?]+(?:\.\d[^\n.!?]*)*[.!?](?:\s*\[\d+\])*", answer.answer)


@pytest.mark.parametrize("question", PROTOTYPE)
async def test_the_prototypes_questions_are_answered_with_a_citation_behind_every_fact(question: str) -> None:
    answer = await consultant().ask(question)
    bare = [s for s in sentences(answer) if "[" not in s and not is_talk(s.strip(), "ko")]
    opening_and_closing = 4  # words of our own that open, join and close
    assert len(answer.citations) >= 4
    assert len(bare) <= opening_and_closing, bare
    assert answer.provider == "builtin"
    assert answer.triage.level is TriageLevel.NONE


@pytest.mark.parametrize("question", [*PROTOTYPE, "선크림은 몇 시간마다 덧발라요?", "콜라겐 먹으면 주름이 펴지나요?"])
async def test_every_mark_has_a_citation_and_every_citation_a_passage_with_its_source(question: str) -> None:
    answer = await consultant().ask(question)
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", answer.answer)}
    assert marks == {citation.n for citation in answer.citations}
    for citation in answer.citations:
        passages = [p for p in shipped_base().passages("ko") if p.article == citation.article]
        urls = {s.url for p in passages if p.heading == citation.section for x in p.sentences for s in x.sources}
        assert citation.url in urls


async def test_a_belief_is_corrected_in_the_first_words() -> None:
    answer = await consultant().ask("찬물로 세수하면 모공이 닫힌다던데 사실인가요?")
    assert answer.answer.startswith(CORRECTING)
    assert "false_premise" in answer.triage.reasons


async def test_a_true_statement_is_not_called_a_misunderstanding() -> None:
    answer = await consultant().ask("틴티드 선크림이 기미에 더 좋다는 말이 맞나요?")
    assert "false_premise" not in answer.triage.reasons


async def test_a_result_makes_the_answer_personal() -> None:
    answer = await consultant().ask("내 피부는 어떻게 관리하면 좋을까요?", analysis=make_analysis())
    assert "분석 결과에서 피부 타입은 건성에 가깝" in answer.answer


async def test_a_question_on_a_score_is_told_the_score() -> None:
    answer = await consultant().ask("제 결과에서 홍조 등급이 왜 이렇게 나왔나요?", analysis=make_analysis(redness=41))
    assert "등급 2(보통)" in answer.answer
    assert "41점" in answer.answer


async def test_why_scores_are_as_they_are_is_answered_with_what_shows_where() -> None:
    answer = await consultant().ask("점수가 왜 이렇게 나왔어요?", analysis=make_analysis(redness=41))
    first = answer.answer.split("\n\n")[0]
    assert "왼쪽 볼에서" in first
    assert "35점" in first


async def test_a_routine_has_morning_and_evening() -> None:
    answer = await consultant().ask("지성 여드름 피부인데 하루 루틴 짜주세요")
    assert answer.answer.index("아침에는") < answer.answer.index("저녁에는")


async def test_an_emergency_opens_with_where_to_go() -> None:
    answer = await consultant().ask("얼굴이 갑자기 퉁퉁 붓고 숨쉬기가 힘들어요")
    assert answer.triage.level is TriageLevel.URGENT
    assert "119" in answer.answer[:120]


async def test_despair_is_met_with_a_number_to_call() -> None:
    answer = await consultant().ask("여드름 때문에 죽고 싶어요")
    assert "109" in answer.answer


async def test_what_is_not_ours_is_declined_with_a_way_back() -> None:
    answer = await consultant().ask("오늘 날씨 어때?")
    assert answer.triage.level is TriageLevel.OUT_OF_SCOPE
    assert answer.citations == ()
    assert "피부" in answer.answer


async def test_a_follow_up_is_understood_from_the_conversation() -> None:
    first = "레티놀 처음 쓰는데 어떻게 시작해요?"
    answer = await consultant().ask("임신 중에는요?", history=[Turn(question=first, answer="…")])
    assert answer.triage.level is TriageLevel.CAUTION
    assert "레티노" in answer.answer or "레티놀" in answer.answer


async def test_citations_come_before_words_and_the_whole_answer_last() -> None:
    events = [event async for event in consultant().stream("레티놀이랑 비타민C 같이 써도 되나요?")]
    assert isinstance(events[0], CitationsEvent)
    assert isinstance(events[-1], DoneEvent)
    text = "".join(event.text for event in events if isinstance(event, TokenEvent))
    assert text.strip() == events[-1].answer.answer
    assert set(events[-1].answer.citations) <= set(events[0].citations)


@pytest.mark.parametrize(
    ("lang", "question", "letters"),
    [
        ("en", "How do I care for dry skin with redness?", r"[A-Za-z]"),
        ("ja", "ニキビはどうケアすればいいですか？", r"[ぁ-ん]"),
        ("zh", "色素沉着怎么护理？", r"[一-鿿]"),
    ],
)
async def test_other_languages_are_answered_in_themselves(lang: Lang, question: str, letters: str) -> None:
    answer = await consultant().ask(question, lang=lang)
    assert answer.citations
    assert re.search(letters, answer.answer)
    assert not re.search(r"[가-힣]", answer.answer)


@pytest.mark.parametrize(("question", "code"), [("   ", "question_empty"), ("가" * 2001, "question_too_long")])
async def test_an_empty_or_endless_question_is_refused(question: str, code: str) -> None:
    with pytest.raises(QuestionError) as refused:
        await consultant().ask(question)
    assert refused.value.code == code
