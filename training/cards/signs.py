"""The sign model's card in words and tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from training.cards.markdown import bullets, figure, table

Card = Mapping[str, Any]
#: Parts that figures are of, the one that says most first.
_PARTS = {
    "cross-validated": "Cross-validated over all photos",
    "test": "Test part, which neither fit nor fusion had seen",
}


def facts(card: Card) -> Iterator[tuple[str, str]]:
    training, given = card["training"], card["input"]
    yield "network", f"{training['architecture']}, {training['trunk']}; trunk from {training['start']}"
    yield (
        "input",
        f"aligned face {given['width']}×{given['height']} px RGB, and the skin of {len(given['sites'])} sites",
    )
    yield "date", training["date"]


def data(card: Card) -> Iterator[str]:
    photos = card["training"]["photos"]
    yield f"{sum(photos.values())} photos. A label's making decides how much it teaches and whether it judges"
    yield "(`training/signs/manifest.py`)."
    yield "Of every twenty groups four are the test part and three the validation part (`training/signs/splits.py`)."
    yield "A group is a person where known, and otherwise all copies of a photo."
    yield ""
    yield from table(("source", "photos"), ((name, str(count)) for name, count in sorted(photos.items())))
    yield ""
    labels: dict[str, list[str]] = defaultdict(list)
    for key, count in sorted(card["training"]["labels"].items()):
        target, _, quality = key.partition(" ")
        labels[target].append(f"{quality} {count}")
    yield from table(
        ("target", "labels by how they were made"), ((key, ", ".join(made)) for key, made in labels.items())
    )
    yield ""
    yield "Licences and terms of the sources:"
    yield ""
    yield from bullets(card["training"]["licences"])


def figures(card: Card) -> Iterator[str]:
    yield "Of network and measurements fused, as the product does it, for photos whose group neither had seen."
    yield "95 % bootstrap intervals."
    for part, title in _PARTS.items():
        if part in card["metrics"]:
            yield from ("", f"### {title}", "")
            yield from _part(card["metrics"][part])


def _part(metrics: Card) -> Iterator[str]:
    yield from table(
        ("grades 0–3", "faces", "Spearman", "quadratic kappa"),
        (
            (name, str(row["n"]), figure(row["spearman"], row["interval"]), figure(row["quadratic_kappa"]))
            for name, row in metrics["grades"].items()
        ),
    )
    yield ""
    yield from table(
        ("yes or no", "photos", "with", "AUC", "balanced accuracy", "accuracy", "majority"),
        (
            (
                *(name, str(row["n"]), str(row["positive"]), figure(row["auc"], row["auc_interval"])),
                figure(row["balanced_accuracy"], row["balanced_accuracy_interval"]),
                *(figure(row["accuracy"]), figure(row["majority"])),
            )
            for name, row in metrics["signs"].items()
        ),
    )
    yield ""
    yield from table(
        ("skin type", "photos", "balanced accuracy", "accuracy", "majority"),
        (
            (
                *(name, str(row["n"]), figure(row["balanced_accuracy"], row["balanced_accuracy_interval"])),
                *(figure(row["accuracy"]), figure(row["majority"])),
            )
            for name, row in metrics["skin_type"].items()
        ),
    )
    if "values" in metrics:
        yield ""
        yield from table(
            ("instrument", "faces", "Spearman", "mean error", "always the median"),
            (
                (
                    *(f"{name} ({row['unit']})", str(row["n"]), figure(row["spearman"], row["interval"])),
                    *(figure(row["error"]), figure(row["error_of_the_median"])),
                )
                for name, row in metrics["values"].items()
            ),
        )
    yield ""
    yield from table(
        ("the same face in another light", "faces", "sd, points", "ICC", "label or grade differs"),
        (
            (name, str(row["faces"]), f"{row['sd']:.1f}", figure(row["icc"]), f"{row['flips']:.1%}")
            for name, row in metrics["repeatability"].items()
        ),
    )


def calibration(card: Card) -> Iterator[str]:
    metrics = card["metrics"].get("cross-validated") or card["metrics"]["test"]
    yield "Fusion and temperature are one logistic fit on out-of-fold answers."
    yield "Inside a sign's band of probabilities nothing is said."
    yield ""
    rows = {**metrics["signs"], **{f"skin type, {name}": row for name, row in metrics["skin_type"].items()}}
    bands = {name: _band(card, name) for name in metrics["signs"]}
    yield from table(
        ("", "expected calibration error", "nothing said between", "photos left uncertain"),
        (
            (name, figure(row["ece"]), bands.get(name, "–"), f"{row['uncertain']:.1%}" if "uncertain" in row else "–")
            for name, row in rows.items()
        ),
    )


def _band(card: Card, name: str) -> str:
    """Both framings are fused alike."""
    fusion = card["signs"].get(name, {}).get("face")
    if not fusion or fusion["absent_below"] == fusion["present_above"]:
        return "–"
    return f"{fusion['absent_below']:.2f} and {fusion['present_above']:.2f}"
