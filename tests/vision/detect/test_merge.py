"""From overlapping boxes to one box a lesion."""

from __future__ import annotations

import numpy as np
import pytest

from sesaclinic.vision.detect.merge import Candidates, iou_matrix, merge


def candidates(*rows: tuple[float, float, float, float, float, int]) -> Candidates:
    table = np.array(rows, dtype=np.float32).reshape(-1, 6)
    return Candidates(table[:, :4], table[:, 4], table[:, 5].astype(np.int64))


def test_overlap_is_measured_as_intersection_over_union() -> None:
    a = np.array([[0, 0, 10, 10]], dtype=np.float32)
    b = np.array([[0, 0, 10, 10], [5, 0, 15, 10], [20, 20, 30, 30]], dtype=np.float32)
    assert iou_matrix(a, b)[0] == pytest.approx([1.0, 1 / 3, 0.0])


def test_the_same_lesion_seen_twice_becomes_one_box_between_the_two() -> None:
    merged = merge(candidates((0, 0, 10, 10, 0.6, 0), (2, 0, 12, 10, 0.3, 0)), iou=0.5)
    assert len(merged) == 1
    assert merged.boxes[0] == pytest.approx([2 / 3, 0, 32 / 3, 10], abs=1e-4)


def test_agreement_of_many_outranks_one_that_is_sure() -> None:
    crowd = [(100.0 + i, 0.0, 120.0 + i, 20.0, 0.4, 0) for i in range(4)]
    merged = merge(candidates((0, 0, 20, 20, 0.7, 0), *crowd), iou=0.5)
    assert merged.boxes[0, 0] > 90
    assert merged.scores.tolist() == pytest.approx([1.6 / 2.6, 0.7 / 1.7])


def test_lesions_of_different_kinds_at_one_place_both_stay() -> None:
    merged = merge(candidates((0, 0, 10, 10, 0.6, 0), (0, 0, 10, 10, 0.5, 1)), iou=0.5)
    assert merged.labels.tolist() == [0, 1]


def test_neighbours_that_barely_touch_both_stay_best_first() -> None:
    merged = merge(candidates((0, 0, 10, 10, 0.4, 0), (9, 0, 19, 10, 0.7, 0)), iou=0.5)
    assert merged.boxes[:, 0].tolist() == [9, 0]


def test_empty_boxes_do_not_loop_or_vanish_silently() -> None:
    merged = merge(candidates((5, 5, 5, 5, 0.4, 0), (0, 0, 10, 10, 0.7, 0)), iou=0.5)
    assert len(merged) == 2


def test_nothing_found_stays_nothing() -> None:
    assert len(merge(Candidates.join([]), iou=0.5)) == 0


def test_no_more_boxes_than_the_limit() -> None:
    rows = [(i * 20.0, 0.0, i * 20.0 + 10, 10.0, 0.5, 0) for i in range(20)]
    assert len(merge(candidates(*rows), iou=0.5, limit=7)) == 7
