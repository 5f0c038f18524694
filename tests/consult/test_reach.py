"""In each language what its articles cover is answered, and what none covers is declined (reach.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
import yaml

from sesaclinic.consult import Consultant
from sesaclinic.domain import Lang
from sesaclinic.settings import Settings
from tests.knowledge_base import shipped_base

_QUESTIONS: Final[dict[Lang, dict[str, list[str]]]] = yaml.safe_load(
    (Path(__file__).parent / "reach.yaml").read_text(encoding="utf-8")
)
_ANSWERED: Final = 0.93
_DECLINED: Final[dict[Lang, float]] = {"en": 0.65, "ja": 0.9, "zh": 0.9}


async def _answered(lang: Lang, kind: str) -> float:
    consultant = Consultant(shipped_base(), Settings())
    answers = [await consultant.ask(question, lang=lang) for question in _QUESTIONS[lang][kind]]
    return sum(bool(answer.citations) for answer in answers) / len(answers)


@pytest.mark.parametrize("lang", _QUESTIONS)
async def test_what_the_articles_cover_is_answered(lang: Lang) -> None:
    assert await _answered(lang, "inside") >= _ANSWERED


@pytest.mark.parametrize("lang", _QUESTIONS)
async def test_what_no_article_covers_is_declined(lang: Lang) -> None:
    assert 1 - await _answered(lang, "outside") >= _DECLINED[lang]


@pytest.mark.parametrize(
    ("question", "word"), [("牛皮癣会传染吗", "银屑病"), ("瘦脸针怀孕能打吗", "怀孕"), ("酒糟鼻能治好吗", "玫瑰痤疮")]
)
async def test_another_name_for_a_thing_finds_what_is_written_on_it(question: str, word: str) -> None:
    answer = await Consultant(shipped_base(), Settings()).ask(question, lang="zh")
    assert answer.citations
    assert word in answer.answer
