"""Fusion: believe who is right, say nothing where labels would be wrong, never weigh an answer negatively."""

from __future__ import annotations

import numpy as np
import pytest

from sesaclinic.vision.signs.fusion import fused_grade, fused_shares, fused_sign
from training.signs.fusing import (
    Floats,
    Pair,
    balanced,
    fuse_grades,
    fuse_signs,
    fuse_skin_types,
    grade_cuts,
    uncertain_band,
)

RNG = np.random.default_rng(0)


def _noise(count: int) -> Floats:
    return RNG.normal(0, 1, count)


def test_a_side_that_knows_nothing_gets_no_say() -> None:
    truth = RNG.integers(0, 7, 300) / 2
    pair = Pair(_noise(300), truth + 0.1 * _noise(300), truth, np.ones(300))
    fusion = fuse_grades(pair)
    assert fusion.network < 0.1
    assert fusion.measurements > 0.8
    assert fused_grade(fusion, 0.0, 3.0).value == pytest.approx(3.0, abs=0.3)


def test_an_answer_that_runs_the_wrong_way_is_ignored_not_turned_round() -> None:
    truth = RNG.integers(0, 2, 400).astype(float)
    right = 2 * truth - 1 + _noise(400)
    fusion = fuse_signs(Pair(1 - 2 * truth + _noise(400), right, truth, np.ones(400)))
    assert fusion.network == 0
    assert fusion.measurements > 0


def test_two_halves_of_the_truth_are_both_believed() -> None:
    truth = RNG.integers(0, 7, 400) / 2
    pair = Pair(truth + _noise(400), truth + _noise(400), truth, np.ones(400))
    fusion = fuse_grades(pair)
    assert fusion.network > 0.2
    assert fusion.measurements > 0.2


def test_probabilities_are_calibrated_whatever_the_scale_of_the_logits() -> None:
    probability = RNG.uniform(0.05, 0.95, 4000)
    truth = (RNG.uniform(size=4000) < probability).astype(float)
    logit = np.log(probability / (1 - probability))
    fusion = fuse_signs(Pair(5 * logit - 3, np.zeros(4000), truth, np.ones(4000)))
    told = fused_sign(fusion, 5 * np.log(0.8 / 0.2) - 3, 0.0).probability
    assert told == pytest.approx(0.8, abs=0.05)


def test_each_grade_is_given_as_often_as_raters_gave_it() -> None:
    truth = np.repeat([0.0, 1.0, 2.0, 3.0], [50, 30, 15, 5])
    fused = truth * 0.8 + 0.2 + 0.001 * _noise(100)
    cuts = np.array(grade_cuts(fused, truth))
    given = (fused[:, None] >= cuts).sum(axis=1)
    assert np.bincount(given, minlength=4).tolist() == pytest.approx([50, 30, 15, 5], abs=2)


def test_cuts_ascend_even_when_a_grade_was_never_given() -> None:
    cuts = grade_cuts(np.linspace(0, 1.4, 60), np.round(np.linspace(0, 1, 60)))
    assert cuts[0] < cuts[1] < cuts[2]


def test_the_band_in_which_nothing_is_said_is_wider_where_labels_are_wrong() -> None:
    probability = np.linspace(0.01, 0.99, 400)
    sure = uncertain_band(probability, probability > 0.5)
    doubtful = uncertain_band(probability, RNG.uniform(size=400) < probability)
    assert sure == (0.5, 0.5)
    assert doubtful[0] < 0.4
    assert doubtful[1] > 0.6


def test_skin_types_follow_the_side_that_knows_them() -> None:
    truth = RNG.integers(0, 4, 400)
    known = np.log(np.where(np.eye(4)[truth] > 0, 0.7, 0.1))
    network = RNG.normal(0, 1, (400, 4))
    fusion = fuse_skin_types(Pair(network, known, truth.astype(float), np.ones(400)), 0.35)
    shares = fused_shares(fusion, network, known)
    assert (shares.argmax(axis=1) == truth).mean() > 0.95
    assert shares.sum(axis=1) == pytest.approx(1)


def test_balanced_weights_let_every_class_count_the_same() -> None:
    truth = np.array([0, 0, 0, 1])
    weights = balanced(truth, np.ones(4))
    assert weights[truth == 0].sum() == pytest.approx(weights[truth == 1].sum())
