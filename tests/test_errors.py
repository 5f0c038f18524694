"""Every error a person can meet says what happened and what to do, in each language the product speaks."""

import string

import pytest

from sesaclinic.errors import PhotoError, catalogue
from sesaclinic.knowledge.vocabulary import LANGS


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(catalogue("ko")))
def test_each_code_has_a_message_and_a_hint_in_every_language(code: str) -> None:
    for lang in LANGS:
        words = catalogue(lang)[code]
        assert words["message"]
        assert words["hint"]


@pytest.mark.parametrize("code", sorted(catalogue("ko")))
def test_every_language_names_the_same_values_in_the_same_part(code: str) -> None:
    for part in ("message", "hint"):
        named = {lang: _fields(catalogue(lang)[code][part]) for lang in LANGS}
        assert len({frozenset(fields) for fields in named.values()}) == 1, named


def test_no_code_exists_in_one_language_only() -> None:
    assert all(set(catalogue(lang)) == set(catalogue("ko")) for lang in LANGS)


def test_an_error_fills_its_values_into_its_words() -> None:
    error = PhotoError("several_faces", count=3)
    assert error.as_dict("en") == {
        "code": "several_faces",
        "message": "There are 3 faces in the photo.",
        "hint": "Upload a photo that shows one person.",
    }


def test_an_error_speaks_the_language_asked_for() -> None:
    error = PhotoError("several_faces", count=3)
    assert error.message("ja") == "写真に顔が3つ写っています。"
    assert error.message("zh") == "照片中有3张脸。"


def test_a_language_without_its_own_words_reads_english() -> None:
    assert PhotoError("no_face").message("fr") == PhotoError("no_face").message("en")
