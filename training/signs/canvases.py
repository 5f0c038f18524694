"""Labelled photos as the product sees them: aligned canvases and their regions, made once and kept in a folder.

    python -m training.signs.canvases --data ../shared/data

Graded faces come with perturbed copies, the same ones `training.measurements.extract` measures. A run that was cut
goes on where it stopped. About 0.2 s a photo and core.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from sesaclinic.domain import RegionName
from sesaclinic.errors import SesacError
from sesaclinic.evaluation.perturb import perturb, random_perturbation
from sesaclinic.settings import PhotoSettings
from sesaclinic.vision.align import CANVAS
from sesaclinic.vision.face import FaceFinder
from sesaclinic.vision.intake import Photo, decode
from sesaclinic.vision.locate import Framing, Location, locate
from sesaclinic.vision.observe import find_skin
from sesaclinic.vision.skin import PARTS, Skin
from training.signs.manifest import read_samples

INDEX = "index.jsonl"
#: Crops in the data are smaller and longer than what people upload.
_LIMITS = PhotoSettings(min_side=48, max_aspect=12)
#: Which bit of a stored mask a region is.
_BITS = (RegionName.FACE, *PARTS)


@dataclass(frozen=True)
class Entry:
    """One canvas. copy: 0 is the photo itself, others perturbed copies. resolution: photo pixels per canvas pixel."""

    photo: str
    copy: int
    file: str
    face: bool
    yaw: float
    resolution: float


class CanvasStore:
    """A folder of canvases. `index` lists what is there; photos that cannot be measured are not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def entries(self) -> dict[tuple[str, int], Entry]:
        """By photo and copy."""
        path = self.folder / INDEX
        if not path.exists():
            return {}
        rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
        return {(row["photo"], row["copy"]): Entry(**row) for row in rows if row["file"]}

    def copies(self, photo: str) -> list[Entry]:
        """The photo and its perturbed copies, in order."""
        return [entry for copy in range(100) if (entry := self.entries.get((photo, copy))) is not None]

    def pixels(self, entry: Entry) -> NDArray[np.uint8]:
        """(464, 384, 3) uint8 RGB."""
        bgr = np.asarray(cv2.imread(str(self.folder / entry.file), cv2.IMREAD_COLOR), np.uint8)
        return np.ascontiguousarray(bgr[..., ::-1])

    def masks(self, entry: Entry) -> dict[RegionName, NDArray[np.bool_]]:
        """Skin of each region that is seen, (464, 384) bool."""
        bits = np.asarray(cv2.imread(str(self._mask_path(entry.file)), cv2.IMREAD_UNCHANGED), np.uint16)
        found = {region: (bits & (1 << number)).astype(bool) for number, region in enumerate(_BITS)}
        return {region: mask for region, mask in found.items() if mask.any()}

    def add(self, photo: str, copies: Iterator[tuple[int, Skin, float]]) -> None:
        """Write the canvases of a photo. copies: number, skin, yaw."""
        rows = []
        for copy, skin, yaw in copies:
            name = f"{photo.replace('/', '__').rsplit('.', 1)[0]}.{copy}.png"
            cv2.imwrite(str(self.folder / name), skin.canvas.pixels[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1])
            bits = np.zeros(CANVAS, np.uint16)
            for number, region in enumerate(_BITS):
                if region in skin.masks:
                    bits |= skin.masks[region].astype(np.uint16) << number
            cv2.imwrite(str(self._mask_path(name)), bits)
            rows.append(Entry(photo, copy, name, len(skin.canvas.points) > 0, yaw, skin.canvas.resolution))
        if not rows:
            rows.append(Entry(photo, 0, "", False, 0.0, 0.0))  # looked at, nothing to see
        with (self.folder / INDEX).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(row)) + "\n" for row in rows)

    def known(self) -> set[str]:
        """Photos already looked at, measurable or not."""
        path = self.folder / INDEX
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return {json.loads(line)["photo"] for line in lines}

    def _mask_path(self, file: str) -> Path:
        return self.folder / file.replace(".png", ".mask.png")


def look(path: Path, finder: FaceFinder, copies: int) -> Iterator[tuple[int, Skin, float]]:
    """The skin of a photo and of perturbed copies of it; nothing where the photo cannot be measured."""
    rng = np.random.default_rng(zlib.crc32(path.name.encode()))
    try:
        photo = decode(path.read_bytes(), path.name, _LIMITS)
        location = _locate(finder, photo)
        yield 0, find_skin(photo, location), location.mesh.yaw if location.mesh else 0.0
    except SesacError:
        return
    framing: Framing = "face" if location.mesh else "closeup"
    for number in range(1, copies + 1):
        data = perturb(photo.pixels, random_perturbation(rng))
        try:
            copy = decode(data, path.name, _LIMITS)
            again = locate(finder, copy, framing, lenient=True)
            yield number, find_skin(copy, again), again.mesh.yaw if again.mesh else 0.0
        except SesacError:
            continue


def fill_store(store: CanvasStore, photos: Path, wanted: Mapping[str, int]) -> None:
    """Make the canvases that are missing. wanted: photo to its number of perturbed copies."""
    cv2.setNumThreads(1)  # photos are many; one core each is enough
    store.folder.mkdir(parents=True, exist_ok=True)
    known = store.known()
    finder = FaceFinder()
    for photo in tqdm([name for name in wanted if name not in known], unit="photo", mininterval=5):
        store.add(photo, look(photos / photo, finder, wanted[photo]))


def _locate(finder: FaceFinder, photo: Photo) -> Location:
    """As leniently as evaluation does: without a usable face the photo is a close-up."""
    try:
        return locate(finder, photo, "auto", lenient=True)
    except SesacError:
        return Location(None, 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("runs/signs/canvases"))
    parser.add_argument("--copies", type=int, default=6, help="perturbed copies of a graded face")
    args = parser.parse_args()
    wanted = {sample.photo: args.copies if sample.graded else 0 for sample in read_samples(args.data)}
    fill_store(CanvasStore(args.out), args.data / "photos", wanted)


if __name__ == "__main__":
    main()
