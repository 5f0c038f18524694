"""Which photos teach, which choose, which judge. A group (copies and crops of one photo, one person where known) is
never on two sides, and the same group is always on the same side.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal

from training.signs.manifest import Sample

Split = Literal["train", "validation", "test"]
#: Parts of twenty. The test part is opened once, for the figures in the documentation.
_TEST, _VALIDATION = 4, 3


def split_of(group: str) -> Split:
    """Side of a group, by a hash of its name: 20 % test, 15 % validation."""
    twentieth = _stable(group, "split") % 20
    if twentieth < _TEST:
        return "test"
    return "validation" if twentieth < _TEST + _VALIDATION else "train"


def fold_of(group: str, folds: int) -> int:
    """Fold of a group for cross-validation, independent of its side."""
    return _stable(group, "fold") % folds


def of_split(samples: Iterable[Sample], split: Split) -> list[Sample]:
    """The samples of one side. Generated faces only ever teach."""
    return [
        sample for sample in samples if split_of(sample.group) == split and (split == "train" or not sample.synthetic)
    ]


def check_apart(*sides: Sequence[Sample]) -> None:
    """Raises ValueError when a group is on two sides."""
    seen: dict[str, int] = {}
    for number, side in enumerate(sides):
        for sample in side:
            if seen.setdefault(sample.group, number) != number:
                raise ValueError(f"group {sample.group} is on two sides of a split")


def _stable(group: str, salt: str) -> int:
    return int(hashlib.sha256(f"{salt}:{group}".encode()).hexdigest()[:8], 16)
