"""How far a result moves when only the photo changes and the skin does not."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from sesaclinic.domain import Analysis, RegionName
from sesaclinic.errors import SesacError
from sesaclinic.evaluation.perturb import bench, perturb
from sesaclinic.evaluation.statistics import rounded
from sesaclinic.settings import get_settings
from sesaclinic.vision import Analyzer
from sesaclinic.vision.intake import decode

_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".avif"}


def evaluate_repeatability(analyzer: Analyzer, photos: Path, limit: int | None = None) -> dict[str, object]:
    """Analyse every face of a folder under each perturbation of the bench.

    Returns {"scores": {score: {"sd", "icc", "flips"}}, "faces", "refused"}. A score is the whole face's of a concern,
    or a probability × 100 of a sign. sd: pooled standard deviation within a face, points. icc: ICC(1,1), the share of
    variance between faces. flips: share of perturbed copies whose label or grade differs from the unperturbed one's.
    refused: faces (or copies) that could not be analysed.
    """
    values: dict[str, list[list[float]]] = defaultdict(list)
    flips: dict[str, list[bool]] = defaultdict(list)
    faces = refused = 0
    files = sorted(path for path in photos.rglob("*") if path.suffix.lower() in _SUFFIXES)
    progress = tqdm(total=min(len(files), limit or len(files)), unit="face", leave=False)
    for path in files:
        if limit and faces >= limit:
            break
        analyses = _analyse_copies(analyzer, path)
        if analyses is None:
            refused += 1
            continue
        faces += 1
        progress.update()
        readings = [_readings(analysis) for analysis in analyses]
        for name in readings[0]:
            row = [reading[name][0] for reading in readings if name in reading]
            if len(row) == len(readings):
                values[name].append(row)
            flips[name].extend(reading[name][1] != readings[0][name][1] for reading in readings[1:] if name in reading)
    progress.close()
    scores = {name: _figures(np.array(rows), flips[name]) for name, rows in values.items() if len(rows) > 1}
    return {"scores": scores, "faces": faces, "refused": refused}


def _analyse_copies(analyzer: Analyzer, path: Path) -> list[Analysis] | None:
    """The unperturbed photo first; None where it, or any copy, has no measurable face."""
    try:
        pixels = decode(path.read_bytes(), path.name, get_settings().photo).pixels
        analyses = []
        for perturbation in bench().values():
            copy = perturb(pixels, perturbation)
            analyses.append(analyzer.analyze(copy, name=path.name, framing="face", quality="off"))
    except SesacError:
        return None
    return analyses


def _readings(analysis: Analysis) -> dict[str, tuple[float, object]]:
    """Every shipped score with the label that hangs on it."""
    readings: dict[str, tuple[float, object]] = {
        finding.concern.value: (finding.score, finding.grade)
        for finding in analysis.findings
        if finding.region == RegionName.FACE and finding.score is not None
    }
    for name in ("redness", "wrinkles", "pores"):
        sign = getattr(analysis, name)
        readings[f"{name} sign"] = (100 * sign.probability, sign.label)
    shares = analysis.skin_type.probabilities
    readings["skin type"] = (100 * (shares.oily - shares.dry), analysis.skin_type.label)
    return readings


def _figures(rows: NDArray[np.float64], flips: list[bool]) -> dict[str, float]:
    """rows: (faces, copies). One-way random effects (Shrout & Fleiss 1979)."""
    copies = rows.shape[1]
    within = rows.var(axis=1, ddof=1).mean()
    between = copies * rows.mean(axis=1).var(ddof=1)
    icc = (between - within) / (between + (copies - 1) * within) if between + within > 0 else 1.0
    return {"sd": rounded(np.sqrt(within)), "icc": rounded(icc), "flips": rounded(np.mean(flips))}
