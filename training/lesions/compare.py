"""The sizes side by side, as the prototype's report had them, on photos no size has seen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training.lesions.records import LABELS
from training.lesions.run import RESULTS

FIGURES = tuple(f"{label} mAP50 / 50-95" for label in LABELS)
COLUMNS = ("run", "size", "epochs × tiles at px", *FIGURES, "mean", "MB", "ms at 640")


def comparison_table(folders: Sequence[Path]) -> str:
    """A Markdown table, one finished run a row. Raises FileNotFoundError for a folder without results.json."""
    rows = [_row(folder, json.loads((folder / RESULTS).read_text(encoding="utf-8"))) for folder in folders]
    lines = [COLUMNS, ["---"] * len(COLUMNS), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _row(folder: Path, results: dict[str, Any]) -> list[str]:
    recipe = results["recipe"]
    figures = [results["labels"].get(label) for label in LABELS]
    scores = [f["map50"] for f in figures if f]
    return [
        folder.name,
        str(recipe["size"]),
        f"{results['epochs_done']} × {recipe['tiles_per_epoch']} at {recipe['tile']}",
        *(_precision(f) if f else "–" for f in figures),
        f"{sum(scores) / len(scores):.3f}" if scores else "–",
        f"{results['megabytes']:.1f}",
        f"{results['latency_ms']:.0f}",
    ]


def _precision(figures: dict[str, Any]) -> str:
    low, high = figures["intervals"]["map50"]
    return f"{figures['map50']:.3f} ({low:.2f}–{high:.2f}) / {figures['map50_95']:.3f}"
