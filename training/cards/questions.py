"""The card of a linear model over questions in words and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from training.cards.markdown import share, table

Card = Mapping[str, Any]
_KINDS = {
    "articles": "ways to ask of the shipped articles, outside warning signs",
    "written_everyday": "everyday look-alikes, written to be hard",
    "written_serious": "questions that need a doctor",
}
_FIGURES = {  # a figure to the kind of question that it is a share of, and its name
    "recall": ("written_serious", "found among serious questions"),
    "recall_with_signs": ("written_serious", "found by it or by the signs of the triage files"),
    "false_alarms_articles": ("articles", "false alarms among the articles' questions"),
    "false_alarms_written": ("written_everyday", "false alarms among look-alikes"),
}


def facts(card: Card) -> Iterator[tuple[str, str]]:
    yield "network", "none: logistic regression over words and runs of letters"


def data(card: Card) -> Iterator[str]:
    yield "Questions written for this project and the articles' own; no question of a user."
    yield ""
    langs = card["data"]
    yield from table(
        ("kind", *langs), ((name, *(str(counts[kind]) for counts in langs.values())) for kind, name in _KINDS.items())
    )


def figures(card: Card) -> Iterator[str]:
    yield f"{card['note'].capitalize()}. 95 % intervals after Wilson."
    yield ""
    langs = card["metrics"]
    yield from table(
        ("", *langs),
        (
            (name, *(share(metrics[key], card["data"][lang][kind]) for lang, metrics in langs.items()))
            for key, (kind, name) in _FIGURES.items()
        ),
    )


def calibration(card: Card) -> Iterator[str]:
    yield "The threshold, a part of the bias, allows about as many false alarms among the articles' questions as"
    yield "the signs of the triage files raise on their own, and three in a hundred among look-alikes."
