"""Photos that are the same photo under another name: found by perceptual hash, put into one group.

pHash (Zauner 2010): the sign of the 63 lowest frequencies of a 32×32 grey thumbnail against their median. A copy that
was resized, recompressed or relit keeps nearly all bits. A mirrored copy is compared too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from tqdm import tqdm

from training.signs.manifest import Sample

#: Bits of 64 in which two files of one photo may differ, and how alike their thumbnails must be (correlation):
#: aligned portraits of two people share most low frequencies, but not the thumbnail.
MOST_BITS, LEAST_CORRELATION = 6, 0.97


@dataclass(frozen=True)
class Fingerprint:
    """hash, mirrored: 64 bits. thumbnail: (1024,) float32, zero mean, unit length."""

    hash: int
    mirrored: int
    thumbnail: NDArray[np.float32]


def fingerprint(path: Path) -> Fingerprint:
    """Fingerprint of a photo. Raises ValueError when it cannot be read."""
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise ValueError(f"{path} is not a photo")
    small = cv2.resize(grey, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    flat = (small - small.mean()).ravel()
    return Fingerprint(
        _perceptual_hash(small), _perceptual_hash(small[:, ::-1]), flat / max(float(np.linalg.norm(flat)), 1e-6)
    )


def duplicate_pairs(prints: Mapping[str, Fingerprint]) -> list[tuple[str, str]]:
    """Pairs of photos that show the same picture, also mirrored."""
    names = sorted(prints)
    hashes = np.array([prints[name].hash for name in names], np.uint64)
    mirrored = np.array([prints[name].mirrored for name in names], np.uint64)
    pairs = []
    for row, name in enumerate(names):
        near = _bits(hashes[row + 1 :] ^ hashes[row]) <= MOST_BITS
        near_mirrored = _bits(hashes[row + 1 :] ^ mirrored[row]) <= MOST_BITS
        for column in np.flatnonzero(near | near_mirrored) + row + 1:
            other = names[int(column)]
            if _alike(prints[name].thumbnail, prints[other].thumbnail):
                pairs.append((name, other))
    return pairs


def merged_groups(samples: Sequence[Sample], pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Old group to new: groups that share a duplicate become one, named after the first of them."""
    groups = sorted({sample.group for sample in samples})
    number = {group: index for index, group in enumerate(groups)}
    group_of = {sample.photo: number[sample.group] for sample in samples}
    links = np.array([(group_of[a], group_of[b]) for a, b in pairs if a in group_of and b in group_of], np.int64)
    links = links.reshape(-1, 2)
    graph = coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(len(groups), len(groups)))
    _, component = connected_components(graph, directed=False)
    first: dict[int, str] = {}
    return {group: first.setdefault(int(component[index]), group) for index, group in enumerate(groups)}


def distinct_groups(samples: Sequence[Sample], files: Mapping[str, Path], kept: Path) -> dict[str, str]:
    """`merged_groups` of these photos, kept in a file for the next run over the same ones. files: where each lies."""
    names = sorted(sample.photo for sample in samples)
    known = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    if known.get("photos") != names:
        shown = tqdm(names, unit="photo", desc="duplicates", mininterval=5)
        pairs = duplicate_pairs({name: fingerprint(files[name]) for name in shown})
        known = {"photos": names, "pairs": pairs, "groups": merged_groups(samples, pairs)}
        kept.write_text(json.dumps(known, indent=1), encoding="utf-8")
    groups: dict[str, str] = known["groups"]
    return groups


def _perceptual_hash(small: NDArray[np.float32]) -> int:
    low = cv2.dct(np.ascontiguousarray(small))[:8, :8].ravel()
    signs = low > np.median(low[1:])  # the first is the mean brightness
    return int(np.packbits(signs).view(">u8")[0])


def _bits(words: NDArray[np.uint64]) -> NDArray[np.uint8]:
    counted: NDArray[np.uint8] = np.bitwise_count(words)
    return counted


def _alike(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    turned = other.reshape(32, 32)[:, ::-1].ravel()
    return max(float(one @ other), float(one @ turned)) >= LEAST_CORRELATION
