"""Signs in a question that call for care, as data: concepts, and which of them together mean what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Final

import yaml

from sesaclinic.consult.cuts import Cuts, cuts_of
from sesaclinic.domain import Lang, TriageLevel

_SEPARATORS: Final = re.compile(r"[\s~!.,?…·\"“”()\[\]ㅠㅜㅋㅎ^;:-]+")
_APOSTROPHES: Final = re.compile(r"['‘’]")
_NEAR: Final = 30  # letters; about one Korean clause
_MOST: Final = 6  # occurrences of one concept that are tried; a question that says it seven times says nothing new


@dataclass(frozen=True, slots=True)
class Sign:
    """Present when every concept of `all` occurs within `near` letters and none of `unless` occurs.

    any: holds also for a question that only asks about the thing.
    """

    id: str
    level: TriageLevel
    all: tuple[str, ...]
    unless: tuple[str, ...]
    near: int
    any: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """An alarming word in a figure of speech ("stiflingly hot"): taken literally where one of `unless` is told too.

    says: what stands for it; its group `out`, where it has one, is the alarming part and the rest only tells by what.
    """

    says: re.Pattern[str]
    unless: tuple[str, ...]

    def taken_out(self, question: str) -> str:
        """A question without what is said in a figure."""
        part = "out" if "out" in self.says.groupindex else 0
        for said in reversed(list(self.says.finditer(question))):
            question = f"{question[: said.start(part)]} {question[said.end(part) :]}"
        return question


@dataclass(frozen=True, slots=True)
class SignBook:
    """The signs of one language. spaced: whether the language's words are read with their spaces."""

    signs: tuple[Sign, ...]
    figures: tuple[Figure, ...]
    concepts: Mapping[str, re.Pattern[str]]
    cuts: Cuts
    asking: re.Pattern[str]
    telling: re.Pattern[str]
    spaced: bool

    def letters(self, question: str) -> str:
        """The question as signs see it: lower case, Korean without spaces and punctuation."""
        return _SEPARATORS.sub(" " if self.spaced else "", _bare(question)).strip()

    def only_asks(self, letters: str) -> bool:
        """Whether a question asks about a thing and tells of nothing that happened."""
        return bool(self.asking.search(letters)) and not self.telling.search(letters)

    def plain(self, question: str) -> str:
        """The question without its figures of speech."""
        for figure in self.figures:
            literal = figure.taken_out(question)
            if literal != question and not any(self._places(literal, figure.unless).values()):
                question = literal
        return question

    def present(self, question: str) -> list[Sign]:
        """Every sign of a question."""
        plain = self.plain(question)
        asks = self.only_asks(self.letters(plain))
        places = self._places(plain, self.concepts)
        return [sign for sign in self.signs if (sign.any or not asks) and _holds(sign, places)]

    def _places(self, question: str, names: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
        """Where each of some concepts is told in a question, counted in its letters."""
        letters = self.letters(question)
        heads = self.cuts.heads(_bare(question), _SEPARATORS)
        within = self.cuts.within(letters)
        return {name: list(self.cuts.told(self.concepts[name], letters, heads, within)) for name in names}

    def everyday(self, question: str) -> bool:
        """Whether a question tells of something known by name to be ours and no alarm (a sign of level `none`)."""
        return any(sign.level is TriageLevel.NONE for sign in self.present(question))


@cache
def sign_book(lang: Lang) -> SignBook:
    """The signs of one language; a language without its own file reads English."""
    folder = files("sesaclinic") / "assets" / "consult"
    path = folder / f"triage.{lang}.yaml"
    if not path.is_file():
        path = folder / "triage.en.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    spaced = bool(data.get("spaced", False))
    return SignBook(
        signs=tuple(_sign(row) for row in data["signs"]),
        figures=tuple(_figure(row) for row in data["figures"]),
        concepts={name: _either(pieces, spaced) for name, pieces in data["concepts"].items()},
        cuts=cuts_of(data),
        asking=re.compile("|".join(data["asking"])),
        telling=re.compile("|".join(data["telling"])),
        spaced=spaced,
    )


def _bare(question: str) -> str:
    """A question in lower case, without apostrophes."""
    return _APOSTROPHES.sub("", question.lower())


def _sign(row: Mapping[str, Any]) -> Sign:
    return Sign(
        id=row["id"],
        level=TriageLevel(row["level"]),
        all=tuple(row["all"]),
        unless=tuple(row.get("unless", ())),
        near=row.get("near", _NEAR),
        any=row.get("any", False),
    )


def _figure(row: Mapping[str, Any]) -> Figure:
    """A space in a pattern may be there or not, as people type."""
    says = re.compile(row["says"].replace(" ", r"\s*"), re.IGNORECASE)
    return Figure(says, tuple(row.get("unless", ())))


def _either(pieces: Sequence[str], spaced: bool) -> re.Pattern[str]:
    """One pattern for the pieces of a concept; `..` stands for up to four letters, or for two words.

    A number is read whole: 28살 is not 8살.
    """
    gap = r"\W+(?:\w+\W+){0,2}" if spaced else ".{0,4}"
    pieces = [_APOSTROPHES.sub("", str(piece)) for piece in pieces]
    parts = [
        (r"(?<!\d)" if piece[0].isdigit() else "") + re.escape(piece).replace(r"\.\.", gap)
        for piece in sorted(pieces, key=len, reverse=True)
    ]
    return re.compile((r"\b(?:%s)" if spaced else "(?:%s)") % "|".join(parts))


def _holds(sign: Sign, places: Mapping[str, Sequence[tuple[int, int]]]) -> bool:
    if any(places[name] for name in sign.unless):
        return False
    spans = [places[name][:_MOST] for name in sign.all]
    return any(
        max(end for _, end in chosen) - min(start for start, _ in chosen) <= sign.near + _length(chosen)
        for chosen in product(*spans)
    )


def _length(spans: Sequence[tuple[int, int]]) -> int:
    """Letters taken by the concepts themselves, which do not count as distance."""
    return sum(end - start for start, end in spans)
