"""The table the limits of the quality gate were read from.

    python -m training.measurements.quality --data ../shared/data

For each number of the gate: its percentiles over faces of every source, and the share of them that normal mode tells
about and refuses. Then the same photos spoiled on purpose – darkened, overexposed, blurred, noisy, tinted – with the
share that is refused. Limits are right when the first shares are small and the last are large. About ten minutes.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from sesaclinic.errors import SesacError
from sesaclinic.evaluation.perturb import Perturbation, Pixels, perturb
from sesaclinic.settings import PhotoSettings
from sesaclinic.vision.face import FaceFinder
from sesaclinic.vision.intake import decode
from sesaclinic.vision.locate import locate
from sesaclinic.vision.observe import find_skin
from sesaclinic.vision.quality import LIMITS, QualityReport, inspect_quality
from training.measurements.data import read_labels

_LIMITS = PhotoSettings(min_side=48, max_aspect=12)
_AT = (1, 5, 50, 95, 99)


def _blurred(share: float) -> Callable[[Pixels], bytes]:
    """Blur by a share of the short side, which a face fills about half of."""
    return lambda pixels: perturb(cv2.GaussianBlur(pixels, (0, 0), share * min(pixels.shape[:2])), Perturbation())


def _noisy(pixels: Pixels) -> bytes:
    smeared = cv2.GaussianBlur(pixels, (0, 0), 0.02 * min(pixels.shape[:2])).astype(np.float32)
    grain = np.random.default_rng(0).normal(0, 12, pixels.shape)
    return perturb((smeared + grain).clip(0, 255).astype(np.uint8), Perturbation())


SPOILED: dict[str, Callable[[Pixels], bytes]] = {
    "2 stops darker": lambda pixels: perturb(pixels, Perturbation(stops=-2)),
    "4 stops darker": lambda pixels: perturb(pixels, Perturbation(stops=-4)),
    "1 stop brighter": lambda pixels: perturb(pixels, Perturbation(stops=1)),
    "3 stops brighter": lambda pixels: perturb(pixels, Perturbation(stops=3)),
    "blur 0.5 %": _blurred(0.005),
    "blur 2 %": _blurred(0.02),
    "blur 2 % and noise": _noisy,
    "2000 K warmer": lambda pixels: perturb(pixels, Perturbation(kelvin=-2000)),
    "an eighth of the size": lambda pixels: perturb(pixels, Perturbation(scale=0.125)),
}


def inspect(data: bytes, finder: FaceFinder) -> QualityReport | None:
    """The gate's report of a face; None where no face is measured."""
    try:
        photo = decode(data, "photo", _LIMITS)
        location = locate(finder, photo, "face", lenient=True)
        return inspect_quality(photo, find_skin(photo, location), location.mesh, "off", "en")
    except SesacError:
        return None


def show(name: str, reports: list[QualityReport], lost: int) -> None:
    """One group of photos: every number's percentiles, and what normal mode makes of it."""
    refused = np.mean([report.refusal is not None for report in reports]) if reports else 0.0
    print(f"\n{name}: {len(reports)} measured, {lost} without a measurable face, {refused:.1%} refused in normal mode")
    for key, limit in LIMITS.items():
        values = np.array([report.values[key] for report in reports if key in report.values])
        if len(values):
            severities = np.array([limit.severity(value) for value in values])
            shown = "  ".join(f"{value:8.2f}" for value in np.percentile(values, _AT))
            print(f"  {key:12} {shown}   told {np.mean(severities > 0):6.1%}   refused {np.mean(severities >= 1):6.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--each-source", type=int, default=60, help="photos taken of each source")
    parser.add_argument("--spoil", type=int, default=60, help="faces that are spoiled")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    finder = FaceFinder()
    by_source: dict[str, set[str]] = defaultdict(set)
    for label in read_labels(args.data):
        by_source[label.source].add(label.photo)
    rng = np.random.default_rng(0)
    sound: list[bytes] = []
    print(f"percentiles {_AT}")
    for source in sorted(by_source):
        photos = rng.permutation(sorted(by_source[source]))[: args.each_source]
        files = [(args.data / "photos" / photo).read_bytes() for photo in photos]
        reports = [inspect(data, finder) for data in tqdm(files, desc=source, leave=False)]
        show(source, [report for report in reports if report], sum(report is None for report in reports))
        sound += [data for data, report in zip(files, reports, strict=True) if report and report.quality.score == 100]
    chosen = [sound[number] for number in rng.permutation(len(sound))[: args.spoil]]
    for name, spoil in SPOILED.items():
        spoiled = [inspect(spoil(decode(data, "photo", _LIMITS).pixels), finder) for data in chosen]
        show(f"spoiled: {name}", [report for report in spoiled if report], sum(report is None for report in spoiled))


if __name__ == "__main__":
    main()
