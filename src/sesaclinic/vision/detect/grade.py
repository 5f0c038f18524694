"""What the boxes add up to: counts per region, and an acne grade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from sesaclinic.domain import Concern, Finding, Grade, Lesion, Region, RegionName

# Lesions on half a face: Hayashi et al., Establishment of grading criteria for acne severity, J Dermatol 2008.
# 1–5 mild, 6–20 moderate, 21–50 severe, more very severe; the product's scale ends at 3 (marked), for the last two.
HAYASHI = (1, 6, 21, 51)
# Lesions that run together get one box, so area speaks where counting fails: the share of half a face's box that the
# boxes cover at those counts, in the median of 990 ACNE04 training photos (0.41 % a lesion).
AREA_SHARE = (0.004, 0.022, 0.082, 0.2)
# Score at those limits, linear in between. Flat for few lesions: one spot that is seen in one photo and not in the next
# moves it by 3 points at most, less than any other score moves in another light.
SCORES = (100.0, 97.0, 85.0, 55.0, 20.0)

Point = tuple[float, float]
COUNTED = (
    RegionName.FOREHEAD,
    RegionName.LEFT_CHEEK,
    RegionName.RIGHT_CHEEK,
    RegionName.NOSE,
    RegionName.CHIN,
    RegionName.PERIORAL,
)


@dataclass(frozen=True)
class AcneGrade:
    """grade: 0 none, 1 mild, 2 moderate, 3 marked. score: 0–100. count, area_share (0–1): of the worse half."""

    grade: Grade
    score: float
    count: int
    area_share: float


def acne_grade(lesions: Iterable[Lesion], half_area: float, midline: tuple[Point, Point] | None = None) -> AcneGrade:
    """Acne grade of the worse half of a face, by Hayashi's counts or by the area of large lesions, whichever is worse.

    half_area: square pixels of half a face's box. midline: two points (x, y), forehead and chin, of a face seen from
    the front; None when the photo shows one side only (or a close-up), so that everything counts as one half.
    """
    acne = [lesion for lesion in lesions if lesion.label == "acne"]
    halves = [acne]
    if midline is not None:
        left = [lesion for lesion in acne if _side(_center(lesion), midline) < 0]
        halves = [left, [lesion for lesion in acne if lesion not in left]]
    return min((_grade_half(half, half_area) for half in halves), key=lambda graded: (graded.score, -graded.count))


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


def acne_findings(lesions: Sequence[Lesion], regions: Sequence[Region]) -> Iterator[Finding]:
    """The face's grade and score with the count of all its acne, then the count of each region that is seen."""
    outlines = {region.name: np.array(region.polygon, dtype=np.float32) for region in regions}
    total = sum(lesion.label == "acne" for lesion in lesions)
    midline = _midline(outlines)
    face = outlines.get(RegionName.FACE)
    box_area = float(np.prod(np.ptp(face, axis=0))) if face is not None else 0.0
    graded = acne_grade(lesions, box_area / (1 if midline is None else 2), midline)
    yield _finding(RegionName.FACE, total, graded.score, graded.grade)
    counts = count_by_region(lesions, regions)
    for name in COUNTED:
        if name in outlines:
            yield _finding(name, counts.get(name, {}).get("acne", 0), None, None)


def _finding(region: RegionName, count: int, score: float | None, grade: Grade | None) -> Finding:
    return Finding(concern=Concern.ACNE, region=region, score=score, grade=grade, value=count, unit="lesions")


def _midline(
    outlines: dict[RegionName, np.ndarray[tuple[int, ...], np.dtype[np.float32]]],
) -> tuple[Point, Point] | None:
    """From forehead to chin, when both cheeks are seen."""
    ends = (RegionName.FOREHEAD, RegionName.CHIN)
    if not {*ends, RegionName.LEFT_CHEEK, RegionName.RIGHT_CHEEK} <= set(outlines):
        return None
    (ax, ay), (bx, by) = (outlines[name].mean(axis=0) for name in ends)
    return (float(ax), float(ay)), (float(bx), float(by))


def _grade_half(acne: list[Lesion], half_area: float) -> AcneGrade:
    area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in (lesion.box for lesion in acne))
    share = min(1.0, area / half_area) if half_area > 0 else 0.0
    by_count = sum(len(acne) >= least for least in HAYASHI)
    by_area = sum(share >= least for least in AREA_SHARE)
    score = min(np.interp(len(acne), (0, *HAYASHI), SCORES), np.interp(share, (0, *AREA_SHARE), SCORES))
    return AcneGrade(min(3, max(by_count, by_area)), round(float(score), 1), len(acne), share)


def _center(lesion: Lesion) -> Point:
    x0, y0, x1, y1 = lesion.box
    return (x0 + x1) / 2, (y0 + y1) / 2


def _side(point: Point, line: tuple[Point, Point]) -> float:
    (ax, ay), (bx, by) = line
    return (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax)
