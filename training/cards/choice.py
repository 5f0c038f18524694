"""The card of the choice of a passage, in words and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from training.cards.markdown import figure, share, table

Card = Mapping[str, Any]


def facts(card: Card) -> Iterator[tuple[str, str]]:
    yield "network", f"none: a conditional logit over {len(card['weights'])} things seen of each passage"


def data(card: Card) -> Iterator[str]:
    metrics = card["metrics"]
    beyond = metrics["questions"] - metrics["answerable"]
    yield f"{metrics['answerable']} Korean questions of the kind people ask, written before the articles were read,"
    yield "each with every passage whose opening answers it (`training/choice/questions.jsonl`). Who labelled them also"
    yield f"wrote passages that were missing, so that the shares below flatter. {beyond} more that no passage answers,"
    yield "most of them of `training/retrieval/beyond.yaml`, teach doubt: they weigh as one of six. None is a user's."


def figures(card: Card) -> Iterator[str]:
    metrics = card["metrics"]
    yield f"{card['note'].capitalize()}."
    yield ""
    yield from table(
        ("passage", "share"),
        (
            ("chosen is right", figure(metrics["right"], metrics["right_interval"])),
            ("first of the search is right", share(metrics["first_of_search"], metrics["answerable"])),
            ("a right one is among those found", share(metrics["among_found"], metrics["answerable"])),
        ),
    )
    yield ""
    yield "Weights, of features scaled to one standard deviation:"
    yield ""
    weights = sorted(card["weights"].items(), key=lambda one: -abs(one[1]))
    yield from table(("feature", "weight"), ((name.replace("_", " "), f"{weight:+.2f}") for name, weight in weights))


def calibration(card: Card) -> Iterator[str]:
    yield "A logistic regression over the best passage's score and its lead over the next, fitted on the same folds,"
    yield "says how likely the choice is right: in doubt an answer says that it only comes near, or tells the next too."
