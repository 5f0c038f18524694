"""Linear heads over fixed features: they learn what features carry, and hold still between copies of a photo."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

torch: Any = pytest.importorskip("torch", reason="needs the training group (make training)")

from training.signs import probe  # noqa: E402 - after the skip
from training.signs.features import Features  # noqa: E402
from training.signs.manifest import Sample, Target  # noqa: E402
from training.signs.networks import build  # noqa: E402

GRADE, SIGN, TYPE = Target("grade", "wrinkles"), Target("sign", "redness"), Target("skin_type", "face", 4)
TARGETS = (GRADE, SIGN, TYPE)


def _made(count: int = 80, length: int = 12) -> tuple[Features, list[Sample]]:
    """The first feature is the grade and holds still; the second follows it too, and trembles between copies."""
    rng = np.random.default_rng(0)
    features, samples = {}, []
    for number in range(count):
        grade = number % 4
        rows = rng.normal(0, 1, (3, length)).astype(np.float32)
        rows[:] = rows[0]
        rows[:, 0] = grade + rng.normal(0, 0.2)
        rows[:, 1] = grade + rng.normal(0, 0.7, 3)
        rows[:, 2] = 4 * (grade == 1)  # the middle type, which no line over the grade finds
        photo = f"{number}.jpg"
        features[photo] = rows
        truth = {
            "grade.wrinkles": float(grade),
            "sign.redness": float(grade > 1),
            "skin_type.face": float(min(grade, 2)),
        }
        samples.append(Sample(photo, "made", photo, truth, dict.fromkeys(truth, 1.0), dict.fromkeys(truth, "curated")))
    return features, samples


def test_heads_answer_grades_signs_and_types_of_photos_they_have_not_seen() -> None:
    features, samples = _made()
    answers = probe.cross_answers(features, samples, TARGETS)
    own = np.stack([answers[sample.photo][0] for sample in samples])
    truth = np.array([[sample.truth[target.key] for target in TARGETS] for sample in samples])
    assert np.corrcoef(own[:, 0], truth[:, 0])[0, 1] > 0.8
    assert ((own[:, 1] > 0) == (truth[:, 1] > 0)).mean() > 0.9
    assert (own[:, 2:].argmax(axis=1) == truth[:, 2]).mean() > 0.8


def test_a_type_that_nobody_has_is_never_said() -> None:
    features, samples = _made()
    answers = probe.fit_heads(features, samples, TARGETS)(np.concatenate(list(features.values())))
    assert answers.shape[1] == 6
    assert (answers[:, 2:].argmax(axis=1) != 3).all()


def test_a_price_on_movement_makes_heads_hold_still() -> None:
    features, samples = _made()

    def tremble(still: float) -> float:
        heads = probe.fit_heads(features, samples, TARGETS, still=dict.fromkeys(probe.STILL, still))
        return float(np.mean([heads(features[sample.photo])[:, 0].std() for sample in samples]))

    assert tremble(30.0) < 0.6 * tremble(0.0)


def test_a_target_that_nobody_labelled_answers_nothing() -> None:
    features, samples = _made(40)
    heads = probe.fit_heads(features, samples, (*TARGETS, Target("value", "moisture"), Target("sign", "pores")))
    answers = heads(features["3.jpg"])
    assert (answers[:, -2:] == 0).all()


def test_long_features_lose_nothing_with_few_photos() -> None:
    features, samples = _made(20, 300)
    heads = probe.fit_heads(features, samples, (GRADE,), ridge={"grade": 1.0}, still={"grade": 0.0})
    standard = heads.standard(np.stack([features[sample.photo][0] for sample in samples]))
    centred = standard - standard.mean(axis=0)
    truth = np.array([sample.truth["grade.wrinkles"] for sample in samples])
    gram = centred.T @ centred / 20 + np.eye(300)
    expected = np.linalg.solve(gram, centred.T @ (truth - truth.mean()) / 20)
    copies = np.stack([heads.standard(features[sample.photo]).mean(axis=0) for sample in samples])
    assert np.corrcoef(copies @ heads.weights[0], copies @ expected)[0, 1] > 0.98


def test_very_long_features_are_fitted_on_their_main_directions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "_MOST_DIRECTIONS", 20)
    features, samples = _made(120, 60)
    heads = probe.fit_heads(features, samples, (GRADE,))
    assert heads.weights.shape == (1, 60)
    assert np.linalg.matrix_rank(np.stack([probe.fit_heads(features, samples, TARGETS).weights[1]])) == 1
    answers = np.array([heads(features[sample.photo])[0, 0] for sample in samples])
    truth = [sample.truth["grade.wrinkles"] for sample in samples]
    assert np.corrcoef(answers, truth)[0, 1] > 0.5


def test_heads_become_the_networks_own() -> None:
    network = build("mobilenetv2-s16", TARGETS).eval()
    rng = np.random.default_rng(0)
    features = {f"{n}.jpg": rng.normal(0, 1, (1, network.pooling.length)).astype(np.float32) for n in range(12)}
    _, samples = _made(12)
    heads = probe.fit_heads(features, samples, TARGETS)
    heads.put_into(network)
    row = features["3.jpg"]
    with torch.inference_mode():
        answers = network.head(network.standardise(torch.from_numpy(row))).numpy()
    assert answers == pytest.approx(heads(row), abs=1e-3)
