"""The measurement heads' card in words and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from training.cards.markdown import figure, table

Card = Mapping[str, Any]


def facts(card: Card) -> Iterator[tuple[str, str]]:
    yield "network", "none: ridge and logistic heads over measures of colour and texture"
    yield "date", card["fitted"]


def data(card: Card) -> Iterator[str]:
    given = card["data"]
    yield f"{given['graded_faces']} graded faces; {given['labelled_photos']} photos with {given['labels']} labels."
    yield given["note"]
    yield ""
    yield "Sources, making of the labels and licences are those of [signs](signs.md); folds are by group."


def figures(card: Card) -> Iterator[str]:
    yield f"{card['metrics_are'].capitalize()}."
    yield ""
    yield from table(
        ("grades 0–3", "faces", "Spearman", "quadratic kappa", "accuracy", "majority", "sd, points", "ICC"),
        (
            (
                *(name, str(row["n"]), figure(row["spearman"], row["spearman_interval"])),
                *(figure(row["quadratic_kappa"]), figure(row["accuracy"]), figure(row["majority_accuracy"])),
                *(f"{row['sd_points_under_perturbation']:.1f}", figure(row["icc_under_perturbation"])),
            )
            for name, row in card["metrics"]["grades"].items()
        ),
    )
    yield ""
    yield from table(
        ("yes or no", "photos", "with", "AUC", "balanced accuracy", "accuracy", "majority"),
        (
            (
                *(name, str(row["n"]), str(row["positive"]), figure(row["auc"], row["auc_interval"])),
                figure(row["balanced_accuracy"], row["balanced_accuracy_interval"]),
                *(figure(row["accuracy"]), figure(row["majority_accuracy"])),
            )
            for name, row in card["metrics"]["signs"].items()
        ),
    )
    yield ""
    yield from table(
        ("skin type", "photos", "balanced accuracy", "by chance", "accuracy", "majority"),
        (
            (
                *(name, str(row["n"]), figure(row["balanced_accuracy"], row["balanced_accuracy_interval"])),
                *(figure(row["chance"]), figure(row["accuracy"]), figure(row["majority_accuracy"])),
            )
            for name, row in card["metrics"]["skin_type"].items()
        ),
    )


def calibration(card: Card) -> Iterator[str]:
    yield "Probabilities are logistic; a label is withheld where more than a tenth of what is said would be wrong."
    yield ""
    yield from table(
        ("", "expected calibration error", "left uncertain"),
        ((name, figure(row["ece"]), f"{row['uncertain_rate']:.1%}") for name, row in card["metrics"]["signs"].items()),
    )
