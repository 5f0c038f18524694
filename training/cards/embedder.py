"""The embedder's card in words and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from training.cards.markdown import bullets, correlation, figure, share, table

Card = Mapping[str, Any]


def facts(card: Card) -> Iterator[tuple[str, str]]:
    yield "network", f"a table: {card['features']} features to {card['dim']} numbers, averaged"
    yield "input", card["input"]
    yield "why this licence", card["licence_reason"]


def data(card: Card) -> Iterator[str]:
    yield from bullets(f"{name}: {what}" for name, what in card["training"]["data"].items())


def figures(card: Card) -> Iterator[str]:
    asked, pairs = card["metrics"]["held_out_questions"], card["metrics"]["korsts_test"]
    yield f"{card['metrics_note'].capitalize()}. 95 % intervals after Wilson and Fisher."
    yield ""
    count = int(asked["n"])
    yield from table(
        ("held-out questions", "figure", "baseline"),
        (
            ("questions", str(count), ""),
            ("right passage first", share(asked["hit@1"], count), "–"),
            ("right passage in five", share(asked["hit@5"], count), "–"),
            ("mean reciprocal rank", figure(asked["mrr"]), "–"),
            (
                "right topic first",
                share(asked["topic@1"], count),
                f"{asked['topic_majority']:.3f}, always the commonest",
            ),
            ("KorSTS test, Spearman", correlation(pairs["spearman"], int(pairs["n"])), "0, knowing nothing"),
        ),
    )


def calibration(card: Card) -> Iterator[str]:
    yield "Inner products are not probabilities; [retrieval](retrieval.md) turns them into one."
