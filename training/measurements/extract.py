"""Read the measurement vectors of the labelled photos, once, into runs/measurements.

    python -m training.measurements.extract --data ../shared/data

Graded faces come with perturbed copies (another exposure, white balance, compression, scale, crop, roll), which
teach the fit what must not matter. Shards of 100 photos are written as they are done; a run that was cut goes on where
it stopped. About 0.2 s a photo and core.
"""

from __future__ import annotations

import argparse
import zlib
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
from training.measurements.data import Observed, read_grades, read_labels, save_shard

_SHARD = 100
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("runs/measurements"))
    parser.add_argument("--part", choices=["grades", "labels"], required=True)
    parser.add_argument("--copies", type=int, default=None, help="perturbed copies a photo (grades: 5, labels: 0)")
    parser.add_argument("--each", type=int, default=1, help="take every n-th photo only")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    if args.part == "grades":
        photos, copies = [graded.photo for graded in read_grades(args.data)], 5
    else:
        photos, copies = sorted({label.photo for label in read_labels(args.data)}), 0
    photos = photos[:: args.each]
    copies = copies if args.copies is None else args.copies
    folder = args.out / args.part
    folder.mkdir(parents=True, exist_ok=True)
    finder = FaceFinder()
    for start in tqdm(range(0, len(photos), _SHARD), unit="shard"):
        shard = folder / f"{start:06d}.npz"
        if shard.exists():
            continue
        seen = {p: observe_copies(args.data / "photos" / p, finder, copies) for p in photos[start : start + _SHARD]}
        save_shard(shard, {photo: one for photo, one in seen.items() if one is not None})


if __name__ == "__main__":
    main()
