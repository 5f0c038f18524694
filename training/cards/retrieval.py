"""The card of what is ours to answer, and of a search's certainty, in words and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from training.cards.markdown import figure, share, table

Card = Mapping[str, Any]


def facts(card: Card) -> Iterator[tuple[str, str]]:
    yield "network", "none: logistic regressions over words, and over what a search found"
    yield "languages", ", ".join(card["metrics"])


def data(card: Card) -> Iterator[str]:
    yield "Inside: a question of each passage, held out of the search."
    yield "Outside: questions written for it; in Korean small talk (Songys, MIT), paraphrases (ParaKQC, CC BY-SA 4.0)."
    yield "Beyond: questions that sound like ours and that no article answers."
    yield ""
    yield from table(
        ("language", "inside", "outside", "beyond"),
        ((lang, str(row["inside"]), str(row["outside"]), str(row["beyond"])) for lang, row in card["metrics"].items()),
    )


def figures(card: Card) -> Iterator[str]:
    yield f"{card['note'].capitalize()}. 95 % intervals after Wilson."
    yield ""
    yield from table(
        ("language", "inside answered", "outside declined", "beyond declined"),
        (
            (
                lang,
                share(row["inside_answered"], row["inside"]),
                share(row["outside_declined"], row["outside"]),
                share(row["beyond_declined"], row["beyond"]),
            )
            for lang, row in card["metrics"].items()
        ),
    )
    kinds = sorted({key for row in card["metrics"].values() for key in row if key.startswith("scope_")})
    yield ""
    yield "Share of each kind of text that is taken for a question about skin (ours should be 1, theirs 0):"
    yield ""
    yield from table(
        ("language", *(kind.removeprefix("scope_").replace("_", " ") for kind in kinds)),
        ((lang, *(figure(row.get(kind)) for kind in kinds)) for lang, row in card["metrics"].items()),
    )


def calibration(card: Card) -> Iterator[str]:
    yield "A logistic regression says how sure a search is; below the threshold nothing is shown."
    yield ""
    yield from table(
        ("language", "answered from", "cosine of two questions for other passages, and for one"),
        (
            (lang, figure(row["threshold"]), " and ".join(figure(cosine) for cosine in row["cosines"]))
            for lang, row in card["calibration"].items()
        ),
    )
