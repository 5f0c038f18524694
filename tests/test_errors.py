"""Every error a person can meet says what happened and what to do, in Korean and English."""

import string

import pytest

from sesaclinic.errors import PhotoError, catalogue


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(catalogue("ko")))
def test_each_code_has_a_message_and_a_hint_in_korean_and_english(code: str) -> None:
    for lang in ("ko", "en"):
        words = catalogue(lang)[code]
        assert words["message"]
        assert words["hint"]


@pytest.mark.parametrize("code", sorted(catalogue("ko")))
def test_both_languages_name_the_same_values(code: str) -> None:
    korean, english = catalogue("ko")[code], catalogue("en")[code]
    assert _fields(korean["message"] + korean["hint"]) == _fields(english["message"] + english["hint"])


def test_no_code_exists_in_one_language_only() -> None:
    assert set(catalogue("ko")) == set(catalogue("en"))


def test_an_error_fills_its_values_into_its_words() -> None:
    error = PhotoError("several_faces", count=3)
    assert error.as_dict("en") == {
        "code": "several_faces",
        "message": "There are 3 faces in the photo.",
        "hint": "Upload a photo that shows one person.",
    }


def test_a_language_without_its_own_words_reads_english() -> None:
    assert PhotoError("no_face").message("zh") == PhotoError("no_face").message("en")
