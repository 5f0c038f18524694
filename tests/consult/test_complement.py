"""What a question asks beside what its best passage tells is answered as well."""

from __future__ import annotations

import re

import pytest

from sesaclinic.consult.understand import understand
from tests.consult.consultations import consultant

BESIDE = (
    ("이마 보톡스 맞으면 얼마나 가요? 부작용도 궁금합니다", "3–4개월", "처짐|멍"),
    ("필러 맞았는데 효과는 얼마나 가고 부작용은 뭐가 있나요", "개월|년", "혈관|멍|붓"),
    ("세럼이랑 앰플 뭐가 다른거예요 둘 다 사야 하나요?", "농도", "필요는 없"),
    ("피코토닝이 뭐예요? 몇 번 받아야 해요?", "레이저", r"\d+회"),
)
TWO = (
    ("어린이 화장품 안전한가요 초등학생이 써도 돼요?", 2),
    ("제모 전에 면도해야 되나요 뽑아도 돼요?", 2),
    ("손톱이 파이는데 건선인가요 무좀인가요", 1),
    ("여드름이 나요 뭐 발라야 돼요", 1),
)


@pytest.mark.parametrize(("question", "first", "second"), BESIDE)
async def test_each_thing_asked_is_told(question: str, first: str, second: str) -> None:
    answer = (await consultant().ask(question)).answer
    assert re.search(first, answer)
    assert re.search(second, answer)
    assert "\n\n" in answer


@pytest.mark.parametrize("question", ["세안은 하루에 몇 번 해야 해요?", "여드름은 왜 만지면 아픈가요"])
async def test_nothing_is_added_to_what_tells_all_that_is_asked(question: str) -> None:
    assert "말씀드리면," not in (await consultant().ask(question)).answer


@pytest.mark.parametrize(("question", "parts"), TWO)
def test_two_questions_without_a_mark_between_are_two_and_alternatives_are_one(question: str, parts: int) -> None:
    assert len(understand(question, (), "ko").parts) == parts
