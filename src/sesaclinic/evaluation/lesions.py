"""`sesaclinic evaluate lesions`: the shipped detector against labelled boxes.

Which photos count for a label:

- A line that names its `label_set` counts for the labels its annotators looked for, empty or not.
- A line that names none counts for the labels it has boxes of; one without boxes counts for every label.

Families of annotations disagree on what a lesion is, so they are never mixed: where lines name their family, the
headline of a label is the family its card calls the reference, and every family is listed beside it. Average
precision ranks everything the detector found; precision, recall, counts and clear faces are at the shipped thresholds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from sesaclinic.errors import DocumentError, PhotoError
from sesaclinic.evaluation.detection import (
    AveragePrecision,
    Interval,
    Scene,
    bootstrap,
    center_hit_f1,
    count_error,
    precision_recall,
)
from sesaclinic.settings import PhotoSettings
from sesaclinic.vision.detect import LesionCard, LesionDetector
from sesaclinic.vision.detect.card import LesionLabel
from sesaclinic.vision.detect.merge import Candidates
from sesaclinic.vision.face import FaceFinder
from sesaclinic.vision.intake import Photo, decode
from sesaclinic.vision.locate import locate

FaceBox = tuple[int, int, int, int]
FindFace = Callable[[Photo], FaceBox | None]

# Labels each family of annotations looked for; other families are taken to look for what their lines contain.
LOOKED_FOR: dict[str, frozenset[str]] = {
    "acne04-v1": frozenset({"acne"}),
    "acne04-v2": frozenset({"acne"}),
    "khang": frozenset({"acne"}),
    "gjain": frozenset({"acne", "pigmentation"}),
    "dermx": frozenset({"acne", "psoriasis"}),
    "taufik": frozenset({"acne", "pigmentation"}),
    "psoriasis-own": frozenset({"psoriasis"}),
    "pigmentation-own": frozenset({"pigmentation"}),
    "clear-face": frozenset({"acne", "pigmentation", "psoriasis"}),
}
# Families whose photos without boxes are faces checked to be clear; "" is a line that names no family.
CHECKED_CLEAR = frozenset({"", "clear-face", "pigmentation-own"})


@dataclass(frozen=True)
class BoxLine:
    """One line of a box file. boxes: label, x0, y0, x1, y1 in 0–1. label_set: family of annotations; "" unknown."""

    photo: str
    boxes: tuple[tuple[str, float, float, float, float], ...]
    label_set: str
    split: str = ""

    def counts_for(self, label: str) -> bool:
        """Whether absence of this label in the line means absence in the photo."""
        if self.label_set in LOOKED_FOR:
            return label in LOOKED_FOR[self.label_set]
        return not self.boxes or any(box[0] == label for box in self.boxes)


@dataclass(frozen=True)
class Look:
    """What the detector saw in one photo. size: width, height; face: whether one was found."""

    found: Candidates
    size: tuple[int, int]
    face: bool


def read_lines(path: Path) -> list[BoxLine]:
    """Lines of a box file. Raises DocumentError file_not_found or file_invalid, naming the line."""
    if not path.is_file():
        raise DocumentError("file_not_found", path=str(path))
    lines = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
            boxes = tuple((str(b[0]), float(b[1]), float(b[2]), float(b[3]), float(b[4])) for b in row["boxes"])
            if not all(x0 < x1 and y0 < y1 for _, x0, y0, x1, y1 in boxes):
                raise ValueError("a box is [label, x0, y0, x1, y1] with x0 < x1 and y0 < y1")
            lines.append(
                BoxLine(str(row["photo"]), boxes, str(row.get("label_set") or ""), str(row.get("split") or ""))
            )
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise DocumentError("file_invalid", detail=f"{path.name}, line {number}: {error}") from error
    if not lines:
        raise DocumentError("file_invalid", detail=f"{path.name}: no lines")
    return lines


def product_face() -> FindFace:
    """How the product finds the face: x, y, width, height in working pixels; None where it sees skin or refuses."""
    finder = FaceFinder()

    def find(photo: Photo) -> FaceBox | None:
        try:
            mesh = locate(finder, photo, "auto", lenient=True).mesh
        except PhotoError:  # turned away or hidden: its lesions are measured all the same
            return None
        if mesh is None:
            return None
        x0, y0, x1, y1 = (round(edge) for edge in mesh.box)
        return x0, y0, x1 - x0, y1 - y0

    return find


def look_at_all(
    lines: Sequence[BoxLine], photos: Path, detector: LesionDetector, find_face: FindFace, progress: bool = False
) -> dict[str, Look]:
    """Run the detector once on every photo, the way the product does: face first, close-up without one.

    Raises PhotoError photo_not_found for a missing photo, and what `decode` raises for one that cannot be read.
    """
    limits = PhotoSettings(min_side=1)  # thumbnails are measured too
    looks = {}
    for name in tqdm(dict.fromkeys(line.photo for line in lines), desc="photos", disable=not progress, mininterval=10):
        path = photos / name
        if not path.is_file():
            raise PhotoError("photo_not_found", path=str(path))
        photo = decode(path.read_bytes(), name, limits)
        face = find_face(photo)
        height, width = photo.pixels.shape[:2]
        looks[name] = Look(detector.candidates(photo.pixels, face), (width, height), face is not None)
    return looks


def report(
    lines: Sequence[BoxLine], looks: Mapping[str, Look], card: LesionCard, *, intervals: bool = False
) -> dict[str, object]:
    """The contract's figures: {"labels", "clear_faces_boxes_per_photo"}, and "label_sets" where lines name theirs.

    intervals: add 95 % bootstrap intervals over photos.
    """
    labels = {}
    for label in card.labels:
        mine = [line for line in lines if line.counts_for(label)]
        reference = [line for line in mine if line.label_set == card.reference_label_sets.get(label)]
        pictured = scenes(reference or mine, looks, label, card)
        if any(len(scene.truth) for scene in pictured):
            labels[label] = figures(pictured, intervals=intervals)
    answer: dict[str, object] = {"labels": labels, "clear_faces_boxes_per_photo": clear_faces(lines, looks, card)}
    families = {line.label_set for line in lines} - {""}
    if families:
        answer["label_sets"] = {
            family: dict(_family(family, lines, looks, card, intervals=intervals)) for family in sorted(families)
        }
    return answer


def scenes(lines: Sequence[BoxLine], looks: Mapping[str, Look], label: LesionLabel, card: LesionCard) -> list[Scene]:
    """One label in every line's photo: what was drawn and what was seen."""
    return [_scene(line, looks[line.photo], label, card) for line in lines]


def figures(pictured: Sequence[Scene], *, intervals: bool = False) -> dict[str, object]:
    """Every figure of one label over its photos."""
    average = AveragePrecision(pictured)
    map50, map50_95 = average.value()
    precision, recall = precision_recall(pictured)
    error, correlation = count_error(pictured)
    counts = np.array([len(scene.truth) for scene in pictured])
    answer: dict[str, object] = {
        "map50": _rounded(map50),
        "map50_95": _rounded(map50_95),
        "precision": _rounded(precision),
        "recall": _rounded(recall),
        "count_mae": _rounded(error),
        "count_mae_baseline": _rounded(float(np.abs(counts - np.median(counts)).mean())),
        "count_r": _rounded(correlation),
        "center_f1": _rounded(center_hit_f1(pictured)),
        "photos": len(pictured),
        "boxes": int(counts.sum()),
    }
    if intervals:
        answer["intervals"] = {
            "map50": _pair(average.interval()[0]),
            "count_r": _pair(bootstrap(lambda s: count_error(s)[1], pictured)),
            "center_f1": _pair(bootstrap(center_hit_f1, pictured)),
        }
    return answer


def clear_faces(lines: Sequence[BoxLine], looks: Mapping[str, Look], card: LesionCard) -> float | None:
    """Boxes shown on an average clear face; None without such photos."""
    clear = clear_photos(lines, looks)
    if not clear:
        return None
    limits = np.array([card.thresholds[label].confidence for label in card.labels])
    shown = [int((looks[p].found.scores >= limits[looks[p].found.labels]).sum()) for p in clear]
    return _rounded(float(np.mean(shown)))


def clear_photos(lines: Sequence[BoxLine], looks: Mapping[str, Look]) -> set[str]:
    """Photos of a face with nothing to find: no line has a box there, and its family checked for everything.

    A photo without boxes of another family may show eczema, or acne nobody drew.
    """
    marked = {line.photo for line in lines if line.boxes}
    return {
        line.photo
        for line in lines
        if line.photo not in marked and line.label_set in CHECKED_CLEAR and looks[line.photo].face
    }


def _family(
    family: str, lines: Sequence[BoxLine], looks: Mapping[str, Look], card: LesionCard, *, intervals: bool
) -> Iterator[tuple[str, dict[str, object]]]:
    for label in card.labels:
        mine = [line for line in lines if line.label_set == family and line.counts_for(label)]
        pictured = scenes(mine, looks, label, card)
        if any(len(scene.truth) for scene in pictured):
            yield label, figures(pictured, intervals=intervals)


def _scene(line: BoxLine, look: Look, label: LesionLabel, card: LesionCard) -> Scene:
    truth = np.array([box[1:] for box in line.boxes if box[0] == label], dtype=np.float32).reshape(-1, 4)
    mine = look.found.labels == card.labels.index(label)
    return Scene(
        truth=truth * np.array(look.size * 2, dtype=np.float32),
        found=look.found.boxes[mine],
        scores=look.found.scores[mine],
        threshold=card.thresholds[label].confidence,
    )


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)


def _pair(interval: Interval) -> list[float | None]:
    return [_rounded(interval.low), _rounded(interval.high)]
