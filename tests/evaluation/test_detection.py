"""Figures for boxes, on cases whose answer is known by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sesaclinic.evaluation.detection import (
    AveragePrecision,
    Scene,
    bootstrap,
    center_hit_f1,
    count_error,
    precision_recall,
)


def boxes(*corners: tuple[float, float, float, float]) -> NDArray[np.float32]:
    return np.array(corners, dtype=np.float32).reshape(-1, 4)


def scene(truth: NDArray[np.float32], found: NDArray[np.float32], *scores: float, threshold: float = 0.3) -> Scene:
    return Scene(truth, found, np.array(scores, dtype=np.float32), threshold)


A, B, C = (0.0, 0.0, 10.0, 10.0), (50.0, 50.0, 60.0, 60.0), (90.0, 0.0, 99.0, 9.0)


def test_a_perfect_detector_has_average_precision_one() -> None:
    perfect = [scene(boxes(A, B), boxes(A, B), 0.9, 0.8), scene(boxes(C), boxes(C), 0.7)]
    assert AveragePrecision(perfect).value() == pytest.approx((1.0, 1.0))


def test_average_precision_ranks_boxes_far_below_the_shown_threshold() -> None:
    hidden = [scene(boxes(A), boxes(A), 0.02, threshold=0.9)]
    assert AveragePrecision(hidden).value()[0] == pytest.approx(1.0)
    assert precision_recall(hidden) == (0.0, 0.0)


def test_a_false_alarm_ranked_first_halves_average_precision() -> None:
    assert AveragePrecision([scene(boxes(A), boxes(B, A), 0.9, 0.5)]).value()[0] == pytest.approx(0.5)


def test_a_false_alarm_on_a_photo_without_lesions_counts() -> None:
    two = [scene(boxes(), boxes(B), 0.9), scene(boxes(A), boxes(A), 0.5)]
    assert AveragePrecision(two).value()[0] == pytest.approx(0.5)


def test_more_than_a_hundred_lesions_on_one_photo_all_count() -> None:
    many = boxes(*[(20.0 * i, 0.0, 20.0 * i + 10, 10.0) for i in range(150)])
    assert AveragePrecision([scene(many, many, *np.linspace(0.9, 0.5, 150))]).value()[0] == pytest.approx(1.0)


def test_finding_nothing_is_zero_not_an_error() -> None:
    assert AveragePrecision([scene(boxes(A), boxes())]).value() == (0.0, 0.0)


def test_intervals_of_average_precision_hold_the_value() -> None:
    rng = np.random.default_rng(1)
    mixed = [scene(boxes(A), boxes(A if rng.random() < 0.6 else B), float(rng.random())) for _ in range(40)]
    average = AveragePrecision(mixed)
    value = average.value()[0]
    interval = average.interval(resamples=50)[0]
    assert interval.low < value < interval.high
    assert average.value()[0] == value  # resampling leaves no trace


def test_two_boxes_on_one_lesion_are_one_hit_and_one_false_alarm() -> None:
    assert precision_recall([scene(boxes(A), boxes(A, (1, 1, 11, 11)), 0.9, 0.8)]) == (0.5, 1.0)


def test_a_loose_box_misses_by_iou_but_hits_by_its_centre() -> None:
    loose = [scene(boxes((3, 3, 7, 7)), boxes(A), 0.9)]
    assert precision_recall(loose) == (0.0, 0.0)
    assert center_hit_f1(loose) == pytest.approx(1.0)


def test_counts_are_compared_photo_by_photo() -> None:
    series = [scene(boxes(*[A] * n), boxes(*[A] * (n + 1)), *[0.9] * (n + 1)) for n in (1, 4, 9)]
    error, correlation = count_error(series)
    assert error == pytest.approx(1.0)
    assert correlation == pytest.approx(1.0)


def test_a_correlation_of_constant_counts_is_unknown() -> None:
    assert math.isnan(count_error([scene(boxes(A), boxes(A), 0.9)] * 3)[1])


def test_a_bootstrap_interval_is_the_same_every_time() -> None:
    scenes = [scene(boxes(A), boxes(A if i % 3 else B), 0.9) for i in range(30)]
    assert bootstrap(center_hit_f1, scenes, 50) == bootstrap(center_hit_f1, scenes, 50)
