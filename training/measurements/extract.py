"""Read the measurement vectors of the labelled photos, once, into runs/measurements.

    python -m training.measurements.extract --data ../shared/data

Graded faces come with perturbed copies (another exposure, white balance, compression, scale, crop, roll), which
teach the fit what must not matter. Shards of 100 photos are written as they are done; a run that was cut goes on where
it stopped. About 0.2 s a photo and core.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from sesaclinic.errors import SesacError
from sesaclinic.evaluation.perturb import perturb, random_perturbation
from sesaclinic.settings import PhotoSettings
from sesaclinic.vision.face import FaceFinder
from sesaclinic.vision.intake import decode
from sesaclinic.vision.observe import observe
from training.measurements.data import Observed, load_features, read_grades, read_labels, save_shard

PARTS = ("grades", "labels")
_SHARD = 100
_COPIES = 5  # of a graded face: enough to see how a measure trembles
#: Crops in the data are smaller and longer than what people upload.
_LIMITS = PhotoSettings(min_side=48, max_aspect=12)


def observe_copies(path: Path, finder: FaceFinder, copies: int) -> Observed | None:
    """A photo and perturbed copies of it; None where nothing can be measured."""
    data = path.read_bytes()
    rng = np.random.default_rng(zlib.crc32(path.name.encode()))
    try:
        first = observe(data, path.name, finder, _LIMITS)
    except SesacError:
        return None
    mesh = first.location.mesh
    vectors = [first.measurements.vector]
    pixels = decode(data, path.name, _LIMITS).pixels
    for _ in range(copies):
        copy = perturb(pixels, random_perturbation(rng))
        try:
            again = observe(copy, path.name, finder, _LIMITS, "face" if mesh else "closeup")
        except SesacError:
            continue
        vectors.append(again.measurements.vector)
    return Observed(mesh is not None, mesh.yaw if mesh else 0.0, vectors)


def extract(photos: Path, wanted: Mapping[str, int], folder: Path) -> None:
    """Measure what a folder has not yet. photos: where they lie. wanted: photo to its number of perturbed copies."""
    folder.mkdir(parents=True, exist_ok=True)
    known = load_features(folder)
    missing = [photo for photo in wanted if photo not in known]
    finder = FaceFinder()
    for start in tqdm(range(0, len(missing), _SHARD), unit="shard", desc=f"measurements: {folder.name}"):
        part = missing[start : start + _SHARD]
        seen = {photo: observe_copies(photos / photo, finder, wanted[photo]) for photo in part}
        found = {photo: one for photo, one in seen.items() if one is not None}
        if found:
            save_shard(folder / f"{zlib.crc32(part[0].encode()):08x}.npz", found)


def wanted_copies(data: Path, part: str) -> dict[str, int]:
    """The photos of a part, grades or labels, with their number of perturbed copies."""
    if part == "grades":
        return {graded.photo: _COPIES for graded in read_grades(data)}
    return dict.fromkeys(sorted({label.photo for label in read_labels(data)}), 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("runs/measurements"))
    parser.add_argument("--part", choices=PARTS, action="append", help="both unless one is named")
    parser.add_argument("--each", type=int, default=1, help="take every n-th photo only")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    for part in args.part or PARTS:
        wanted = list(wanted_copies(args.data, part).items())
        extract(args.data / "photos", dict(wanted[:: args.each]), args.out / part)


if __name__ == "__main__":
    main()
