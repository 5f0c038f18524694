"""What the boxes add up to: counts per region, and an acne grade."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from sesaclinic.domain import Grade, Lesion, Region, RegionName

# Lesions on half a face: Hayashi et al., Establishment of grading criteria for acne severity, J Dermatol 2008.
# 0 none, 1–5 mild, 6–20 moderate, 21–50 severe, more very severe; the product's scale ends at 3 (marked).
HAYASHI = (1, 6, 21)
# Lesions that run together get one box, so area speaks where counting fails: the share of half a face that boxes
# cover when the counts above are reached with lesions of middle size (about 0.35 % of half a face each).
AREA_SHARE = (0.0, 0.02, 0.075)


@dataclass(frozen=True)
class AcneGrade:
    """grade: 0 none, 1 mild, 2 moderate, 3 marked. count: on the worse half. area_share: of that half, 0–1."""

    grade: Grade
    count: int
    area_share: float


def acne_grade(
    lesions: Iterable[Lesion], half_area: float, midline: tuple[tuple[float, float], tuple[float, float]] | None = None
) -> AcneGrade:
    """Acne grade of the worse half of a face.

    half_area: skin of half a face in square pixels. midline: two points (x, y) from forehead to chin of a frontal face;
    None when the photo shows one side only (or a close-up), so that everything counts as one half.
    """
    acne = [lesion for lesion in lesions if lesion.label == "acne"]
    halves: list[list[Lesion]] = [acne]
    if midline is not None:
        left = [lesion for lesion in acne if _side(_center(lesion), midline) < 0]
        halves = [left, [lesion for lesion in acne if lesion not in left]]
    return max((_grade_half(half, half_area) for half in halves), key=lambda g: (g.grade, g.count, g.area_share))


def count_by_region(lesions: Sequence[Lesion], regions: Sequence[Region]) -> dict[RegionName, dict[str, int]]:
    """Lesions whose centre lies in a region, by label. A region without any is left out."""
    counts: dict[RegionName, dict[str, int]] = {}
    for region in regions:
        outline = np.array(region.polygon, dtype=np.float32)
        for lesion in lesions:
            if len(outline) >= 3 and cv2.pointPolygonTest(outline, _center(lesion), measureDist=False) >= 0:
                by_label = counts.setdefault(region.name, {})
                by_label[lesion.label] = by_label.get(lesion.label, 0) + 1
    return counts


def _grade_half(acne: list[Lesion], half_area: float) -> AcneGrade:
    area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in (lesion.box for lesion in acne))
    share = min(1.0, area / half_area) if half_area > 0 else 0.0
    by_count = sum(len(acne) >= least for least in HAYASHI)
    by_area = sum(share > least for least in AREA_SHARE)
    return AcneGrade(grade=max(by_count, by_area), count=len(acne), area_share=share)


def _center(lesion: Lesion) -> tuple[float, float]:
    x0, y0, x1, y1 = lesion.box
    return (x0 + x1) / 2, (y0 + y1) / 2


def _side(point: tuple[float, float], line: tuple[tuple[float, float], tuple[float, float]]) -> float:
    (ax, ay), (bx, by) = line
    return (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax)
