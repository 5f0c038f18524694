"""The training loop: resumable, one checkpoint an epoch, stops when validation no longer improves."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader
from tqdm import tqdm

from training.signs.augment import Variant
from training.signs.canvases import CanvasStore
from training.signs.dataset import CanvasDataset, View
from training.signs.loss import masked_loss, mean_loss, stillness
from training.signs.manifest import Sample, Target
from training.signs.networks import build


@dataclass(frozen=True)
class Recipe:
    """What a run is. Two runs with equal recipes and data see the same pictures in the same order."""

    architecture: str = "mobilenetv2-s16"
    scale: float = 1.0  # of the canvas of 464×384
    variant: Variant = "original"
    epochs: int = 20
    batch: int = 16
    learning_rate: float = 3e-4  # of the trunk; AdamW
    head_rate: float = 3e-3  # of the heads, which begin at nothing
    weight_decay: float = 0.02
    frozen_epochs: int = 1  # the heads settle before the trunk moves
    frozen_layers: int = 4  # never moved: edges and colours are ImageNet's already
    still: float = 0.3  # weight of what moves between two nuisances of one photo
    patience: int = 4  # epochs without a better validation loss
    seed: int = 0
    workers: int = 1
    threads: int = 2


class Trainer:
    """One run in one folder. `fit` picks up where the last checkpoint stopped."""

    def __init__(
        self, recipe: Recipe, folder: Path, store: CanvasStore, targets: Sequence[Target], start: Path | None = None
    ) -> None:
        torch.set_num_threads(recipe.threads)
        random.seed(recipe.seed)
        np.random.seed(recipe.seed)
        torch.manual_seed(recipe.seed)
        self.recipe, self.folder, self.store, self.targets = recipe, folder, store, tuple(targets)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.network = build(recipe.architecture, targets, start)
        self.network.to(self.device, memory_format=torch.channels_last)
        self.optimizer = torch.optim.AdamW(
            [
                {"params": list(self.network.trunk.parameters()), "peak": recipe.learning_rate},
                {"params": list(self.network.head.parameters()), "peak": recipe.head_rate},
            ],
            lr=0.0,
            weight_decay=recipe.weight_decay,
        )
        self.epoch = 0
        self.best = math.inf
        self.best_epoch = 0
        self.history: list[dict[str, Any]] = []
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "recipe.json").write_text(json.dumps(asdict(recipe), indent=2))
        if self.checkpoint.exists():
            self._restore()

    @property
    def checkpoint(self) -> Path:
        return self.folder / "last.pt"

    @property
    def best_weights(self) -> Path:
        return self.folder / "best.pt"

    def fit(self, train: Sequence[Sample], validation: Sequence[Sample]) -> None:
        """Train until the recipe's last epoch or until validation has not improved for `patience` epochs.

        The network then holds the weights of its best epoch. Raises ValueError when there is nothing to validate on.
        """
        self.prepare(train, validation)
        while self.epoch < self.recipe.epochs and self.epoch - self.best_epoch < self.recipe.patience:
            self.run_epoch()
        self.network.load_state_dict(torch.load(self.best_weights, map_location=self.device, weights_only=True))

    def prepare(self, train: Sequence[Sample], validation: Sequence[Sample]) -> None:
        """Take the photos of both sides; a fresh network standardises its features on the training photos."""
        if not train or not validation:
            raise ValueError("no photo on one side of the split")
        self.learned = CanvasDataset(train, self.store, self.targets, self._view(augmented=True))
        self.held_back = CanvasDataset(validation, self.store, self.targets, self._view(augmented=False))
        if self.epoch == 0:
            self._standardise(CanvasDataset(train, self.store, self.targets, self._view(augmented=False)))

    def run_epoch(self) -> None:
        """One pass over the training photos, a look at the validation photos, a checkpoint."""
        started = time.time()
        losses = self._learn(self.learned)
        self.epoch += 1
        judged = self.losses(self.held_back)
        mean = float(np.mean(list(judged.values())))
        if mean < self.best:
            self.best, self.best_epoch = mean, self.epoch
            torch.save(self.network.state_dict(), self.best_weights)
        self.history.append(
            {
                "epoch": self.epoch,
                "seconds": round(time.time() - started, 1),
                "train": round(float(np.mean(list(losses.values()))), 4),
                "validation": round(mean, 4),
                "train_targets": {key: round(value, 4) for key, value in losses.items()},
                "validation_targets": {key: round(value, 4) for key, value in judged.items()},
            }
        )
        tqdm.write(json.dumps({key: self.history[-1][key] for key in ("epoch", "seconds", "train", "validation")}))
        self._save()

    def answers(self, dataset: CanvasDataset) -> NDArray[np.float32]:
        """(n, outputs) raw answers to the first view of every photo."""
        self.network.eval()
        loader = DataLoader(dataset, self.recipe.batch, num_workers=self.recipe.workers)
        with torch.inference_mode():
            found = [self._answer(images[:, 0], weights[:, 0]).cpu().numpy() for images, weights, _, _ in loader]
        return np.concatenate(found)

    def losses(self, dataset: CanvasDataset) -> dict[str, float]:
        """Mean loss by target."""
        found = torch.from_numpy(self.answers(dataset))
        losses = masked_loss(found, torch.from_numpy(dataset.truth), torch.from_numpy(dataset.weights), self.targets)
        return {key: float(value) for key, value in losses.items()}

    def _view(self, augmented: bool) -> View:
        return View(self.recipe.scale, self.recipe.variant, augmented, self.recipe.seed)

    def _answer(self, images: Tensor, weights: Tensor) -> Tensor:
        answers: Tensor = self.network.head(self.network.standardise(self._pooled(images, weights)))
        return answers

    def _pooled(self, images: Tensor, weights: Tensor) -> Tensor:
        images = images.to(self.device).float().to(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, torch.bfloat16):
            maps = self.network.trunk(images)
        # pooling squares what it reads, which bf16 has too few digits for
        pooled: Tensor = self.network.pooling([values.float() for values in maps], weights.to(self.device))
        return pooled

    def _learn(self, dataset: CanvasDataset) -> dict[str, float]:
        recipe = self.recipe
        dataset.epoch = self.epoch
        frozen = len(self.network.trunk.features) if self.epoch < recipe.frozen_epochs else recipe.frozen_layers
        self.network.train()
        for number, layer in enumerate(self.network.trunk.features):
            layer.requires_grad_(number >= frozen)
            if number < frozen:
                layer.eval()  # running statistics stay ImageNet's, too
        order = torch.Generator().manual_seed(recipe.seed * 1000 + self.epoch)
        loader = DataLoader(
            dataset, recipe.batch, shuffle=True, generator=order, num_workers=recipe.workers, drop_last=True
        )
        sums: dict[str, list[float]] = {}
        progress = tqdm(loader, desc=f"epoch {self.epoch + 1}/{recipe.epochs}", mininterval=10, leave=False)
        for step, (images, weights, truth, trust) in enumerate(progress):
            self._set_rate(self.epoch * len(loader) + step, recipe.epochs * len(loader))
            # both views of a photo in one batch, so that batch normalisation sees them alike
            answers = self._answer(images.transpose(0, 1).flatten(0, 1), weights.transpose(0, 1).flatten(0, 1))
            one, other = answers.chunk(2)
            known = truth.repeat(2, 1).to(self.device), trust.repeat(2, 1).to(self.device)
            losses = masked_loss(answers, *known, self.targets)
            if not losses:
                continue
            loss = mean_loss(losses) + recipe.still * stillness(one, other)
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
            self.optimizer.step()
            for key, value in losses.items():
                sums.setdefault(key, []).append(float(value.detach()))
        return {key: float(np.mean(values)) for key, values in sums.items()}

    def _set_rate(self, step: int, total: int) -> None:
        """Cosine from a short ramp down to a fiftieth."""
        ramp = min(1.0, (step + 1) / max(1.0, 0.03 * total))
        cosine = 0.02 + 0.98 * (1 + math.cos(math.pi * step / total)) / 2
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * ramp * cosine

    def _standardise(self, dataset: CanvasDataset, photos: int = 512) -> None:
        """Set mean and scale of the pooled features from some of the training photos."""
        self.network.eval()
        picked = np.random.default_rng(self.recipe.seed).permutation(len(dataset))[:photos]
        loader = DataLoader(torch.utils.data.Subset(dataset, picked.tolist()), self.recipe.batch)
        with torch.inference_mode():
            rows = [self._pooled(images[:, 0], weights[:, 0]).cpu().numpy() for images, weights, _, _ in loader]
        self.network.standardise.fit(np.concatenate(rows))

    def _save(self) -> None:
        state = {
            "epoch": self.epoch,
            "best": self.best,
            "best_epoch": self.best_epoch,
            "history": self.history,
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.checkpoint)  # a cut-off run never leaves half a checkpoint

    def _restore(self) -> None:
        state = torch.load(self.checkpoint, map_location="cpu", weights_only=True)
        self.epoch, self.best, self.best_epoch = state["epoch"], state["best"], state["best_epoch"]
        self.history = state["history"]
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
