"""Our whole analysis beside the prototype's shape, in one run: `make bench`.

The prototype ran four VGG16 with dense heads and a YOLOv5m at 640 px one after another. Both sides decode the same
12-megapixel JPEG, use the same onnxruntime with the same threads, and take turns, so that a slow minute of the machine
hits both. Each turn is a process of its own; its peak memory is the operating system's figure.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

CLASSES = (3, 2, 2, 2)  # skin type, redness, wrinkles, pores
ROUNDS = 3
PHOTOS = 8  # a round
THREADS = 2


def selfie() -> bytes:
    """A 12-megapixel JPEG of the public-domain portrait that ships in scikit-image."""
    import skimage.data  # noqa: PLC0415 - only the parent draws it

    portrait = Image.fromarray(skimage.data.astronaut()).crop((110, 0, 335, 300))
    buffer = io.BytesIO()
    portrait.resize((3000, 4000), Image.Resampling.LANCZOS).save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def ours() -> Callable[[bytes], object]:
    """The product's analysis, models loaded."""
    from sesaclinic.settings import get_settings  # noqa: PLC0415 - each side imports only its own
    from sesaclinic.vision import Analyzer  # noqa: PLC0415

    analyzer = Analyzer(get_settings())
    analyzer.load()
    return lambda photo: analyzer.analyze(photo, name="selfie.jpg")


def prototype(graphs: Path) -> Callable[[bytes], object]:
    """The prototype's five networks in its order, models loaded."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    names = [*(f"vgg16-{i}.onnx" for i in range(len(CLASSES))), "yolov5m.onnx"]
    sessions = [onnxruntime.InferenceSession(str(graphs / name), options) for name in names]

    def analyze(photo: bytes) -> object:
        image = Image.open(io.BytesIO(photo)).convert("RGB")
        small, large = (
            np.asarray(image.resize((side, side)), np.float32).transpose(2, 0, 1)[None] / 255 for side in (224, 640)
        )
        return [s.run(None, {"photo": large if s is sessions[-1] else small}) for s in sessions]

    return analyze


def measure(analyze: Callable[[bytes], object], photo: bytes) -> dict[str, float]:
    """Latency one by one, throughput with two callers, peak memory of the process."""
    analyze(photo)  # the first call allocates
    times = []
    for _ in range(PHOTOS):
        started = time.perf_counter()
        analyze(photo)
        times.append(time.perf_counter() - started)
    started = time.perf_counter()
    with ThreadPoolExecutor(2) as callers:
        list(callers.map(analyze, [photo] * PHOTOS))
    return {
        "latency_ms": statistics.median(times) * 1000,
        "photos_per_s": PHOTOS / (time.perf_counter() - started),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def compare() -> str:
    """Both sides in turns; a Markdown table with the ratio."""
    from benchmarks.graphs import write_vgg16, write_yolov5m  # noqa: PLC0415 - needs the training group

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "selfie.jpg").write_bytes(selfie())
        for i, classes in enumerate(CLASSES):
            write_vgg16(folder / f"vgg16-{i}.onnx", classes, seed=i)
        write_yolov5m(folder / "yolov5m.onnx")
        turns: dict[str, list[dict[str, float]]] = {"ours": [], "prototype": []}
        for turn in range(ROUNDS):
            for side, measured in turns.items():
                command = [sys.executable, "-m", "benchmarks.prototype", "--side", side, "--folder", name]
                output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                measured.append(json.loads(output.splitlines()[-1]))
                print(f"round {turn + 1}, {side}: {measured[-1]}", file=sys.stderr)
    rows = [
        ("whole photo, median of one caller", "latency_ms", "ms", min),
        ("throughput, two callers", "photos_per_s", "photos/s", max),
        ("peak memory of the process", "peak_mb", "MB", max),
    ]
    lines = ["| | ours | prototype's shape | ratio |", "|---|---|---|---|"]
    for title, key, unit, best in rows:
        mine, theirs = (best(turn[key] for turn in turns[side]) for side in ("ours", "prototype"))
        ratio = mine / theirs if key == "photos_per_s" else theirs / mine
        lines.append(f"| {title} | {mine:.4g} {unit} | {theirs:.4g} {unit} | {ratio:.1f}× |")
    return "\n".join(lines)


def main() -> None:
    """Without arguments the comparison; with --side one turn of it, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", choices=("ours", "prototype"))
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    if arguments.side is None:
        print(compare())
        return
    analyze = ours() if arguments.side == "ours" else prototype(arguments.folder)
    print(json.dumps(measure(analyze, (arguments.folder / "selfie.jpg").read_bytes())))


if __name__ == "__main__":
    main()
