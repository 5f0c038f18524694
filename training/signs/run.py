"""One run from labels to the folder the product installs from.

runs/signs/NAME/
  recipe.json       what the run is
  duplicates.json   groups that share a photo, and so a side of every split
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
import torch

from sesaclinic.vision.signs import CARD, MODEL
from sesaclinic.vision.signs.card import Answer, InputCard, SignCard
from sesaclinic.vision.signs.sites import SHAPE, SITES, STRIDE
from training.signs.canvases import CanvasStore, fill_store
from training.signs.duplicates import duplicate_pairs, fingerprint, merged_groups
from training.signs.export import digest, export_onnx, latency
from training.signs.features import Features, compute_features, load_features
from training.signs.judged import Answered, all_figures, fit_fusion, judge_all
from training.signs.manifest import TARGETS, Sample, read_samples, with_groups
from training.signs.measured import Judgements, cross_measured
from training.signs.networks import SignNetwork, build
from training.signs.probe import RIDGE, STILL, cross_answers, fit_heads
from training.signs.splits import check_apart, of_split, split_of
from training.signs.trainer import Recipe, Trainer

RESULTS = "results.json"
FOLDS = 5
COPIES = 6  # perturbed copies of a graded face, which teach what must not matter


@dataclass(frozen=True)
class Run:
    """data: labels, grades and photos. canvases: shared by runs. measurements: of `training.measurements.extract`.
    start: a trunk's checkpoint, None for random weights.
    """

    recipe: Recipe
    data: Path
    folder: Path
    canvases: Path
    measurements: Path
    start: Path | None
    version: str
    fine_tune: bool = False

    def train(self) -> Path:
        """Do what is left to do; returns the card's path."""
        cv2.setNumThreads(1)  # the cores belong to torch
        torch.set_num_threads(self.recipe.threads)
        torch.manual_seed(self.recipe.seed)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "recipe.json").write_text(json.dumps(asdict(self.recipe), indent=2))
        samples = self.samples()
        store = CanvasStore(self.canvases)
        fill_store(store, self.data / "photos", {s.photo: COPIES if s.graded else 0 for s in samples})
        network = self._trunk(samples, store)
        compute_features(network, store, [s.photo for s in samples], self.folder / "features")
        features = load_features(self.folder / "features")
        groups = {sample.photo: sample.group for sample in samples}
        measured = cross_measured(self.data, self.measurements, groups, FOLDS)
        samples = [sample for sample in samples if sample.photo in features]
        faces = {photo: entry.face for (photo, copy), entry in store.entries.items() if copy == 0}
        return self._finish(network, samples, features, measured, faces)

    def samples(self) -> list[Sample]:
        """Every labelled photo, with groups merged where two hold the same photo."""
        samples = read_samples(self.data)
        path = self.folder / "duplicates.json"
        if not path.exists():
            prints = {sample.photo: fingerprint(self.data / "photos" / sample.photo) for sample in samples}
            pairs = duplicate_pairs(prints)
            path.write_text(json.dumps({"pairs": pairs, "groups": merged_groups(samples, pairs)}, indent=1))
        samples = with_groups(samples, json.loads(path.read_text())["groups"])
        check_apart(*([s for s in samples if split_of(s.group) == side] for side in ("train", "validation", "test")))
        return samples

    def _trunk(self, samples: Sequence[Sample], store: CanvasStore) -> SignNetwork:
        """The network whose trunk is settled: as it started, or fine-tuned on the training part."""
        if not self.fine_tune:
            return build(self.recipe.architecture, TARGETS, self.start)
        trainer = Trainer(self.recipe, self.folder, store, TARGETS, self.start)
        trainer.fit(of_split(samples, "train"), of_split(samples, "validation"))
        return trainer.network

    def _finish(
        self,
        network: SignNetwork,
        samples: Sequence[Sample],
        features: Features,
        measured: Judgements,
        faces: dict[str, bool],
    ) -> Path:
        card = self._draft()
        development = [sample for sample in samples if split_of(sample.group) != "test"]
        if self.fine_tune:  # the trunk has seen the training part: what heads say of it is too good
            development = of_split(samples, "validation")

        def answered(part: Sequence[Sample], answers: dict[str, Any]) -> list[Answered]:
            known = [s for s in part if s.photo in measured]
            return [Answered(s, answers[s.photo], measured[s.photo], faces[s.photo]) for s in known]

        crossed = answered(development, cross_answers(features, development, TARGETS, folds=FOLDS))
        card = fit_fusion(crossed, card)
        heads = fit_heads(features, [s for s in samples if split_of(s.group) != "test"], TARGETS)
        test = of_split(samples, "test")
        held_out = answered(test, {sample.photo: heads(features[sample.photo]) for sample in test})
        results: dict[str, Any] = {"test": all_figures(held_out, judge_all(held_out, card))}
        if not self.fine_tune:
            everything = answered(samples, cross_answers(features, samples, TARGETS, folds=FOLDS))
            card = fit_fusion(everything, card)
            results["cross-validated"] = all_figures(everything, judge_all(everything, card))
        fit_heads(features, samples, TARGETS).put_into(network)
        model = self.folder / MODEL
        parity = export_onnx(network, model)
        training = self._story(samples, parity)
        results |= {"megabytes": round(model.stat().st_size / 1e6, 2), "latency_ms": latency(model), **training}
        (self.folder / RESULTS).write_text(json.dumps(results, indent=1, ensure_ascii=False))
        metrics = {key: results[key] for key in ("test", "cross-validated") if key in results}
        card = card.model_copy(update={"sha256": digest(model), "training": training, "metrics": metrics})
        path = self.folder / CARD
        path.write_text(json.dumps(card.model_dump(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return path

    def _draft(self) -> SignCard:
        height, width = (side * STRIDE for side in SHAPE[1:])
        return SignCard(
            name="signs",
            version=self.version,
            sha256="",
            licence="AGPL-3.0-or-later; starting weights Apache-2.0",
            input=InputCard(height=height, width=width, stride=STRIDE, sites=tuple(SITES)),
            answers=tuple(Answer(kind=t.kind, name=t.name, outputs=t.outputs) for t in TARGETS),
            grades={},
            signs={},
            skin_type={},
            training={},
            metrics={},
        )

    def _story(self, samples: Sequence[Sample], parity: float) -> dict[str, Any]:
        """What the card tells people of how the model was made."""
        return {
            "date": date.today().isoformat(),
            "architecture": self.recipe.architecture,
            "start": self.start.name if self.start else "random",
            "trunk": "fine-tuned" if self.fine_tune else "as it started; linear heads over pooled features",
            "recipe": asdict(self.recipe) if self.fine_tune else {"ridge": dict(RIDGE), "still": STILL},
            "photos": dict(Counter(sample.source for sample in samples)),
            "labels": dict(Counter(f"{key} {sample.quality[key]}" for sample in samples for key in sample.truth)),
            "licences": sorted({sample.licence for sample in samples if sample.licence}),
            "parity": round(parity, 5),
            "command": "sesaclinic train signs",
        }


def install(folder: Path, assets: Path) -> None:
    """Copy a finished run's model and card to where the product loads them."""
    assets.mkdir(parents=True, exist_ok=True)
    for name in (MODEL, CARD):
        shutil.copyfile(folder / name, assets / name)
