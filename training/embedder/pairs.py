"""Texts that mean the same: groups from our articles, and public Korean paraphrases."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import Final

from sesaclinic.domain import Lang
from sesaclinic.knowledge.passages import PassageRecord

_ALIKE: Final = 4.0  # of 5, KorSTS and KLUE-STS: "mostly equivalent" and above
_PARAKQC_GROUP: Final = 10  # the file has ten paraphrases of each question in a row


@dataclass(frozen=True, slots=True)
class Group:
    """Texts any two of which should be near. passage: index of the passage they come from, -1 for public text."""

    texts: tuple[str, ...]
    lang: Lang
    passage: int = -1


def passage_groups(passages: Sequence[PassageRecord], *, hold_out: bool) -> list[Group]:
    """One group a passage: heading, ways to ask, text, each sentence's own. hold_out: leave `held_out` ways out."""
    groups = []
    for index, passage in enumerate(passages):
        asks = [ask for ask in passage.asks if not (hold_out and ask == held_out(passage))]
        texts = (passage.heading, *asks, f"{passage.title} {passage.heading}", passage.text)
        groups.append(Group(texts, passage.lang, index))
    return groups


def held_out(passage: PassageRecord) -> str | None:
    """The way of asking that a passage is tested with: one of at least three, picked by its own letters."""
    if len(passage.asks) < 3:
        return None
    return min(passage.asks, key=lambda ask: blake2b(ask.encode(), digest_size=8).digest())


def public_groups(folder: Path) -> list[Group]:
    """ParaKQC, KorSTS (train) and KLUE-STS groups; all CC BY-SA 4.0. KorSTS dev and test stay unseen for the card."""
    return [
        *_parakqc(folder / "parakqc" / "paraKQC_v1.txt"),
        *_korsts(folder / "korsts" / "sts-train.tsv"),
        *_klue(folder / "klue" / "klue-sts-v1.1_dev.json"),
    ]


def similarity_pairs(path: Path) -> list[tuple[str, str, float]]:
    """KorSTS pairs with their score, 0–5."""
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(row["sentence1"], row["sentence2"], float(row["score"])) for row in rows if row["sentence2"]]


def _parakqc(path: Path) -> Iterator[Group]:
    lines = [line.split("\t")[2] for line in path.read_text(encoding="utf-8").splitlines() if line.count("\t") >= 2]
    for _, rows in groupby(enumerate(lines), key=lambda row: row[0] // _PARAKQC_GROUP):
        yield Group(tuple(text for _, text in rows), "ko")


def _korsts(path: Path) -> Iterator[Group]:
    for first, second, score in similarity_pairs(path):
        if score >= _ALIKE and first != second:
            yield Group((first, second), "ko")


def _klue(path: Path) -> Iterator[Group]:
    for row in json.loads(path.read_text(encoding="utf-8")):
        if row["labels"]["real-label"] >= _ALIKE:
            yield Group((row["sentence1"], row["sentence2"]), "ko")
