"""A data folder of drawn photos in the shape of the real one: boxes.jsonl, labels.csv, photos/."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

FAMILIES = {"acne04-v1": "acne", "psoriasis-own": "psoriasis", "pigmentation-own": "pigmentation"}
COLOURS = {"acne": (230, 40, 40), "psoriasis": (250, 250, 250), "pigmentation": (60, 40, 20)}


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six photos a family, each with two spots of its label, and fifteen clear ones; about a third is validation."""
    root = tmp_path_factory.mktemp("drawn")
    (root / "photos").mkdir()
    rng = np.random.default_rng(0)
    rows, labels = [], ["photo,source,group,task,label,quality,licence"]
    for family, label in FAMILIES.items():
        for i in range(6):
            name = f"{family}-{i}.png"
            rgb = np.full((160, 224, 3), (214, 170, 150), np.uint8)
            boxes = []
            for column in range(2):
                x, y, size = 20 + column * 100 + int(rng.integers(40)), int(rng.integers(10, 90)), 40
                rgb[y : y + size, x : x + size] = COLOURS[label]
                boxes.append([label, x / 224, y / 160, (x + size) / 224, (y + size) / 160])
            cv2.imwrite(str(root / "photos" / name), rgb[:, :, ::-1])
            split = "val" if i % 3 == 0 else "train"
            row = {"photo": name, "source": family, "group": name, "split": split, "label_set": family, "boxes": boxes}
            rows.append(json.dumps(row))
    for i in range(15):
        name = f"clear-{i}.png"
        cv2.imwrite(str(root / "photos" / name), np.full((160, 224, 3), (150, 170, 214), np.uint8))
        labels.append(f"{name},rishik,{name},redness,no,curated,-")
    (root / "boxes.jsonl").write_text("\n".join(rows) + "\n")
    (root / "labels.csv").write_text("\n".join(labels) + "\n")
    return root
