"""`sesaclinic search` as a script sees it: passages as JSON lines, best first, and refusals that explain."""

import json

import pytest
from typer.testing import CliRunner, Result

from sesaclinic.cli import app
from sesaclinic.knowledge import KnowledgeBase
from tests.knowledge_base import shipped_base


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["search", *arguments])


@pytest.fixture(autouse=True)
def built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped knowledge base, not built anew for each command."""
    base = shipped_base()
    monkeypatch.setattr(KnowledgeBase, "load", lambda settings: base)


def test_passages_are_json_lines_best_first_with_their_topics() -> None:
    result = run("모공 줄이는 법", "--top", "3", "--json")
    assert result.exit_code == 0
    passages = [json.loads(line) for line in result.stdout.splitlines()]
    assert [passage["rank"] for passage in passages] == [1, 2, 3]
    assert "pore" in passages[0]["topics"]
    for passage in passages:
        assert set(passage) == {"rank", "article", "section", "topics", "score", "text", "url"}


def test_people_read_the_passages_with_their_topics() -> None:
    result = run("모공 줄이는 법", "--top", "1")
    assert result.stdout.startswith("1. ")
    assert "pore" in result.stdout


@pytest.mark.parametrize(("question", "code"), [(" ", "question_empty"), ("가" * 10_000, "question_too_long")])
def test_a_question_that_cannot_be_searched_is_refused_in_words_and_json(question: str, code: str) -> None:
    result = run(question, "--json", "--lang", "en")
    assert result.exit_code == 3
    error = json.loads(result.stdout)["error"]
    assert error["code"] == code
    assert error["message"] in result.stderr
    assert error["hint"] in result.stderr
