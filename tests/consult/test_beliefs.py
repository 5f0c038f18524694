"""What is not so is corrected however it is put; what is so is not contradicted."""

from __future__ import annotations

from pathlib import Path

import pytest

from sesaclinic.evaluation.questions import read_questions
from tests.consult.consultations import CORRECTING, consultant


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("여드름은 세수를 안해서 더러워서 생기는 거잖아", id="a plain assertion"),
        pytest.param("흐린 날은 자외선 없으니까 선크림 안 발라도 되죠?", id="a belief behind a permission"),
        pytest.param("모공은 근육이라서 찬물로 조이면 작아지는거 맞지?", id="asking for assent"),
        pytest.param("유기농 화장품은 식약처가 효과를 보장해준거죠?", id="a belief found by another way of asking"),
        pytest.param("코팩 자주 하면 모공이 싹 비워져서 다시는 안생긴대요", id="hearsay"),
        pytest.param("콜라겐 앰플 매일 바르니까 탄력 돌아오는거 맞지?", id="a reason given"),
        pytest.param("SPF 100이면 하루종일 안덧발라도 되죠?", id="expecting leave"),
        pytest.param("비 오면 자외선 없대요", id="a denial that is wrong"),
        pytest.param("여드름 안짜고 두면 속에서 더 곪는다던데", id="two denials"),
        pytest.param("내성 생긴다고 해서 스테로이드 연고 아예 안바르는게 낫죠", id="on a medicine"),
        pytest.param("보톡스 한번 맞으면 평생 가는거죠?", id="without limits"),
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
        "기미는 자외선 받으면 더 진해지는거죠",
        "스테로이드 연고 오래 바르면 피부 얇아질수 있다던데 맞나요",
        "마스크팩은 매일 하면 자극될수 있다던데 맞죠",
    ],
)
async def test_what_is_so_is_not_contradicted(question: str) -> None:
    answer = await consultant().ask(question)
    assert "false_premise" not in answer.triage.reasons
    assert answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "무기자차가 무조건 더 좋은 건 아니죠?",
        "햇빛이 여드름 낫게 하는 건 아니죠",
        "초콜릿이 여드름을 무조건 만드는 건 아니죠?",
        "모공은 완전히 없앨 수 없는 거죠?",
        "쥐젖은 전염되지 않는 거죠",
        "레몬즙은 얼굴에 바르면 위험한 거죠?",
        "향료 없는 게 민감성에는 더 낫죠?",
    ],
)
async def test_who_denies_or_warns_as_the_articles_do_is_not_told_no(question: str) -> None:
    assert not (await consultant().ask(question)).answer.startswith(CORRECTING)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("아토피는 보습이 제일 중요하다던데 맞죠?", id="a passage says so"),
        pytest.param("건선은 전염 안되는거죠?", id="the opposite of a corrected belief"),
        pytest.param("선크림은 흐린날도 발라야 하는거죠?", id="the opposite, without a denial"),
        pytest.param("여드름 손으로 짜면 흉터 남을 수 있다던데 진짜예요?", id="what a correction adds"),
    ],
)
async def test_what_is_so_is_confirmed_in_the_first_word(question: str) -> None:
    answer = await consultant().ask(question)
    assert answer.answer.startswith("네,")
    assert answer.citations


async def test_beliefs_nobody_tuned_by_are_mostly_corrected_and_none_is_agreed_with() -> None:
    rows = read_questions(Path(__file__).with_name("beliefs.jsonl"))
    false = [row.question for row in rows if row.expected == "correct_the_premise"]
    answers = [await consultant().ask(question) for question in false]
    corrected = sum("false_premise" in answer.triage.reasons for answer in answers)
    assert corrected >= 0.8 * len(false)
    assert not [answer.answer for answer in answers if answer.answer.startswith("네,")]


async def test_somebody_who_only_asks_about_himself_is_not_told_of_everybody() -> None:
    answer = await consultant().ask("코가 빨갛고 울퉁불퉁해지는 것도 주사인가요")
    assert "false_premise" not in answer.triage.reasons
    assert "코가 두꺼워" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("아이크림 꼭 써야되나요?", id="asks whether it is needed"),
        pytest.param("점 왜 자꾸 늘어나요", id="asks why"),
        pytest.param("어제랑 오늘 찍은 분석 점수가 왜 다르죠?", id="asks why, with an ending that asserts"),
        pytest.param("색소침착 등급이 2로 나왔는데 기미라는 뜻인가요?", id="tells a result"),
        pytest.param("클렌징오일 쓰고 여드름이 나요", id="tells what happened"),
    ],
)
async def test_who_claims_nothing_is_not_corrected(question: str) -> None:
    answer = await consultant().ask(question)
    assert answer.citations
    assert "false_premise" not in answer.triage.reasons
    assert not answer.answer.startswith(CORRECTING)


@pytest.mark.parametrize(
    "question",
    ["건선은 옆 사람한테 옮나요?", "1일1팩 하면 피부 좋아져요?", "콜라겐 크림 바르면 피부에 콜라겐이 채워지나요?"],
)
async def test_who_only_asks_is_told_no_and_not_that_he_errs(question: str) -> None:
    answer = await consultant().ask(question)
    assert answer.answer.startswith("그렇지 않아요.")


async def test_who_asks_for_a_way_is_told_that_there_is_none_without_a_no_before_it() -> None:
    answer = await consultant().ask("모공을 아예 없애는 방법이 있나요?")
    assert answer.answer.startswith("모공을 완전히 없앨 수 있다는 것은 사실이 아니에요")
