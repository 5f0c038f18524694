"""The triage of what was written: what we would not answer, a language model does not say in our name either."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sesaclinic.consult.prompt import system_rules
from sesaclinic.consult.support import reading
from sesaclinic.domain import Lang
from sesaclinic.knowledge.claims import forbidden

_LEAK_CHARS: Final = 40  # of our own rules in a row
_LEAST_CHARS: Final = 20  # a shorter piece of the rules ("You are not a doctor") gives nothing away
_APART: Final = re.compile(r"\W+")


def unsafe(sentence: str, lang: Lang) -> str | None:
    """Why a written sentence must not be shown, as the id of what it breaks; None when it may.

    A claim that cosmetics rules forbid, a dose, a diagnosis, or our own rules.
    """
    plain = _plain(sentence)
    if rule := forbidden(plain, lang):
        return rule.id
    if any(pattern.search(plain) for pattern in reading(lang).diagnosis):
        return "diagnosis"
    return "rules" if leaks(plain) else None


def leaks(text: str) -> bool:
    """Whether a sentence repeats our own rules, however it is spaced and punctuated."""
    letters, rules = _letters(text), _letters(system_rules())
    if len(letters) <= _LEAST_CHARS:
        return False
    starts = range(max(1, len(letters) - _LEAK_CHARS + 1))
    return any(letters[start : start + _LEAK_CHARS] in rules for start in starts)


def _plain(text: str) -> str:
    """Full-width and other letters in their plain form, without invisible ones: nothing hides from a pattern."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in normal if unicodedata.category(letter) != "Cf")


def _letters(text: str) -> str:
    return _APART.sub(" ", text).strip().lower()
