"""The training loop: resumable, one checkpoint an epoch, on a CPU (bf16, channels_last) or a GPU."""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader
from tqdm import tqdm

from training.lesions.network import Size, build, read_checkpoint, start_from
from training.lesions.records import LABELS
from training.lesions.sampling import TileDataset, collate
from training.lesions.thaw import thawed

BACKBONE = 9  # layers 0–8: stem and the C3 stages before SPPF


@dataclass(frozen=True)
class Recipe:
    """What a run is. Two runs with equal recipes and data see the same tiles."""

    size: Size = "n"
    tile: int = 416  # a tile this size holds a third of a face at the labels' scale
    batch: int = 16
    epochs: int = 100
    tiles_per_epoch: int = 1600
    learning_rate: float = 1e-3  # AdamW; the COCO start is kept from drifting by the warm-up
    final_rate: float = 0.02  # share of it that the cosine ends at
    weight_decay: float = 0.02
    warm_up: int = 300  # steps
    ema_decay: float = 0.9995
    frozen_epochs: int = 1  # the new head settles before the backbone moves
    stem: int = 3  # layers never moved: edges and colours are COCO's already, and cost a quarter of a step
    seed: int = 0
    workers: int = 1
    threads: int = 2


class WeightAverage:
    """Exponential moving average of weights, ramped up so that early steps do not linger."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.model = copy.deepcopy(model).eval()
        self.decay = decay
        self.steps = 0

    def update(self, model: nn.Module) -> None:
        """Move the average towards the model."""
        self.steps += 1
        decay = self.decay * (1 - math.exp(-self.steps / 500))
        for average, value in zip(self.model.state_dict().values(), model.state_dict().values(), strict=True):
            if average.dtype.is_floating_point:
                average.lerp_(value.detach(), 1 - decay)
            else:
                average.copy_(value)


class Trainer:
    """One run in one folder. `fit` picks up where the last checkpoint stopped."""

    def __init__(self, recipe: Recipe, folder: Path, data: TileDataset, start: Path | None) -> None:
        torch.set_num_threads(recipe.threads)
        torch.manual_seed(recipe.seed)
        self.recipe, self.folder, self.data = recipe, folder, data
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.model = build(recipe.size, len(LABELS))
        if start is not None:
            self.fitted = start_from(self.model, self._weights_of(start))
        self.model.to(self.device, memory_format=torch.channels_last)
        self.average = WeightAverage(self.model, recipe.ema_decay)
        self.optimizer = torch.optim.AdamW(
            _groups(self.model, recipe.weight_decay), lr=recipe.learning_rate, betas=(0.9, 0.999)
        )
        self.epoch = 0
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "recipe.json").write_text(json.dumps(asdict(recipe), indent=2))
        if self.checkpoint.exists():
            self._restore()

    @property
    def checkpoint(self) -> Path:
        return self.folder / "last.pt"

    def _weights_of(self, start: Path) -> dict[str, torch.Tensor]:
        """A checkpoint's weights, or those of an exported model."""
        if start.suffix != ".onnx":
            return read_checkpoint(start)
        tiles = torch.stack([self.data[index][0] for index in range(min(len(self.data), 2 * self.recipe.batch))])
        return thawed(start, tiles.float() / 255)

    def fit(self, after_epoch: Callable[[Trainer], None] | None = None) -> None:
        """Train to the recipe's last epoch. after_epoch(trainer) is called with every finished epoch."""
        from ultralytics.utils.loss import v8DetectionLoss  # noqa: PLC0415 - after build() declared the operators

        criterion = v8DetectionLoss(self.model)
        while self.epoch < self.recipe.epochs:
            started = time.time()
            losses = self._run_epoch(criterion)
            self.epoch += 1
            self._save()
            seconds = time.time() - started
            record = {
                "epoch": self.epoch,
                "seconds": round(seconds, 1),
                "tiles_per_s": round(len(self.data) / seconds, 1),
            }
            self.log({**record, **{name: round(value, 4) for name, value in losses.items()}})
            if after_epoch is not None:
                after_epoch(self)

    def log(self, record: dict[str, Any]) -> None:
        """Append a line to the run's log and show it."""
        with (self.folder / "log.jsonl").open("a") as file:
            file.write(json.dumps(record) + "\n")
        tqdm.write(json.dumps(record))

    def _run_epoch(self, criterion: Callable[..., Any]) -> dict[str, float]:
        recipe = self.recipe
        self.data.epoch = self.epoch
        _freeze(self.model, BACKBONE if self.epoch < recipe.frozen_epochs else recipe.stem)
        self.model.train()
        loader = DataLoader(self.data, recipe.batch, num_workers=recipe.workers, collate_fn=collate, drop_last=True)
        totals: dict[str, float] = {}
        steps = len(loader)
        for step, batch in enumerate(tqdm(loader, desc=f"epoch {self.epoch + 1}/{recipe.epochs}", mininterval=30)):
            self._set_rate(self.epoch * steps + step, recipe.epochs * steps)
            images = batch["img"].to(self.device).to(memory_format=torch.channels_last).float() / 255
            with torch.autocast(self.device.type, torch.bfloat16):
                predictions = self.model(images)
            predictions = {
                k: [f.float() for f in v] if isinstance(v, list) else v.float() for k, v in predictions.items()
            }
            targets = {k: v.to(self.device) for k, v in batch.items() if k != "img"}
            vars(criterion)["class_weights"] = targets.pop("known")[:, None, :]
            loss, parts = criterion(predictions, targets)
            self.optimizer.zero_grad(set_to_none=True)
            loss.sum().backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), 10.0)
            self.optimizer.step()
            self.average.update(self.model)
            for name, value in parts.items():
                totals[name] = totals.get(name, 0.0) + float(value) / steps
        return totals

    def _set_rate(self, step: int, total: int) -> None:
        recipe = self.recipe
        ramp = min(1.0, (step + 1) / recipe.warm_up)
        cosine = recipe.final_rate + (1 - recipe.final_rate) * (1 + math.cos(math.pi * step / total)) / 2
        for group in self.optimizer.param_groups:
            group["lr"] = recipe.learning_rate * ramp * cosine

    def _save(self) -> None:
        state = {
            "epoch": self.epoch,
            "model": self.model.state_dict(),
            "average": self.average.model.state_dict(),
            "average_steps": self.average.steps,
            "optimizer": self.optimizer.state_dict(),
            "recipe": asdict(self.recipe),
        }
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.checkpoint)  # a cut-off run never leaves half a checkpoint

    def _restore(self) -> None:
        state = torch.load(self.checkpoint, map_location="cpu", weights_only=True)
        self.model.load_state_dict(state["model"])
        self.average.model.load_state_dict(state["average"])
        self.average.steps = state["average_steps"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.epoch = state["epoch"]


def _groups(model: nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """Weights decay; biases and normalisation do not."""
    decayed = [p for p in model.parameters() if p.requires_grad and p.dim() > 1]
    plain = [p for p in model.parameters() if p.requires_grad and p.dim() <= 1]
    return [{"params": decayed, "weight_decay": weight_decay}, {"params": plain, "weight_decay": 0.0}]


def _freeze(model: nn.Module, layers: int) -> None:
    """Hold the first layers still and let the rest move; what never moves by design (the DFL's ramp) stays as it is."""
    for index, layer in enumerate(list(model.model)[:BACKBONE]):
        for parameter in layer.parameters():
            parameter.requires_grad_(index >= layers)
