"""Sentences we must not publish: claims that Korean cosmetic rules forbid, and doses of drugs.

The patterns are data (`assets/knowledge/rules/<lang>.yaml`). Articles are checked when they are written, a language
model's sentences before they are shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from sesaclinic.domain import Lang
from sesaclinic.knowledge.corpus import shipped_knowledge


@dataclass(frozen=True, slots=True)
class Rule:
    """Matches a sentence when every pattern of `all` and none of `unless` is found in it."""

    id: str
    kind: str
    why: str
    all: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    def matches(self, sentence: str) -> bool:
        return all(p.search(sentence) for p in self.all) and not any(p.search(sentence) for p in self.unless)


@dataclass(frozen=True, slots=True)
class SentenceRules:
    """Form and content rules of one language's sentences.

    end: how a sentence closes. dangling: openings that point at another sentence. correction: words of which the first
    sentence under a myth has one. max_chars: longest sentence people read without effort.
    """

    end: re.Pattern[str]
    dangling: re.Pattern[str]
    correction: re.Pattern[str]
    max_chars: int
    rules: tuple[Rule, ...]


@cache
def sentence_rules(lang: Lang) -> SentenceRules:
    """The rules of one language, read once."""
    data = yaml.safe_load((shipped_knowledge() / "rules" / f"{lang}.yaml").read_text(encoding="utf-8"))
    return SentenceRules(
        end=re.compile(data["end"]),
        dangling=re.compile(data["dangling"]),
        correction=re.compile(data["correction"]),
        max_chars=data["max_chars"],
        rules=tuple(_rule(row, kind) for kind in ("claims", "doses") for row in data[kind]),
    )


def forbidden(sentence: str, lang: Lang) -> Rule | None:
    """The first rule a sentence breaks; None when it may be said."""
    return next((rule for rule in sentence_rules(lang).rules if rule.matches(sentence)), None)


def _rule(row: dict[str, Any], kind: str) -> Rule:
    return Rule(
        id=row["id"],
        kind=kind,
        why=row["why"],
        all=tuple(re.compile(pattern) for pattern in row["all"]),
        unless=tuple(re.compile(pattern) for pattern in row["unless"]),
    )
