"""Folds over groups: nobody on both sides, and plain words where there are too few people to judge by."""

from __future__ import annotations

import numpy as np
import pytest

from sesaclinic.errors import DocumentError
from training.measurements.folds import folds


def test_no_group_is_taught_and_judged_in_one_fold() -> None:
    groups = np.array([f"person-{row % 20}" for row in range(60)])
    judged = []
    for used, held in folds(groups, 50):
        assert not set(groups[used]) & set(groups[held])
        judged += held.tolist()
    assert sorted(judged) == list(range(50))


def test_photos_of_three_people_are_refused_with_what_is_missing() -> None:
    with pytest.raises(DocumentError) as refused:
        next(folds(np.array(["a", "a", "b", "c"]), 4))
    assert refused.value.code == "labels_too_few"
    assert "3" in refused.value.message("ko")
