"""Hangul syllables as letters, so that one wrong vowel is one wrong letter."""

from __future__ import annotations

import unicodedata


def jamo(text: str) -> str:
    """Decomposed letters of a text: 레티놀 becomes ㄹㅔㅌㅣㄴㅗㄹ (conjoining forms)."""
    return unicodedata.normalize("NFD", text)


def particle(word: str, form: str) -> str:
    """A Korean particle in the shape that fits the word before it: particle("코", "은") is 는.

    form: the shape after a final consonant (은, 이, 을, 과, 이에요, 으로).
    """
    after_vowel = {"은": "는", "이": "가", "을": "를", "과": "와", "이에요": "예요", "으로": "로", "이나": "나"}[form]
    letters = jamo(word.rstrip(")\"'”’ ")[-1:])
    if not letters or not "\u1100" <= letters[0] <= "\u1112":  # not a Hangul syllable
        return form if word[-1:].lower() in "lmnr13678" else after_vowel
    final = letters[2] if len(letters) > 2 else ""
    if form == "으로" and final == "\u11af":  # 서울로, not 서울으로
        return after_vowel
    return form if final else after_vowel
