"""What the prices of `training.signs.probe` were chosen by: cross-validated figures of the development part.

    python -m training.signs.search --run runs/signs/mobilenetv2-s16

Reads the features of a run; the test part is not looked at. Prints a line a price and kind of target.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from training.signs.compare import side_figures
from training.signs.duplicates import distinct_groups
from training.signs.features import load_features
from training.signs.manifest import TARGETS, read_samples, with_groups
from training.signs.probe import RIDGE, cross_answers
from training.signs.splits import split_of

PRICES = (0.1, 0.3, 1.0, 3.0, 10.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--run", type=Path, default=Path("runs/signs/mobilenetv2-s16"))
    parser.add_argument("--canvases", type=Path, default=Path("runs/signs/canvases"))
    args = parser.parse_args()
    features = load_features(args.run / "features")
    samples = read_samples(args.data)
    files = {sample.photo: args.data / "photos" / sample.photo for sample in samples}
    groups = distinct_groups(samples, files, args.canvases / "duplicates.json")
    known = [s for s in with_groups(samples, groups) if s.photo in features and split_of(s.group) != "test"]
    for ridge in PRICES:
        answers = cross_answers(features, known, TARGETS, dict.fromkeys(RIDGE, ridge))
        table = np.stack([answers[sample.photo][0] for sample in known])
        for kind in ("grade", "sign", "skin_type"):
            targets = [target for target in TARGETS if target.kind == kind]
            columns = np.repeat([target.kind == kind for target in TARGETS], [target.outputs for target in TARGETS])
            figures = side_figures(known, table[:, columns], targets)
            shown = {key: figures[key] for key in ("loss", "auc", "spearman")}
            print(json.dumps({"kind": kind, "ridge": ridge, **shown}), flush=True)


if __name__ == "__main__":
    main()
