"""A run's losses as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure


def draw_curve(history: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Mean loss on train and validation by epoch, and the epoch whose weights were kept. history: of `Trainer`."""
    epochs = [row["epoch"] for row in history]
    best = min(history, key=lambda row: row["validation"])
    figure = Figure(figsize=(6.4, 4.0), layout="constrained")
    axes = figure.subplots()
    for side in ("train", "validation"):
        axes.plot(epochs, [row[side] for row in history], marker="o", label=side)
    axes.axvline(best["epoch"], linestyle=":", color="grey", label="kept")
    axes.set(xlabel="epoch", ylabel="mean loss of the targets")
    axes.legend()
    figure.savefig(path, dpi=120)
