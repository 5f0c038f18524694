"""What is not so is corrected however it is put; what is so is not contradicted."""

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
    "question",
    [
        pytest.param("여드름은 세수를 안해서 더러워서 생기는 거잖아", id="a plain assertion"),
        pytest.param("흐린 날은 자외선 없으니까 선크림 안 발라도 되죠?", id="a belief behind a permission"),
        pytest.param("모공은 근육이라서 찬물로 조이면 작아지는거 맞지?", id="asking for assent"),
        pytest.param("유기농 화장품은 식약처가 효과를 보장해준거죠?", id="a belief found by another way of asking"),
        pytest.param("코팩 자주 하면 모공이 싹 비워져서 다시는 안생긴대요", id="hearsay"),
    ],
)
async def test_a_belief_is_corrected_however_it_is_put(question: str) -> None:
    answer = await consultant().ask(question)
    assert "false_premise" in answer.triage.reasons


@pytest.mark.parametrize(
    "question",
    [
        "여드름 손으로 짜면 흉터 남을 수 있다던데 진짜예요?",
        "선크림은 두세 시간마다 덧발라야 한다던데 맞나요?",
        "건선은 긁거나 다친 데 새로 생길 수 있다던데 맞나요",
    ],
)
async def test_what_is_so_is_not_contradicted(question: str) -> None:
    answer = await consultant().ask(question)
    assert "false_premise" not in answer.triage.reasons
    assert answer.citations
