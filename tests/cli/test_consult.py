"""`sesaclinic ask` as a script and a person see it: one line of JSON, words with sources, refusals that explain."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sesaclinic.cli import app
from sesaclinic.knowledge import KnowledgeBase
from sesaclinic.settings import get_settings
from tests.analyses import make_analysis
from tests.consult.model_server import ModelServer, model_server
from tests.knowledge_base import shipped_base


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(autouse=True)
def built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped knowledge base, not built anew for each command."""
    base = shipped_base()
    monkeypatch.setattr(KnowledgeBase, "load", lambda settings: base)


@pytest.fixture
def result_file(tmp_path: Path) -> Path:
    path = tmp_path / "me.json"
    path.write_text(make_analysis().model_dump_json(exclude={"image", "regions"}) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A language model that the environment points to."""
    with model_server() as server:
        monkeypatch.setenv("SESAC_CONSULT__PROVIDER", "openai")
        monkeypatch.setenv("SESAC_CONSULT__OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("SESAC_CONSULT__RETRIES", "0")
        get_settings.cache_clear()
        yield server
    get_settings.cache_clear()


def test_an_answer_is_one_json_line_in_the_agreed_form() -> None:
    result = run("ask", "레티놀이랑 비타민C 같이 써도 되나요?", "--json")
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    answer = json.loads(line)
    assert set(answer) == {"answer", "citations", "provider", "triage"}
    assert set(answer["triage"]) == {"level", "reasons"}
    assert (answer["provider"], answer["triage"]["level"]) == ("builtin", "none")
    assert all(set(citation) == {"n", "article", "section", "title", "url"} for citation in answer["citations"])
    assert all(f"[{citation['n']}]" in answer["answer"] for citation in answer["citations"])


def test_a_person_reads_words_and_the_sources_below_them() -> None:
    result = run("ask", "보습제는 언제 바르는 게 좋아요?")
    words, _, sources = result.stdout.partition("\n\n[1] ")
    assert result.exit_code == 0
    assert "[1]" in words
    assert "https://" in sources


def test_a_result_makes_the_answer_personal(result_file: Path) -> None:
    answer = json.loads(run("ask", "내 피부는 어떻게 관리해요?", "--analysis", str(result_file), "--json").stdout)
    assert "분석 결과에서 피부 타입은 건성" in answer["answer"]


def test_the_answer_comes_in_the_language_asked_for() -> None:
    answer = json.loads(run("ask", "How do I care for dry skin?", "--lang", "en", "--json").stdout)
    assert answer["citations"]
    assert not re.search("[가-힣]", answer["answer"])


@pytest.mark.parametrize(
    ("question", "code"), [("  ", "question_empty"), ("가" * 2001, "question_too_long")], ids=["empty", "endless"]
)
def test_a_question_that_cannot_be_asked_is_refused_with_a_reason(question: str, code: str) -> None:
    result = run("ask", question, "--json")
    assert result.exit_code == 3
    error = json.loads(result.stdout)["error"]
    assert (error["code"], set(error)) == (code, {"code", "message", "hint"})
    assert code in result.stderr


def test_a_result_that_is_missing_or_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text('{"note": "no result"}')
    for name, code in (("gone.json", "file_not_found"), ("notes.json", "analysis_invalid")):
        result = run("ask", "건성 피부 관리법", "--analysis", str(tmp_path / name), "--json")
        assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (3, code)


def test_a_language_model_is_chosen_by_the_environment(model: ModelServer) -> None:
    model.draft = lambda facts: [f"{facts[1]} [1]"]
    answer = json.loads(run("ask", "보습제는 언제 바르는 게 좋아요?", "--json").stdout)
    assert answer["provider"] == "openai"
    assert len(model.requests) == 1


def test_a_language_model_that_fails_leaves_the_json_clean_and_says_why_on_stderr(
    model: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    model.refusals = [(503, {})]
    result = run("ask", "보습제는 언제 바르는 게 좋아요?", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["provider"] == "builtin"
    assert "provider openai failed: InternalServerError 503" in caplog.text
