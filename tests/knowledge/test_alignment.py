"""Words of a question held one by one against those of an opening."""

from __future__ import annotations

from sesaclinic.knowledge.alignment import WordAlignment
from sesaclinic.knowledge.embedders.static import StaticEmbedder


def alignment() -> WordAlignment:
    return WordAlignment(StaticEmbedder(), "ko", lambda word: 5.0 if word == "모공" else 1.0)


def test_a_text_that_says_every_word_holds_all_of_them_and_an_empty_one_nothing() -> None:
    whole, none = alignment().shares({"모공", "넓다"}, [{"모공", "넓다", "얼굴"}, set()])
    assert abs(whole - 1) < 1e-5
    assert none == 0


def test_another_word_for_the_same_counts_for_more_than_a_word_for_something_else() -> None:
    near, far = alignment().shares({"선크림"}, [{"자외선차단제"}, {"건선"}])
    assert near > far


def test_a_rare_word_counts_for_more_than_a_common_one() -> None:
    rare, common = alignment().shares({"모공", "얼굴"}, [{"모공"}, {"얼굴"}])
    assert rare > common


def test_a_question_without_words_is_held_by_nothing() -> None:
    assert alignment().shares(set(), [{"모공"}]) == [0.0]
