"""How urgent a question is, and whether it is ours to answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

from sesaclinic.domain import Lang, Triage, TriageLevel

_ORDER: Final = (
    TriageLevel.NONE,
    TriageLevel.CAUTION,
    TriageLevel.OUT_OF_SCOPE,
    TriageLevel.DOCTOR,
    TriageLevel.URGENT,
)
_NOT_LETTERS: Final = re.compile(r"[\s~!.,?ㅠㅜㅋㅎ]+")


@dataclass(frozen=True, slots=True)
class Sign:
    """Something in a question that calls for care. Patterns see the question's letters without spaces."""

    id: str
    level: TriageLevel
    all: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    def in_(self, letters: str) -> bool:
        return all(p.search(letters) for p in self.all) and not any(p.search(letters) for p in self.unless)


@cache
def signs(lang: Lang) -> tuple[Sign, ...]:
    """The signs of one language; a language without its own reads English."""
    folder = files("sesaclinic") / "assets" / "consult"
    path = folder / f"triage.{lang}.yaml"
    if not path.is_file():
        return signs("en") if lang != "en" else ()
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["signs"]
    return tuple(
        Sign(
            id=row["id"],
            level=TriageLevel(row["level"]),
            all=tuple(re.compile(pattern) for pattern in row["all"]),
            unless=tuple(re.compile(pattern) for pattern in row.get("unless", ())),
        )
        for row in rows
    )


def triage(question: str, lang: Lang = "ko") -> Triage:
    """The highest level among the signs of a question, with every sign's id as a reason."""
    letters = _NOT_LETTERS.sub("", question.lower())
    present = [sign for sign in signs(lang) if sign.in_(letters)]
    level = max((sign.level for sign in present), key=_ORDER.index, default=TriageLevel.NONE)
    return Triage(level=level, reasons=tuple(dict.fromkeys(sign.id for sign in present)))
