"""Pooled features of every canvas under a fixed trunk, computed once and kept: heads are then fitted in seconds."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from sesaclinic.vision.signs.sites import site_weights
from training.signs.canvases import CanvasStore, Entry
from training.signs.dataset import View
from training.signs.networks import SignNetwork

#: Photos a file: a cut run loses a minute of work.
_SHARD = 100
_BATCH = 8

#: By photo: (copies, length), the photo itself first, then its perturbed copies.
Features = dict[str, NDArray[np.float32]]


def compute_features(
    network: SignNetwork, store: CanvasStore, photos: Sequence[str], folder: Path, view: View | None = None
) -> None:
    """Write the features that are missing, in shards; a run that was cut goes on where it stopped.

    view: how the canvases are shown; by default as they are.
    """
    view = view or View()
    folder.mkdir(parents=True, exist_ok=True)
    done = set(load_features(folder))
    missing = [photo for photo in photos if photo not in done and store.copies(photo)]
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network.to(device, memory_format=torch.channels_last).eval()
    for start in tqdm(range(0, len(missing), _SHARD), unit="shard", desc="features"):
        entries = [entry for photo in missing[start : start + _SHARD] for entry in store.copies(photo)]
        table = np.concatenate(list(_tables(network, store, entries, view, device)))
        partial = folder / "shard.partial"
        with partial.open("wb") as file:
            np.savez(file, photos=np.array([entry.photo for entry in entries]), table=table)
        partial.replace(folder / f"{zlib.crc32(missing[start].encode()):08x}.npz")


def load_features(folder: Path) -> Features:
    """Everything that was computed, by photo."""
    found: dict[str, list[NDArray[np.float32]]] = {}
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as shard:
            for photo, row in zip(shard["photos"], shard["table"], strict=True):
                found.setdefault(str(photo), []).append(row)
    return {photo: np.stack(rows) for photo, rows in found.items()}


def _tables(
    network: SignNetwork, store: CanvasStore, entries: Sequence[Entry], view: View, device: torch.device
) -> Iterator[NDArray[np.float32]]:
    for start in range(0, len(entries), _BATCH):
        batch = entries[start : start + _BATCH]
        images = torch.from_numpy(np.stack([view.shown(store.pixels(entry)) for entry in batch])).permute(0, 3, 1, 2)
        weights = torch.from_numpy(np.stack([site_weights(store.masks(entry)) for entry in batch]))
        with torch.inference_mode():
            shown = images.to(device).float().to(memory_format=torch.channels_last)
            rows = network.features(shown, weights.to(device))
        yield rows.cpu().numpy()
