"""One training run from data to the folder the product installs from.

runs/lesions-n/
  recipe.json    what the run is
  log.jsonl      losses an epoch, figures every few
  last.pt        checkpoint; the same command picks up from it
  lesions.onnx   model, and
  lesions.json   its card, written when the last epoch is done
  results.json   figures of the comparison table
"""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime

from sesaclinic.evaluation.lesions import FaceBox, FindFace, clear_photos, product_face, report
from sesaclinic.vision.detect import LesionDetector
from sesaclinic.vision.detect.detector import CARD, MODEL
from sesaclinic.vision.intake import Photo
from training.lesions.align import align
from training.lesions.data import DataSet, summary
from training.lesions.export import digest, draft_card, export_onnx, write_card
from training.lesions.judge import as_lines, as_network, choose_thresholds, look
from training.lesions.photos import load_photos
from training.lesions.sampling import TileDataset
from training.lesions.trainer import Recipe, Trainer

RESULTS = "results.json"
COMMAND = "sesaclinic evaluate lesions --boxes boxes.jsonl --photos photos --split val --intervals --json"


@dataclass(frozen=True)
class Run:
    """recipe and data of a run, its folder, and the weights it starts from (None: from scratch).

    aligner: models folder of an earlier detector that slides the boxes of warped exports back onto their lesions.
    """

    recipe: Recipe
    data: DataSet
    folder: Path
    start: Path | None
    version: str
    aligner: Path | None = None
    validate_every: int = 10  # epochs; a look at every held-back photo costs as much as half an epoch

    def train(self) -> Path:
        """Train what is left to train, then export; returns the card's path."""
        cv2.setNumThreads(1)  # the cores belong to torch
        trainer = self._trainer()
        find_face = remembered_faces()

        def validate(current: Trainer) -> None:
            if current.epoch % self.validate_every == 0:
                current.log({"epoch": current.epoch, "val": self._figures(current, find_face)})

        trainer.fit(after_epoch=validate)
        return self._finish(trainer, find_face)

    def _trainer(self) -> Trainer:
        photos = load_photos(self.data.train, self.data.folder)
        if self.aligner is not None:
            detector = LesionDetector.installed(self.aligner, self.recipe.threads)
            if detector is None:
                raise FileNotFoundError(self.aligner / MODEL)
            photos = align(photos, detector)
        tiles = TileDataset(photos, self.recipe.tile, self.recipe.tiles_per_epoch, self.recipe.seed)
        return Trainer(self.recipe, self.folder, tiles, self.start)

    def _figures(self, trainer: Trainer, find_face: FindFace) -> dict[str, Any]:
        card = draft_card(self.version)
        looks = look(as_network(trainer.average.model), card, self.data.val, self.data.folder, find_face)
        return report(as_lines(self.data.val), looks, card)

    def _finish(self, trainer: Trainer, find_face: FindFace) -> Path:
        model = self.folder / MODEL
        difference = export_onnx(trainer.average.model, model)
        card = draft_card(self.version).model_copy(update={"sha256": digest(model)})
        write_card(card, self.folder / CARD)
        network = LesionDetector.load(model, self.folder / CARD, self.recipe.threads).network
        records = self.data.val
        looks = look(network, card, records, self.data.folder, find_face)
        card = card.model_copy(update={"thresholds": choose_thresholds(records, looks, card)})
        figures = report(as_lines(records), looks, card, intervals=True)
        figures["clear_faces"] = {
            "photos": len(clear_photos(as_lines(records), looks)),
            "boxes_per_photo": figures.pop("clear_faces_boxes_per_photo"),
        }
        figures["command"] = (
            "sesaclinic evaluate lesions --boxes boxes.jsonl --photos photos --split val --intervals --json"
        )
        training = {
            "network": f"YOLOv5{self.recipe.size} (ultralytics, anchor-free head)",
            "start": self.start.as_posix() if self.start else "random",
            "boxes_aligned_by": self.aligner.as_posix() if self.aligner else None,
            "recipe": asdict(self.recipe),
            "epochs_done": trainer.epoch,
            "data": summary(self.data.train),
            "parity": difference,
            "latency_ms": latency(model),
        }
        card = card.model_copy(update={"training": training, "metrics": figures})
        write_card(card, self.folder / CARD)
        results = {**figures, "megabytes": model.stat().st_size / 1e6, **training}
        (self.folder / RESULTS).write_text(json.dumps(results, indent=1))
        return self.folder / CARD


def install(folder: Path, assets: Path) -> None:
    """Copy a finished run's model and card to where the product loads them."""
    assets.mkdir(parents=True, exist_ok=True)
    for name in (MODEL, CARD):
        shutil.copyfile(folder / name, assets / name)


def remembered_faces() -> FindFace:
    """A face finder that looks at each photo once, however often a run validates."""
    find_face = product_face()
    seen: dict[str, FaceBox | None] = {}

    def find(photo: Photo) -> FaceBox | None:
        if photo.name not in seen:
            seen[photo.name] = find_face(photo)
        return seen[photo.name]

    return find


def latency(model: Path, side: int = 640, threads: int = 2) -> float:
    """Milliseconds of the fastest of ten passes over one square input: what the machine can do when left alone."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    image = np.zeros((1, 3, side, side), np.float32)
    times = []
    for _ in range(10):
        started = time.perf_counter()
        session.run(None, {session.get_inputs()[0].name: image})
        times.append(time.perf_counter() - started)
    return round(min(times) * 1000, 1)
