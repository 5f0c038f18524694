"""What is not so is corrected first in English, Japanese and Chinese too."""

from __future__ import annotations

import pytest

from sesaclinic.consult import Consultant
from sesaclinic.domain import Lang
from sesaclinic.settings import Settings
from tests.knowledge_base import shipped_base


@pytest.mark.parametrize(
    ("lang", "question"),
    [
        ("en", "Pores open with steam and close with cold water, right?"),
        ("en", "I heard toothpaste cures pimples"),
        ("ja", "SPF100なら一日中塗り直さなくていいですよね"),
        ("ja", "冷たい水で洗うと毛穴が閉じますよね"),
        ("zh", "阴天不用防晒对吧"),
        ("zh", "听说牙膏能治痘"),
    ],
)
async def test_a_belief_is_corrected(lang: Lang, question: str) -> None:
    answer = await Consultant(shipped_base(), Settings()).ask(question, lang=lang)
    assert "false_premise" in answer.triage.reasons


@pytest.mark.parametrize(("lang", "question"), [("ja", "乾癬は人にうつりますよね"), ("zh", "牛皮癣会传染对吧")])
async def test_sentences_and_citations_stand_without_blanks(lang: Lang, question: str) -> None:
    answer = await Consultant(shipped_base(), Settings()).ask(question, lang=lang)
    assert "。[1]" in answer.answer
    assert "。 " not in answer.answer
