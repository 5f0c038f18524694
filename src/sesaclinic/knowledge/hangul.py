"""Hangul syllables as letters, so that one wrong vowel is one wrong letter."""

from __future__ import annotations

import unicodedata


def jamo(text: str) -> str:
    """Decomposed letters of a text: 레티놀 becomes ㄹㅔㅌㅣㄴㅗㄹ (conjoining forms)."""
    return unicodedata.normalize("NFD", text)
