"""Evaluation figures on made-up answers whose truth is known."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sesaclinic.evaluation.perturb import Perturbation, bench, daylight, perturb
from sesaclinic.evaluation.repeatability import _figures as repeatability_figures
from sesaclinic.evaluation.repeatability import evaluate_repeatability
from sesaclinic.evaluation.signs import _figures as sign_figures
from sesaclinic.evaluation.statistics import calibration_error, interval
from sesaclinic.settings import Settings, VisionSettings
from sesaclinic.vision import Analyzer
from tests import photos


def test_a_perfect_answer_scores_one_and_a_constant_one_scores_chance() -> None:
    truth = np.array([0, 1] * 20)
    sure = np.where(truth == 1, 0.99, 0.01)
    perfect = sign_figures(truth, (sure >= 0.5).astype(np.int64), np.full(40, 0.99), [True] * 40, sure)
    assert perfect["auc"] == perfect["balanced_accuracy"] == perfect["macro_f1"] == 1
    flat = np.full(40, 0.5)
    constant = sign_figures(truth, np.ones(40, np.int64), flat, [False] * 40, flat)
    assert constant["auc"] == constant["balanced_accuracy"] == constant["majority_accuracy"] == 0.5
    assert constant["uncertain_rate"] == 1


def test_skin_types_are_judged_one_against_the_rest() -> None:
    truth = np.array([0, 1, 2] * 10)
    shares = np.eye(3)[truth] * 0.8 + 0.0667
    figures = sign_figures(truth, shares.argmax(axis=1), shares.max(axis=1), [True] * 30, shares)
    assert figures["auc"] == figures["accuracy"] == 1
    assert figures["majority_accuracy"] == pytest.approx(1 / 3, abs=1e-4)


def test_one_class_alone_has_no_auc() -> None:
    ones = np.ones(6, np.int64)
    assert sign_figures(ones, ones, np.full(6, 0.9), [True] * 6, np.full(6, 0.9))["auc"] is None


def test_calibration_error_is_the_gap_between_confidence_and_truth() -> None:
    confidence = np.full(100, 0.8)
    assert calibration_error(confidence, np.arange(100) < 80) == pytest.approx(0)
    assert calibration_error(confidence, np.arange(100) < 50) == pytest.approx(0.3)


def test_an_interval_holds_the_value_and_narrows_with_more_rows() -> None:
    values = np.random.default_rng(0).normal(5, 1, 400)
    few = interval(40, lambda rows: float(values[rows].mean()))
    many = interval(400, lambda rows: float(values[rows].mean()))
    assert few is not None
    assert many is not None
    assert few[0] < 5 < few[1]
    assert many[1] - many[0] < few[1] - few[0]
    assert interval(3, lambda rows: 0.0) is None


def test_icc_tells_faces_from_trembling() -> None:
    rng = np.random.default_rng(1)
    faces = rng.normal(60, 10, (50, 1))
    steady = repeatability_figures(faces + rng.normal(0, 1, (50, 8)), [False] * 9 + [True])
    assert steady["sd"] == pytest.approx(1, abs=0.15)
    assert steady["icc"] > 0.97
    assert steady["flips"] == 0.1
    trembling = repeatability_figures(60 + rng.normal(0, 5, (50, 8)), [False])
    assert trembling["icc"] < 0.2


def test_perturbations_change_the_photo_as_they_say() -> None:
    pixels = np.asarray(photos.portrait(300))

    def decoded(perturbation: Perturbation) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return np.asarray(Image.open(io.BytesIO(perturb(pixels, perturbation)))).astype(np.float64)

    assert (decoded(Perturbation()) == pixels).all()
    assert decoded(Perturbation(stops=0.3)).mean() > pixels.mean() + 5
    warm, cool = decoded(Perturbation(kelvin=-300)), decoded(Perturbation(kelvin=300))
    assert warm[..., 0].mean() / warm[..., 2].mean() > cool[..., 0].mean() / cool[..., 2].mean()
    assert decoded(Perturbation(scale=0.5)).shape == (173, 150, 3)
    assert decoded(Perturbation(crop=(0.1, 0, 0, 0))).shape == (346, 270, 3)
    assert decoded(Perturbation(roll=5)).shape == pixels.shape


def test_the_bench_covers_what_it_promises() -> None:
    variations = list(bench().values())
    assert {abs(variation.stops) for variation in variations} >= {0.0, 0.3}
    assert {abs(variation.kelvin) for variation in variations} >= {0.0, 300.0}
    assert min(variation.quality or 100 for variation in variations) == 60
    assert min(variation.scale for variation in variations) == 0.5
    assert max(abs(variation.roll) for variation in variations) == 5


def test_daylight_gets_bluer_with_its_temperature() -> None:
    ratios = [daylight(kelvin)[2] / daylight(kelvin)[0] for kelvin in (4500, 5500, 6500, 7500)]
    assert ratios == sorted(ratios)
    assert daylight(6504) == pytest.approx([1, 1, 1], abs=0.02)


def test_the_repeatability_of_two_faces_is_reported_by_score(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photos.jpeg())
    (tmp_path / "b.jpg").write_bytes(
        photos.jpeg(photos.exposed(photos.portrait(), -1).transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    )
    (tmp_path / "field.jpg").write_bytes(photos.jpeg(photos.landscape()))
    analyzer = Analyzer(Settings(vision=VisionSettings()))
    result = evaluate_repeatability(analyzer, tmp_path)
    assert result["faces"] == 2
    assert result["refused"] == 1
    scores = result["scores"]
    assert isinstance(scores, dict)
    assert {"shine", "redness", "wrinkles", "pores", "dark_circles", "pigmentation", "skin type"} <= set(scores)
    assert all(set(row) == {"sd", "icc", "flips"} for row in scores.values())
    assert all(row["sd"] < 6 for name, row in scores.items() if name in {"shine", "redness", "wrinkles"})
