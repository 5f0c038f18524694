"""The things that a question names, and whether a passage speaks of them (`assets/consult/things.yaml`).

Japanese and Chinese are read by pairs of letters, which are near to many passages, and English has the most passages
for the fewest word groups; a thing that is named is in few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from sesaclinic.domain import Lang
from sesaclinic.knowledge import PassageRecord

_COMPOUND: Final = 6  # letters above which a foreign name is likely to be two

Thing = tuple[str, ...]  # words for one thing, first the one that the articles use


@cache
def people(lang: Lang) -> Sequence[Thing]:
    """Those whom some passages are written for, such as the pregnant."""
    return _groups(_read().get("people", {}).get(lang, ()))


@cache
def things(lang: Lang) -> Sequence[Thing]:
    """Every thing known in a language; none in Korean, whose words are told apart."""
    return _groups(_read().get(lang, ()))


@cache
def aliases(lang: Lang) -> Mapping[str, str]:
    """Words that no article uses, to those that they use for the same."""
    found: Mapping[str, str] = _read().get("aliases", {}).get(lang, {})
    return found


def renamed(question: str, lang: Lang) -> str:
    """The question with the articles' words in place of others for the same."""
    for theirs, ours in aliases(lang).items():
        question = question.replace(theirs, ours)
    return question


def in_our_words(question: str, lang: Lang) -> str:
    """The question with the articles' word beside another for the same thing, so that it is found by either."""
    lowered = question.lower()
    missing = [thing[0] for thing in things(lang) if thing[0] not in lowered and _names(lowered, thing)]
    return " ".join((*missing, question))


def speaks_of_all(passage: PassageRecord, question: str, lang: Lang) -> bool:
    """Whether a passage says every thing that a question names, by one of its words."""
    told, asked = " ".join((passage.heading, *passage.asks, passage.text)).lower(), question.lower()
    known = [thing for thing in things(lang) if _names(asked, thing)]
    return all(_names(told, thing) for thing in (*known, *_foreign(asked, known, lang)))


def named(text: str, lang: Lang) -> frozenset[str]:
    """The things that a text names, each by the word the articles use."""
    lowered = text.lower()
    return frozenset(thing[0] for thing in (*things(lang), *people(lang)) if _names(lowered, thing))


def for_others(passage: PassageRecord, question: str, lang: Lang) -> bool:
    """Whether a passage is headed for people of whom the question does not speak."""
    heading, asked = passage.heading.lower(), question.lower()
    return any(_names(heading, group) and not _names(asked, group) for group in people(lang))


def _foreign(asked: str, known: Sequence[Thing], lang: Lang) -> Iterator[Thing]:
    """Words that their letters show to be a thing's foreign name, such as those in katakana; not everyday ones."""
    letters = _read().get("foreign", {}).get(lang)
    for word in re.findall(letters["name"], asked) if letters else ():
        if word not in letters["everyday"] and not any(
            word in name or name in word for thing in known for name in thing
        ):
            half = len(word) // 2 if len(word) > _COMPOUND else 0
            yield from ((part,) for part in (word[:half], word[half:]) if part)


def _names(lowered: str, thing: Thing) -> bool:
    return any(word in lowered for word in thing)


def _groups(rows: Sequence[Sequence[str]]) -> Sequence[Thing]:
    return tuple(tuple(word.lower() for word in words) for words in rows)


@cache
def _read() -> Mapping[str, Any]:
    text = (files("sesaclinic") / "assets" / "consult" / "things.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.safe_load(text)
    return read
