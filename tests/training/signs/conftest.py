"""A training house in small: labels, grades, canvases and measurements of made-up faces, in the real shapes."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from sesaclinic.vision.align import align_face
from sesaclinic.vision.face import FaceFinder
from sesaclinic.vision.skin import Skin, see_skin
from tests import photos
from training.measurements.data import SIGNS, TASKS, Observed, save_shard

LABELLED, GRADED = 24, 14
#: A measure of every family, at the sites that heads read.
MEASURES = [
    f"{name}.{site}"
    for name in ("erythema", "highlight", "roughness_1", "line_1", "pore_0", "brown_spot", "orbit_darkness")
    for site in ("face", "cheeks", "under_eyes")
] + ["resolution.face", "unevenness.face"]


@dataclass(frozen=True)
class House:
    data: Path
    canvases: Path
    measurements: Path


@pytest.fixture(scope="session")
def face() -> Skin:
    """The portrait's skin on its canvas."""
    finder = FaceFinder()
    portrait = np.asarray(photos.portrait(), np.uint8)
    mesh = finder.mesh(portrait, finder.faces(portrait)[0])
    assert mesh is not None
    return see_skin(align_face(portrait, mesh))


@pytest.fixture(scope="session")
def house(face: Skin, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Half of the photos are redder than the others, and are said to be so in every label and grade."""
    canvases = pytest.importorskip("training.signs.canvases", reason="needs the training group (make training)")
    root = tmp_path_factory.mktemp("house")
    house = House(root / "data", root / "canvases", root / "measurements")
    (house.data / "photos").mkdir(parents=True)
    house.canvases.mkdir()
    store = canvases.CanvasStore(house.canvases)
    rng = np.random.default_rng(0)
    names = [f"made/{number:02}.png" for number in range(LABELLED + GRADED)]
    (house.data / "photos" / "made").mkdir()
    measured: dict[str, dict[str, Observed]] = {"labels": {}, "grades": {}}
    for number, name in enumerate(names):
        small = rng.integers(0, 256, (48, 48, 3), np.uint8)  # only compared with the other photos
        cv2.imwrite(str(house.data / "photos" / name), small)
        graded, red = number >= LABELLED, number % 2
        copies = 3 if graded else 1
        store.add(name, ((copy, redder(face, 30 * red + copy), 0.0) for copy in range(copies)))
        vectors = [{key: red + float(rng.normal(0, 1.5)) for key in MEASURES} for _ in range(copies)]
        measured["grades" if graded else "labels"][name] = Observed(True, 0.0, vectors)
    for part, observed in measured.items():
        (house.measurements / part).mkdir(parents=True)
        save_shard(house.measurements / part / "000000.npz", observed)
    _write_labels(house.data / "labels.csv", names[:LABELLED])
    _write_grades(house.data / "grades.csv", names[LABELLED:])
    (house.data / "boxes.jsonl").write_text("")
    return house


def redder(face: Skin, levels: int) -> Skin:
    pixels = face.canvas.pixels.astype(np.int16)
    pixels[..., 0] += levels
    return replace(face, canvas=replace(face.canvas, pixels=np.clip(pixels, 0, 255).astype(np.uint8)))


def _write_labels(path: Path, names: Sequence[str]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["photo", "source", "group", "task", "label", "quality", "licence"])
        for number, name in enumerate(names):
            for task in TASKS:
                writer.writerow([name, "made", f"made:{name}", task, ("no", "yes")[number % 2], "curated", "CC0"])
            kind = ("dry", "normal", "oily")[number % 3]
            writer.writerow([name, "made", f"made:{name}", "skin_type", kind, "curated", "CC0"])


def _write_grades(path: Path, names: Sequence[str]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["photo", *SIGNS, "skin_type", "raters"])
        for number, name in enumerate(names):
            kind = ("dry", "normal", "oily", "combination")[number % 4]
            writer.writerow([name, *([0.5 + 2 * (number % 2)] * len(SIGNS)), kind, 2])
