"""Most photos know one label of many: only what is known teaches."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

torch: Any = pytest.importorskip("torch", reason="needs the training group (make training)")

from training.signs.loss import masked_loss, mean_loss, stillness, truth_table  # noqa: E402 - after the skip
from training.signs.manifest import Sample, Target  # noqa: E402

GRADE, SIGN, TYPE = Target("grade", "wrinkles"), Target("sign", "redness"), Target("skin_type", "face", 4)
TARGETS = (GRADE, SIGN, TYPE)


def _sample(**truth: float) -> Sample:
    named = {key.replace("__", "."): value for key, value in truth.items()}
    return Sample("a.jpg", "made", "g", named, dict.fromkeys(named, 1.0), dict.fromkeys(named, "curated"))


def _losses(answers: Any, *samples: Sample) -> dict[str, Any]:
    truth, weights = truth_table(samples, TARGETS)
    return masked_loss(answers, torch.from_numpy(truth), torch.from_numpy(weights), TARGETS)


def test_a_target_that_no_photo_knows_has_no_loss() -> None:
    losses = _losses(torch.zeros(2, 6), _sample(grade__wrinkles=2.0), _sample(grade__wrinkles=0.0))
    assert set(losses) == {"grade.wrinkles"}


def test_unknown_answers_are_not_pushed_anywhere() -> None:
    answers = torch.zeros(2, 6, requires_grad=True)
    mean_loss(_losses(answers, _sample(sign__redness=1.0), _sample(grade__wrinkles=3.0))).backward()
    assert answers.grad[0, 1] < 0  # towards "yes"
    assert answers.grad[1, 0] < 0  # towards a higher grade
    assert answers.grad[0, 0] == answers.grad[1, 1] == 0
    assert torch.all(answers.grad[:, 2:] == 0)


def test_right_answers_cost_less_than_wrong_ones() -> None:
    sample = _sample(grade__wrinkles=2.0, sign__redness=1.0, skin_type__face=3.0)
    right = mean_loss(_losses(torch.tensor([[2.0, 4.0, 0.0, 0.0, 0.0, 4.0]]), sample))
    wrong = mean_loss(_losses(torch.tensor([[0.0, -4.0, 4.0, 0.0, 0.0, 0.0]]), sample))
    assert right < 0.1
    assert wrong > 1


def test_a_rare_answer_weighs_as_much_as_the_common_one() -> None:
    samples = [_sample(sign__redness=float(number < 2)) for number in range(10)]
    _, weights = truth_table(samples, (SIGN,))
    assert weights[:2].sum() == pytest.approx(weights[2:].sum())


def test_a_nearly_absent_answer_is_not_shouted() -> None:
    samples = [_sample(sign__redness=float(number == 0)) for number in range(200)]
    _, weights = truth_table(samples, (SIGN,))
    assert weights[0, 0] == 10


def test_trust_scales_a_label() -> None:
    sure, doubted = _sample(sign__redness=1.0), _sample(sign__redness=0.0)
    doubted = Sample("b.jpg", "made", "g", doubted.truth, {"sign.redness": 0.25}, doubted.quality)
    truth, weights = truth_table([sure, doubted, doubted], (GRADE, SIGN))
    assert np.isnan(truth[:, 0]).all()
    assert (weights[:, 0] == 0).all()
    assert weights[0, 1] == pytest.approx(2 * weights[1, 1])


def test_answers_that_do_not_move_cost_nothing() -> None:
    assert stillness(torch.ones(3, 4), torch.ones(3, 4)) == 0
    assert stillness(torch.ones(3, 4), torch.zeros(3, 4)) == 1
