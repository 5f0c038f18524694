"""Whether facts hold what a sentence says: its words, its figures, and whether it affirms or denies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from sesaclinic.domain import Lang
from sesaclinic.knowledge.words import lexicon, plain_words, tokenize

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
_ABOUT: Final = 0.35  # share of a sentence's words from which a fact is about the same thing, and has to agree
_TALK_WORDS: Final = 6  # content words up to which a sentence only keeps the conversation going


@dataclass(frozen=True, slots=True)
class Reading:
    """How sentences of one language are read: `assets/consult/check.yaml`."""

    negation: re.Pattern[str]
    talk: re.Pattern[str]
    diagnosis: tuple[re.Pattern[str], ...]


@cache
def reading(lang: Lang) -> Reading:
    """The patterns of one language, read once."""
    text = (files("sesaclinic") / "assets" / "consult" / "check.yaml").read_text(encoding="utf-8")
    rows: Mapping[str, Any] = yaml.safe_load(text)[lang]
    disease = f"(?:{'|'.join(rows['diseases'])})"
    return Reading(
        negation=re.compile(rows["negation"], re.IGNORECASE),
        talk=re.compile(rows["talk"], re.IGNORECASE),
        diagnosis=tuple(re.compile(row.replace("{disease}", disease), re.IGNORECASE) for row in rows["diagnosis"]),
    )


def support(text: str, facts: Sequence[str], lang: Lang) -> float:
    """Share of a sentence's content words that facts hold, by themselves or by another word of the same group, 0–1.

    0 when it names a number, or a thing of the field, that none of them names.
    """
    told = " ".join(facts)
    if set(_NUMBER.findall(text)) - set(_NUMBER.findall(told)):
        return 0.0
    words = set(plain_words(text, lang))
    held = set(tokenize(told, lang))
    ideas = lexicon(lang).ideas
    things = {ideas[word] for word in words if word in ideas and not word.endswith("다")}  # verbs are no things
    if things - held:
        return 0.0
    return sum(word in held or ideas.get(word) in held for word in words) / len(words) if words else 0.0


def agrees(text: str, facts: Sequence[str], lang: Lang) -> bool:
    """Whether a fact about the same thing affirms what the sentence affirms, or denies what it denies.

    Words alone cannot tell "is safe" from "is not safe".
    """
    return any(_denials(fact, lang) == _denials(text, lang) and support(text, [fact], lang) >= _ABOUT for fact in facts)


def _denials(text: str, lang: Lang) -> int:
    """How often a sentence denies: "not caused by what is not clean" says something else than "caused by what is"."""
    return len(reading(lang).negation.findall(text))


def is_talk(text: str, lang: Lang) -> bool:
    """Whether a sentence asks back, offers more or feels with the asker, and names neither a figure nor a thing."""
    talk = reading(lang).talk
    rest = tokenize(talk.sub(" ", text), lang)
    return (
        bool(talk.search(text))
        and len(rest) <= _TALK_WORDS
        and not any(word.startswith("=") for word in rest)
        and not _NUMBER.search(text)
    )
