"""One run from labels to the folder the product installs from.

runs/signs/NAME/
  recipe.json       what the run is
  last.pt, best.pt  checkpoints of a fine-tuned trunk; the same command picks up from them
  curve.png         its losses
  features/         pooled features, one file a hundred photos
  signs.onnx        model, and
  signs.json        its card
  results.json      every figure

A fixed trunk gets linear heads, judged by cross-validation and once on the test part. A fine-tuned one has seen the
training part, so it is calibrated on the validation part and judged on the test part alone.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from sesaclinic.errors import ServiceError
from sesaclinic.vision.signs import CARD, MODEL
from sesaclinic.vision.signs.card import Answer, InputCard, SignCard
from sesaclinic.vision.signs.sites import SITES, STRIDE
from training.measurements.extract import PARTS, extract, wanted_copies
from training.signs.aihub import SOURCE as AIHUB
from training.signs.aihub import read_aihub
from training.signs.canvases import CanvasStore, fill_store
from training.signs.compare import RESULTS, side_figures
from training.signs.curve import draw_curve
from training.signs.dataset import View, view_size
from training.signs.duplicates import distinct_groups
from training.signs.export import digest, export_onnx, latency
from training.signs.features import Features, compute_features, load_features
from training.signs.judged import Answered, Evidence, all_figures, fit_fusion, judge_all
from training.signs.manifest import TARGETS, VALUE_TARGETS, Sample, Target, read_samples, with_groups
from training.signs.measured import FURTHER, compare_measured, cross_measured
from training.signs.networks import MEASUREMENTS, SignNetwork, build
from training.signs.probe import RIDGE, STILL, cross_answers, fit_heads
from training.signs.splits import check_apart, of_split, split_of
from training.signs.trainer import Recipe, Trainer
from training.signs.values import fit_values, value_figures

FOLDS = 5
COPIES = 6  # perturbed copies of a graded face, which teach what must not matter


@dataclass(frozen=True)
class Run:
    """data: labels, grades and photos. canvases: shared by runs. measurements: of `training.measurements.extract`.
    start: a trunk's checkpoint, None for random weights. compare_only: a row of the comparison, nothing to install.
    each: take every n-th photo only. aihub: folder of `training.signs.aihub`, whose grades and instruments' readings
    join the labels.
    """

    recipe: Recipe
    data: Path
    folder: Path
    canvases: Path
    measurements: Path
    start: Path | None
    version: str
    fine_tune: bool = False
    compare_only: bool = False
    each: int = 1
    aihub: Path | None = None

    @property
    def targets(self) -> tuple[Target, ...]:
        """What the network answers; elasticity and moisture only where somebody measured them."""
        return (*TARGETS, *VALUE_TARGETS) if self.aihub else TARGETS

    def train(self) -> Path:
        """Do what is left to do; returns the path of the card, or of the results where there is none."""
        cv2.setNumThreads(1)  # the cores belong to torch
        torch.set_num_threads(self.recipe.threads)
        torch.manual_seed(self.recipe.seed)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "recipe.json").write_text(json.dumps(asdict(self.recipe), indent=2))
        samples = self.samples()
        if self.recipe.architecture == MEASUREMENTS:
            self._measure(samples)
            return self._write_results(compare_measured(self.data, self.measurements, samples, self.targets))
        store = CanvasStore(self.canvases)
        for folder, part in self._folders(samples).items():
            fill_store(store, folder, {s.photo: COPIES if s.graded else 0 for s in part})
        samples = [sample for sample in samples if (sample.photo, 0) in store.entries]
        network, epochs = self._trunk(samples, store)
        compute_features(network, store, [s.photo for s in samples], self.folder / "features", self._view)
        features = load_features(self.folder / "features")
        results = {"epochs": epochs, "comparison": self._compare(features, samples)}
        if self.compare_only:
            fit_heads(features, of_split(samples, "train"), self.targets).put_into(network)
            return self._write_results(results | self._export(network))
        self._measure(samples)
        groups = {sample.photo: sample.group for sample in samples}
        measured = cross_measured(self.data, self.measurements, groups, FOLDS)
        faces = {photo: entry.face for (photo, copy), entry in store.entries.items() if copy == 0}
        return self._finish(network, samples, Evidence(features, measured, faces), results)

    def samples(self) -> list[Sample]:
        """The labelled photos, with groups merged where two hold the same photo."""
        samples = [*read_samples(self.data), *(read_aihub(self.aihub) if self.aihub else ())]
        files = {s.photo: folder / s.photo for folder, part in self._folders(samples).items() for s in part}
        self.canvases.mkdir(parents=True, exist_ok=True)
        groups = distinct_groups(samples, files, self.canvases / "duplicates.json")
        samples = with_groups(samples, groups)
        check_apart(*([s for s in samples if split_of(s.group) == side] for side in ("train", "validation", "test")))
        return samples[:: self.each]

    def _folders(self, samples: Sequence[Sample]) -> dict[Path, list[Sample]]:
        """Samples by the folder that their names are relative to."""
        folders = {self.data / "photos": [sample for sample in samples if sample.source != AIHUB]}
        if self.aihub:
            folders[self.aihub] = [sample for sample in samples if sample.source == AIHUB]
        return folders

    @property
    def _view(self) -> View:
        return View(self.recipe.scale, self.recipe.variant)

    def _measure(self, samples: Sequence[Sample]) -> None:
        """Fill the folder of measurements."""
        if self.aihub:
            extract(self.aihub, {s.photo: 0 for s in self._folders(samples)[self.aihub]}, self.measurements / FURTHER)
        photos = {sample.photo for sample in samples}
        for part in PARTS:
            wanted = {p: copies for p, copies in wanted_copies(self.data, part).items() if p in photos}
            extract(self.data / "photos", wanted, self.measurements / part)

    def _trunk(self, samples: Sequence[Sample], store: CanvasStore) -> tuple[SignNetwork, int]:
        """The network whose trunk is settled, as it started or fine-tuned on the training part; and its epochs."""
        if not self.fine_tune:
            return build(self.recipe.architecture, self.targets, self.start), 0
        trainer = Trainer(self.recipe, self.folder, store, self.targets, self.start)
        trainer.fit(of_split(samples, "train"), of_split(samples, "validation"))
        draw_curve(trainer.history, self.folder / "curve.png")
        return trainer.network, trainer.epoch

    def _finish(
        self, network: SignNetwork, samples: Sequence[Sample], known: Evidence, results: dict[str, Any]
    ) -> Path:
        card, features = self._draft(), known.features
        development = [sample for sample in samples if split_of(sample.group) != "test"]
        if self.fine_tune:  # the trunk has seen the training part: what heads say of it is too good
            development = of_split(samples, "validation")
        crossed = known.answered(development, cross_answers(features, development, self.targets, folds=FOLDS))
        card = fit_values(crossed, fit_fusion(crossed, card))
        heads = fit_heads(features, [s for s in samples if split_of(s.group) != "test"], self.targets)
        test = of_split(samples, "test")
        held_out = known.answered(test, {sample.photo: heads(features[sample.photo]) for sample in test})
        metrics: dict[str, Any] = {"test": _figures(held_out, card)}
        if not self.fine_tune:
            everything = known.answered(samples, cross_answers(features, samples, self.targets, folds=FOLDS))
            card = fit_values(everything, fit_fusion(everything, card))
            metrics["cross-validated"] = _figures(everything, card)
        fit_heads(features, samples, self.targets).put_into(network)
        exported = self._export(network)
        training = self._story(samples) | {key: exported[key] for key in ("parity", "latency_ms")}
        self._write_results(results | exported | metrics | training)
        digested = digest(self.folder / MODEL)
        card = card.model_copy(update={"sha256": digested, "training": training, "metrics": metrics})
        path = self.folder / CARD
        path.write_text(json.dumps(card.model_dump(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return path

    def _export(self, network: SignNetwork) -> dict[str, Any]:
        model, size = self.folder / MODEL, view_size(self.recipe.scale)
        parity = export_onnx(network, model, size)
        megabytes = round(model.stat().st_size / 1e6, 2)
        return {"input": size, "megabytes": megabytes, "latency_ms": latency(model, size), "parity": round(parity, 5)}

    def _write_results(self, results: dict[str, Any]) -> Path:
        known = {"architecture": self.recipe.architecture, "variant": self.recipe.variant}
        path = self.folder / RESULTS
        path.write_text(json.dumps(known | results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return path

    def _draft(self) -> SignCard:
        height, width = view_size(self.recipe.scale)
        return SignCard(
            name="signs",
            version=self.version,
            sha256="",
            licence="AGPL-3.0-or-later; starting weights Apache-2.0",
            input=InputCard(height=height, width=width, stride=STRIDE, sites=tuple(SITES)),
            answers=tuple(Answer(kind=t.kind, name=t.name, outputs=t.outputs) for t in self.targets),
            grades={},
            signs={},
            skin_type={},
            training={},
            metrics={},
        )

    @property
    def _command(self) -> str:
        """What to type to make this model again; where data and runs lie is left out."""
        words = ["sesaclinic train signs"]
        if self.recipe.architecture != Recipe.architecture:
            words.append(f"--architecture {self.recipe.architecture}")
        if self.fine_tune:
            words.append(f"--fine-tune --epochs {self.recipe.epochs}")
        if self.each > 1:
            words.append(f"--each {self.each}")
        if self.recipe.seed != Recipe.seed:
            words.append(f"--seed {self.recipe.seed}")
        return " ".join([*words, "--aihub FOLDER"] if self.aihub else words)

    def _compare(self, features: Features, samples: Sequence[Sample]) -> dict[str, Any]:
        """Heads fitted on the training part, judged on it and on the validation part."""
        heads = fit_heads(features, of_split(samples, "train"), self.targets)
        return {
            side: side_figures(part, np.concatenate([heads(features[s.photo][:1]) for s in part]), self.targets)
            for side in ("train", "validation")
            if (part := of_split(samples, side))
        }

    def _story(self, samples: Sequence[Sample]) -> dict[str, Any]:
        """What the card tells people of how the model was made."""
        return {
            "date": date.today().isoformat(),
            "architecture": self.recipe.architecture,
            "start": self.start.name if self.start else "random",
            "trunk": "fine-tuned" if self.fine_tune else "as it started; linear heads over pooled features",
            "recipe": asdict(self.recipe) if self.fine_tune else {"ridge": dict(RIDGE), "still": dict(STILL)},
            "photos": dict(Counter(sample.source for sample in samples)),
            "labels": dict(Counter(f"{key} {sample.quality[key]}" for sample in samples for key in sample.truth)),
            "licences": sorted({sample.licence for sample in samples if sample.licence}),
            "command": self._command,
        }


def install(folder: Path, assets: Path) -> None:
    """Copy a finished run's model and card to where the product loads them.

    Raises ServiceError model_invalid for a run that only compares, or looks at other pictures than the product's.
    """
    recipe = json.loads((folder / "recipe.json").read_text(encoding="utf-8"))
    if not (folder / CARD).exists() or recipe["variant"] != "original" or recipe["scale"] != 1:
        raise ServiceError("model_invalid", name=CARD)
    assets.mkdir(parents=True, exist_ok=True)
    for name in (MODEL, CARD):
        shutil.copyfile(folder / name, assets / name)


def _figures(answered: Sequence[Answered], card: SignCard) -> dict[str, Any]:
    return all_figures(answered, judge_all(answered, card)) | value_figures(answered, card)
