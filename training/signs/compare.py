"""Runs side by side, as the prototype's report had them: every run's heads are fitted on the training part, and judged
on it and on the validation part of the same split.

Loss is the masked loss of training, the mean of all targets. Accuracy is the mean of the yes/no signs, each with the
share of its commoner answer as baseline. Only labels that count in figures are judged by (`Sample.judges`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from sesaclinic.evaluation.statistics import area_under_roc, interval, rounded
from training.signs.figures import rank_correlation
from training.signs.loss import masked_loss, mean_loss, truth_table
from training.signs.manifest import Sample, Target

RESULTS = "results.json"
COLUMNS = (
    *("run", "network", "input", "epochs", "photos", "loss train / validation", "accuracy train / validation"),
    *("majority", "AUC train / validation (95 %)", "grades' Spearman (95 %)", "MB", "ms"),
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def side_figures(samples: Sequence[Sample], answers: Floats, targets: Sequence[Target]) -> dict[str, Any]:
    """One part's row. answers: (n, outputs) in the order of targets."""
    truth, weights = truth_table(samples, targets)
    given = torch.from_numpy(answers.astype(np.float32))
    losses = masked_loss(given, torch.from_numpy(truth), torch.from_numpy(weights), targets)
    counted = np.array([[sample.judges(target.key) for target in targets] for sample in samples])
    truth = np.where(counted, truth, np.nan)
    first = _first_outputs(targets)
    signs = [(column, first[column]) for column, target in enumerate(targets) if target.kind == "sign"]
    grades = [(column, first[column]) for column, target in enumerate(targets) if target.kind == "grade"]

    def area(rows: Ints) -> float:
        return _mean(_areas(truth[rows], answers[rows], signs))

    def correlation(rows: Ints) -> float:
        return _mean(_correlations(truth[rows], answers[rows], grades))

    everything = np.arange(len(samples))
    accuracies = list(_accuracies(truth, answers, signs))
    return {
        "photos": len(samples),
        "loss": rounded(float(mean_loss(losses))),
        "accuracy": _known(_mean(right for right, _ in accuracies)),
        "majority": _known(_mean(common for _, common in accuracies)),
        "auc": _known(area(everything)),
        "auc_interval": interval(len(samples), area),
        "spearman": _known(correlation(everything)),
        "spearman_interval": interval(len(samples), correlation),
    }


def comparison_table(folders: Sequence[Path]) -> str:
    """A Markdown table, one finished run a row. Raises FileNotFoundError for a folder without results.json."""
    rows = [_row(folder, json.loads((folder / RESULTS).read_text(encoding="utf-8"))) for folder in folders]
    lines = [COLUMNS, ["---"] * len(COLUMNS), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _row(folder: Path, results: dict[str, Any]) -> list[str]:
    taught, held = results["comparison"]["train"], results["comparison"]["validation"]
    size = results.get("input")
    return [
        folder.name,
        results["architecture"],
        f"{results['variant']} {size[1]}×{size[0]}" if size else "colour and texture measures",
        str(results["epochs"] or "heads only"),
        f"{taught['photos']} / {held['photos']}",
        f"{taught['loss']:.3f} / {held['loss']:.3f}",
        f"{_shown(taught['accuracy'])} / {_shown(held['accuracy'])}",
        _shown(held["majority"]),
        f"{_shown(taught['auc'])} / {_shown(held['auc'])}{_range(held['auc_interval'])}",
        f"{_shown(held['spearman'])}{_range(held['spearman_interval'])}",
        f"{results['megabytes']:.1f}",
        f"{results['latency_ms']:.0f}",
    ]


def _shown(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.3f}"


def _range(bounds: Sequence[float] | None) -> str:
    return f" ({bounds[0]:.2f}–{bounds[1]:.2f})" if bounds else ""


def _first_outputs(targets: Sequence[Target]) -> list[int]:
    """Number of each target's first output."""
    return [sum(target.outputs for target in targets[:column]) for column in range(len(targets))]


def _areas(truth: NDArray[np.float32], answers: Floats, signs: Sequence[tuple[int, int]]) -> Iterator[float]:
    for column, output in signs:
        known = ~np.isnan(truth[:, column])
        yield area_under_roc(truth[known, column] > 0.5, answers[known, output])


def _correlations(truth: NDArray[np.float32], answers: Floats, grades: Sequence[tuple[int, int]]) -> Iterator[float]:
    for column, output in grades:
        known = ~np.isnan(truth[:, column])
        if len(np.unique(truth[known, column])) > 1:  # a rank among equals is none
            yield rank_correlation(answers[known, output], truth[known, column])


def _accuracies(
    truth: NDArray[np.float32], answers: Floats, signs: Sequence[tuple[int, int]]
) -> Iterator[tuple[float, float]]:
    """Accuracy and majority baseline of each sign."""
    for column, output in signs:
        known = ~np.isnan(truth[:, column])
        positive = truth[known, column] > 0.5
        if known.any():
            right = (answers[known, output] > 0) == positive
            yield float(right.mean()), float(max(positive.mean(), 1 - positive.mean()))


def _mean(values: Iterable[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def _known(value: float) -> float | None:
    return None if np.isnan(value) else rounded(value)
