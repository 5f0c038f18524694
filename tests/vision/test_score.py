"""Scores fall as grades rise, and sign and grade never contradict each other."""

import pytest

from sesaclinic.domain import Concern
from sesaclinic.vision.judgement import GradeJudgement, Judgement, SignJudgement
from sesaclinic.vision.score import sign, to_score


def _judgement(probability: float, grade: float | None) -> Judgement:
    grades = {} if grade is None else {Concern.REDNESS: GradeJudgement(grade, (0.6, 1.5, 2.4))}
    return Judgement({}, 0.4, {"redness": SignJudgement(probability, 0.3, 0.7)}, grades)


def test_every_grade_costs_twenty_five_points() -> None:
    assert [to_score(grade) for grade in (0, 1, 2, 3)] == [100, 75, 50, 25]


def test_scores_stay_between_0_and_100() -> None:
    assert to_score(-0.5) == 100
    assert to_score(7) == 0


def test_a_higher_grade_never_scores_better() -> None:
    scores = [to_score(step / 10) for step in range(-5, 45)]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("probability", "grade", "label"),
    [
        (0.9, 2.0, "present"),
        (0.1, 0.2, "absent"),
        (0.1, 1.0, "absent"),
        (0.5, 1.0, "uncertain"),
        (0.9, 0.1, "uncertain"),
        (0.1, 2.0, "absent"),
        (0.1, 2.6, "uncertain"),
        (0.9, None, "present"),
    ],
)
def test_a_sign_is_said_only_where_the_grade_does_not_contradict_it(
    probability: float, grade: float | None, label: str
) -> None:
    assert sign("redness", _judgement(probability, grade)).label == label


def test_a_photo_that_cannot_tell_is_even() -> None:
    unknown = sign("redness", _judgement(0.95, None), known=False)
    assert unknown.label == "uncertain"
    assert unknown.probability == 0.5
