"""Folds by group."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from sesaclinic.errors import DocumentError

_FOLDS = 8


def folds(groups: NDArray[np.str_], judged: int) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.int64]]]:
    """Yield (rows to fit on, rows to judge). groups: (n,); only the first `judged` rows are ever judged, the rest help.

    No group is on both sides. Raises DocumentError labels_too_few where there are fewer groups than folds.
    """
    found = len(np.unique(groups[:judged]))
    if found < _FOLDS:
        raise DocumentError("labels_too_few", found=found, needed=_FOLDS)
    splitter = GroupKFold(_FOLDS, shuffle=True, random_state=0)
    for _, held in splitter.split(groups[:judged], groups=groups[:judged]):
        used = ~np.isin(groups, groups[held])
        yield used, held
