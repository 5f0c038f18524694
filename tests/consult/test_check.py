"""Which of a language model's sentences are let through, and with which citations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sesaclinic.consult.check import SentenceChecker
from sesaclinic.consult.unsafe import unsafe
from sesaclinic.domain import Lang
from sesaclinic.knowledge.vocabulary import LANGS
from tests.knowledge_base import shipped_base

FACTS = {
    1: ["보습제는 세안한 뒤 물기가 마르기 전에 바르면 좋아요.", "세라마이드는 피부 장벽을 이루는 성분이에요."],
    2: ["레티놀은 임신 중에는 쓰지 마세요."],
    3: ["자외선 차단제는 두 시간마다 덧발라요.", "SPF 50 제품은 자외선을 98% 정도 막아요."],
    4: ["나이아신아마이드는 피지를 줄이는 데 도움이 될 수 있어요."],
}
REWORDINGS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "rewordings.yaml").read_text(encoding="utf-8")
)
# every word is the fact's own, and the denial only stands elsewhere; words alone cannot tell
BEYOND_WORDS = {
    "여드름에는 유전과 호르몬이 작용하지 않고 음식만 작용해요.",
    "임신 중이라면 미용 시술은 초기에 받는 것이 좋아요.",
}
ENGLISH = {1: ["Put moisturizer on damp skin after washing."], 2: ["Do not use retinol during pregnancy."]}


def said(text: str, lang: Lang = "ko") -> str:
    checker = SentenceChecker(ENGLISH if lang == "en" else FACTS, lang)
    return "".join([*checker.feed(text), *checker.finish()]).strip()


@pytest.mark.parametrize(
    "sentence",
    [
        "보습제는 세안한 뒤 물기가 마르기 전에 바르면 좋아요. [1]",
        "보습제는 세안하고 물기가 마르기 전에 발라 주세요. [1]",
        "임신 중에는 레티놀을 쓰지 마세요. [2]",
        "임신 중이라면 레티놀은 피하세요. [2]",
        "SPF 50 제품은 자외선을 98% 정도 막아 줘요. [3]",
        "나이아신아마이드는 피지를 줄이는 데 도움이 돼요. [4]",
    ],
)
def test_a_sentence_that_its_fact_holds_is_said(sentence: str) -> None:
    assert said(sentence) == sentence


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("콜라겐을 먹으면 주름이 모두 펴져요. [1]", "no fact says it"),
        ("레티놀은 임신 중에도 쓰세요. [2]", "the fact denies it"),
        ("레티놀은 임신 중에 안심하고 써도 좋아요. [2]", "the fact denies it"),
        ("보습제는 세안한 뒤 물기가 마르기 전에 바르지 마세요. [1]", "the fact affirms it"),
        ("SPF 50 제품은 자외선을 100% 막아요. [3]", "another figure"),
        ("자외선 차단제는 5시간마다 덧발라요. [3]", "a figure of its own"),
        ("달팽이 점액이 가장 좋아요. [99]", "a citation that does not exist"),
        ("벤조일퍼옥사이드는 피지를 줄이는 데 도움이 될 수 있어요. [4]", "another ingredient"),
        ("네, 안전해요.", "a verdict without a fact"),
        ("레티놀은 안전해요.", "short, but a statement"),
        ("걱정하지 마세요.", "a promise"),
        ("혹시 레티놀을 쓰시나요?", "names a thing it has no fact for"),
    ],
)
def test_a_sentence_that_no_fact_holds_is_not(sentence: str, why: str) -> None:
    assert said(sentence) == "", why


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("이소트레티노인은 하루 20mg 드세요. [1]", "amount-a-day"),
        ("이소트레티노인은 하루 ２０ｍｇ 드세요. [1]", "amount-a-day"),
        ("이소트레티노인은 하루 20\u200bm\u200bg 드세요. [1]", "amount-a-day"),
        ("항생제는 하루 두 번 드세요. [1]", "schedule"),
        ("보습제가 아토피를 치료해요. [1]", "cosmetic-treats"),
        ("이 크림은 부작용이 전혀 없어요. [1]", "no-side-effects"),
        ("증상을 보니 지루성 피부염이에요. [1]", "diagnosis"),
        ("고객님은 건선으로 보입니다. [1]", "diagnosis"),
        ("주사 피부염으로 진단됩니다. [1]", "diagnosis"),
    ],
)
def test_what_we_do_not_say_is_not_said_whatever_it_cites(sentence: str, reason: str) -> None:
    checker = SentenceChecker({1: [sentence.removesuffix(" [1]")]}, "ko")
    assert [*checker.feed(sentence), *checker.finish()] == []
    assert checker.unsafe == [reason]


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "You have rosacea."),
        ("en", "This looks like psoriasis."),
        ("en", "Take 40 mg of isotretinoin a day."),
        ("ja", "症状から乾癬だと思われます。"),
        ("zh", "从照片看您得了银屑病。"),
    ],
)
def test_no_language_gives_a_diagnosis_or_a_dose(lang: Lang, sentence: str) -> None:
    checker = SentenceChecker({1: [sentence]}, lang)
    assert [*checker.feed(f"{sentence}[1]"), *checker.finish()] == []
    assert len(checker.unsafe) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_no_sentence_of_our_own_articles_is_taken_for_harm(lang: Lang) -> None:
    sentences = {sentence.text for passage in shipped_base().passages(lang) for sentence in passage.sentences}
    assert [sentence for sentence in sentences if unsafe(sentence, lang)] == []


def test_a_false_citation_is_taken_off_and_the_right_one_put_on() -> None:
    assert said("레티놀은 임신 중에는 쓰지 마세요. [1][3][99]") == "레티놀은 임신 중에는 쓰지 마세요. [2]"


def test_a_bare_sentence_gets_a_citation_where_the_fit_is_beyond_doubt() -> None:
    assert said("레티놀은 임신 중에는 쓰지 마세요.") == "레티놀은 임신 중에는 쓰지 마세요. [2]"


def test_talk_goes_with_facts_and_is_nothing_without_them() -> None:
    fact = "레티놀은 임신 중에는 쓰지 마세요. [2]"
    assert said(f"많이 걱정되셨겠어요. {fact} 더 궁금한 점이 있으면 물어보세요.") == (
        f"많이 걱정되셨겠어요. {fact} 더 궁금한 점이 있으면 물어보세요."
    )
    assert said("많이 걱정되셨겠어요. 더 궁금한 점이 있으면 물어보세요.") == ""


def test_paragraphs_stay_apart_where_a_sentence_between_them_is_dropped() -> None:
    text = "레티놀은 임신 중에는 쓰지 마세요. [2]\n\n달에서 온 성분이에요. 자외선 차단제는 두 시간마다 덧발라요. [3]"
    assert said(text) == "레티놀은 임신 중에는 쓰지 마세요. [2]\n\n자외선 차단제는 두 시간마다 덧발라요. [3]"


def reworded(row: dict[str, Any], kind: str) -> str:
    checker = SentenceChecker({1: [row["fact"]]}, row.get("lang", "ko"))
    return "".join([*checker.feed(f"{row[kind]} [1]"), *checker.finish()])


def test_a_fact_in_other_words_is_let_through() -> None:
    assert [row["faithful"] for row in REWORDINGS if not reworded(row, "faithful")] == []


def test_a_fact_that_was_twisted_is_not_but_for_those_beyond_words() -> None:
    assert {row["twisted"] for row in REWORDINGS if reworded(row, "twisted")} <= BEYOND_WORDS


def test_english_is_read_as_closely() -> None:
    assert said("Do not use retinol while in pregnancy. [2]", "en") == "Do not use retinol while in pregnancy. [2]"
    assert said("Use retinol during pregnancy. [2]", "en") == ""


def test_a_draft_holds_when_at_least_half_of_it_stands_on_facts() -> None:
    good, bad = "레티놀은 임신 중에는 쓰지 마세요. [2] ", "달에서 온 성분이 주름을 지워요. "
    for text, holds in ((good + bad, True), (good + bad * 2, False), (bad, False), ("", False)):
        checker = SentenceChecker(FACTS, "ko")
        assert [*checker.feed(text), *checker.finish()] or not holds
        assert checker.holds is holds
