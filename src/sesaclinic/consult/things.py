"""The things that a question names, and whether a passage speaks of them (`assets/consult/things.yaml`).

Japanese and Chinese are read by pairs of letters, which are near to many passages; a thing that is named is in few.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

from sesaclinic.domain import Lang
from sesaclinic.knowledge import PassageRecord

Thing = tuple[str, ...]  # words for one thing, first the one that the articles use


@cache
def things(lang: Lang) -> Sequence[Thing]:
    """Every thing known in a language; none where words can be told apart."""
    text = (files("sesaclinic") / "assets" / "consult" / "things.yaml").read_text(encoding="utf-8")
    return tuple(tuple(words) for words in yaml.safe_load(text).get(lang, ()))


def in_our_words(question: str, lang: Lang) -> str:
    """The question with the articles' word beside another for the same thing, so that it is found by either."""
    named = ((thing[0], next((word for word in thing if word in question), None)) for thing in things(lang))
    missing = [ours for ours, theirs in named if theirs is not None and ours not in question]
    return " ".join((*missing, question))


def speaks_of_all(passage: PassageRecord, question: str, lang: Lang) -> bool:
    """Whether a passage says every thing that a question names, by one of its words."""
    told = " ".join((passage.heading, *passage.asks, passage.text))
    return all(any(word in told for word in thing) for thing in things(lang) if any(word in question for word in thing))
