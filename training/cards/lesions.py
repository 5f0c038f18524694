"""The lesion detector's card in words and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from training.cards.markdown import figure, table

Card = Mapping[str, Any]

#: What `_row` tells of a label.
_COLUMNS = (
    "photos",
    "boxes",
    "mAP50",
    "mAP50-95",
    "precision",
    "recall",
    "center-hit F1",
    "count error (baseline)",
    "counts' correlation",
)


def facts(card: Card) -> Iterator[tuple[str, str]]:
    training = card["training"]
    yield (
        "network",
        f"{training['network']}, from {training['start'].rsplit('/', 1)[-1]}, {training['epochs_done']} epochs",
    )
    yield (
        "input",
        f"RGB, a face brought to {card['scale']['face_size']} px, tiles of at most {card['scale']['tile']} px",
    )


def data(card: Card) -> Iterator[str]:
    yield "Photos and boxes that taught; photos of one person or one original are never on both sides of the split."
    yield ""
    yield from table(
        ("source", "photos", "boxes", "licence"),
        (
            (name, str(row["photos"]), str(row["boxes"]), "; ".join(row["licences"]))
            for name, row in card["training"]["data"].items()
        ),
    )


def figures(card: Card) -> Iterator[str]:
    metrics = card["metrics"]
    yield f"Held-back photos, printed by `{metrics['command']}`."
    yield "95 % bootstrap intervals over photos; the baseline of the count error always says the median."
    yield ""
    yield from table(
        ("label", *_COLUMNS),
        ((name, *_row(row)) for name, row in metrics["labels"].items()),
    )
    clear = metrics["clear_faces"]
    yield ""
    yield f"On {clear['photos']} clear faces {clear['boxes_per_photo']} boxes a photo."
    yield "By family of annotations, those it was not taught included:"
    yield ""
    yield from table(
        ("family: label", *_COLUMNS),
        (
            (f"{family}: {name}", *_row(row))
            for family, labels in metrics["label_sets"].items()
            for name, row in labels.items()
        ),
    )


def _row(row: Card) -> Iterator[str]:
    bounds = row["intervals"]
    yield from (str(row["photos"]), str(row["boxes"]), figure(row["map50"], bounds["map50"]), figure(row["map50_95"]))
    yield from (figure(row["precision"]), figure(row["recall"]), figure(row["center_f1"], bounds["center_f1"]))
    yield f"{row['count_mae']:.1f} ({row['count_mae_baseline']:.1f})"
    yield figure(row["count_r"], bounds["count_r"])


def calibration(card: Card) -> Iterator[str]:
    yield "Confidences are not probabilities. What reaches these thresholds is shown; they keep clear faces clear."
    yield ""
    yield from table(
        ("label", "shown from", "boxes a clear face, where it was chosen"),
        ((name, figure(row["confidence"]), figure(row["false_alarms"])) for name, row in card["thresholds"].items()),
    )
