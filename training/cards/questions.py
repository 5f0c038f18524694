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


def facts(card: Card) -> Iterator[tuple[str, str]]:
    yield "network", "none: logistic regression over words and runs of letters"


def data(card: Card) -> Iterator[str]:
    yield "Questions written for this project and the articles' own; no question of a user."
    yield ""
    yield from table(("kind", "questions"), ((_KINDS[kind], str(count)) for kind, count in card["data"].items()))


def figures(card: Card) -> Iterator[str]:
    metrics, counts = card["metrics"], card["data"]
    yield f"{metrics['note'].capitalize()}. 95 % intervals after Wilson."
    yield ""
    serious = counts["written_serious"]
    yield from table(
        ("", "figure"),
        (
            ("found among serious questions", share(metrics["recall"], serious)),
            ("found by it or by the signs of the triage files", share(metrics["recall_with_signs"], serious)),
            ("false alarms among the articles' questions", share(metrics["false_alarms_articles"], counts["articles"])),
            (
                "false alarms among look-alikes",
                share(metrics["false_alarms_written"], counts["written_everyday"]),
            ),
        ),
    )


def calibration(card: Card) -> Iterator[str]:
    yield "The threshold, a part of the bias, allows about as many false alarms among the articles' questions as"
    yield "the signs of the triage files raise on their own."
