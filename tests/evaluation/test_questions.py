"""Question files, and the figures of retrieval and answers on made-up questions whose truth is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sesaclinic.cli import app
from sesaclinic.consult import Consultant
from sesaclinic.domain import Answer, Citation, Lang, Triage, TriageLevel
from sesaclinic.errors import SesacError
from sesaclinic.evaluation.answers import evaluate_answers
from sesaclinic.evaluation.questions import LabelledQuestion, read_questions
from sesaclinic.evaluation.retrieval import evaluate_retrieval
from sesaclinic.knowledge import KnowledgeBase
from sesaclinic.settings import Settings
from tests.knowledge_base import shipped_base

ROWS: list[dict[str, Any]] = [
    {"question": "보습제는 언제 바르는 게 좋아요?", "topics": ["routine", "skin_type", "dermatitis"]},
    {"question": "여드름 자국은 어떻게 관리해요?", "topics": ["acne"], "expected": "answer"},
    {"question": "임신 중인데 레티놀 써도 되나요?", "topics": ["pregnancy"], "expected": "caution"},
    {"question": "점이 커지고 피가 나요", "topics": ["redflag"], "expected": "doctor"},
    {"question": "얼굴이 갑자기 퉁퉁 붓고 숨쉬기가 힘들어요", "topics": ["redflag"], "expected": "urgent"},
    {"question": "오늘 날씨 어때?", "expected": "out_of_scope"},
    {"question": "찬물로 세수하면 모공이 닫힌다던데 맞나요?", "topics": ["pore"], "expected": "correct_the_premise"},
]
RECALLS = {"urgent_recall", "caution_recall", "out_of_scope_recall", "premise_recall", "false_alarm_rate"}


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS) + "\n\n", encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped knowledge base, not built anew for each command."""
    base = shipped_base()
    monkeypatch.setattr(KnowledgeBase, "load", lambda settings: base)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["evaluate", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_evaluate_answers_prints_the_contract(questions: Path) -> None:
    figures = json.loads(run("answers", "--questions", str(questions), "--json"))
    assert {"n", "citation_validity", "support", "triage"} <= set(figures)
    assert set(figures["triage"]) == RECALLS
    assert set(figures["intervals"]) == RECALLS | {"citation_validity", "support"}
    assert figures["n"] == len(ROWS)
    assert figures["citation_validity"] == 1
    assert figures["triage"] == dict.fromkeys(RECALLS - {"false_alarm_rate"}, 1.0) | {"false_alarm_rate": 0.0}
    low, high = figures["intervals"]["support"]
    assert low <= figures["support"] <= high
    assert figures["counts"]["urgent_recall"] == 2  # doctor and urgent together
    assert figures["confusion"]["urgent"] == {"urgent": 1}


def test_evaluate_retrieval_prints_the_contract_for_each_method(questions: Path) -> None:
    lines = [
        json.loads(line) for line in run("retrieval", "--questions", str(questions), "--compare", "--json").splitlines()
    ]
    assert [line["by"] for line in lines] == ["both", "words", "meaning"]
    for line in lines:
        assert {"n", "hit@1", "hit@5", "mrr", "ndcg@10", "intervals", "baseline", "unanswered"} <= set(line)
        assert line["n"] == len(ROWS) - 1  # what is out of scope has no right passage
        assert line["hit@1"] <= line["mrr"] <= line["hit@5"] <= 1


def test_people_read_tables(questions: Path) -> None:
    answers = run("answers", "--questions", str(questions))
    assert "7 questions" in answers
    assert "urgent_recall        1.000" in answers
    assert "hit@5" in run("retrieval", "--questions", str(questions))


class Scripted(Consultant):
    """Answers as a test says, by question."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        super().__init__(shipped_base(), Settings())
        self.answers = answers

    async def ask(self, question: str, *, lang: Lang = "ko", **_: object) -> Answer:
        return self.answers[question]


def citation(n: int, **changes: Any) -> Citation:
    """A citation of the first sentence of the first passage."""
    passage = shipped_base().passages("ko")[0]
    source = passage.sentences[0].sources[0]
    fields = {"article": passage.article, "section": passage.heading, "title": source.title, "url": source.url}
    return Citation(n=n, **fields | changes)


def test_a_citation_without_its_source_and_a_sentence_without_its_fact_count_against_an_answer() -> None:
    fact = shipped_base().passages("ko")[0].sentences[0].text
    answer = Answer(
        answer=f"{fact} [1] 달에서 온 성분이 주름을 지워요. [1] {fact} [2]",
        citations=(citation(1), citation(2, url="https://example.org/invented")),
        provider="test",
    )
    figures = evaluate_answers(Scripted({"?": answer}), shipped_base(), [LabelledQuestion(question="?")])
    assert figures["citation_validity"] == 0.5
    assert figures["support"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["intervals"]["support"] is None  # one answer tells nothing of the next


def test_a_sentence_that_turns_its_fact_round_is_not_supported() -> None:
    passage = next(p for p in shipped_base().passages("ko") if any("쓰지 마세요" in s.text for s in p.sentences))
    sentence = next(s for s in passage.sentences if "쓰지 마세요" in s.text)
    source = sentence.sources[0]
    cited = Citation(n=1, article=passage.article, section=passage.heading, title=source.title, url=source.url)
    for text, support in ((sentence.text, 1.0), (sentence.text.replace("쓰지 마세요", "쓰세요"), 0.0)):
        answer = Answer(answer=f"{text} [1]", citations=(cited,), provider="test")
        figures = evaluate_answers(Scripted({"?": answer}), shipped_base(), [LabelledQuestion(question="?")])
        assert figures["support"] == support, text


def test_what_was_not_asked_has_no_figure_and_a_false_alarm_is_one() -> None:
    alarm = Answer(answer="병원에 가세요.", provider="test", triage=Triage(level=TriageLevel.DOCTOR))
    figures = evaluate_answers(Scripted({"?": alarm}), shipped_base(), [LabelledQuestion(question="?")])
    assert figures["triage"] == dict.fromkeys(RECALLS, None) | {"false_alarm_rate": 1.0}
    assert figures["citation_validity"] is figures["support"] is None


def test_retrieval_counts_a_named_article_rather_than_its_topic() -> None:
    question = "보습제는 언제 바르는 게 좋아요?"
    found = shipped_base().retrieve(question, top=1)[0].passage
    right = LabelledQuestion(question=question, articles=(found.article,))
    wrong = LabelledQuestion(question=question, topics=found.topics, articles=("no-such-article",))
    assert evaluate_retrieval(shipped_base(), [right])["hit@1"] == 1
    figures = evaluate_retrieval(shipped_base(), [wrong])
    assert figures["hit@1"] == figures["mrr"] == figures["ndcg@10"] == 0


def test_a_question_file_is_read_with_its_defaults(questions: Path) -> None:
    first = read_questions(questions)[0]
    assert (first.expected, first.lang, first.articles) == ("answer", "ko", ())


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        ('{"question": "왜요?"}\n{"topics": []}', "line 2"),
        ('{"question": "왜요?", "expected": "maybe"}', "line 1"),
        ("왜요?", "line 1"),
        ("\n\n", "no question"),
    ],
    ids=["no question in a line", "unknown expectation", "not JSON", "empty"],
)
def test_a_broken_question_file_is_refused_with_its_line(tmp_path: Path, content: str, detail: str) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SesacError) as refused:
        read_questions(path)
    assert refused.value.code == "file_invalid"
    assert detail in refused.value.message("en")


def test_a_missing_question_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SesacError) as refused:
        read_questions(tmp_path / "gone.jsonl")
    assert refused.value.code == "file_not_found"
