"""The words advice is written in: `assets/advice/<lang>.yaml`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from sesaclinic.domain import Lang
from sesaclinic.knowledge.hangul import particle

_SLOT: Final = re.compile(r"\{(\w+)(?::(\w+))?\}")


@cache
def words(lang: Lang) -> Mapping[str, Any]:
    """The file of one language."""
    text = (files("sesaclinic") / "assets" / "advice" / f"{lang}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def first_case(cases: Iterable[Mapping[str, Any]], tags: Iterable[str]) -> Mapping[str, Any] | None:
    """The case for the most important tag that has one, else the case for everybody."""
    cases = list(cases)
    for tag in tags:
        for case in cases:
            if tag in case.get("for", ()):
                return case
    return next((case for case in cases if "for" not in case), None)


def fits(case: Mapping[str, Any], tags: Collection[str]) -> bool:
    """Whether a case is for somebody with these tags; `all: true` asks for every tag of `for`."""
    wanted = case.get("for", ())
    return all(tag in tags for tag in wanted) if case.get("all") else not wanted or any(tag in tags for tag in wanted)


def fill(template: str, **values: str) -> str:
    """Put values into {name} slots; {name:은} puts the Korean particle that fits the value."""

    def slot(match: re.Match[str]) -> str:
        value = values[match.group(1)]
        return particle(value, match.group(2)) if match.group(2) else value

    return _SLOT.sub(slot, template)
