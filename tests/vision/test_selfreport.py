from __future__ import annotations

import pytest

from sesaclinic.errors import QuestionError
from sesaclinic.vision import Analyzer
from sesaclinic.vision.selfreport import LIKELIHOODS, fuse_answers
from tests import photos

UNDECIDED = {"dry": 0.25, "normal": 0.25, "oily": 0.25, "combination": 0.25}
DRY = {"tightness": "strong", "midday_shine": "none", "sensitivity": "often", "flaking": "often"}
OILY = {"tightness": "none", "midday_shine": "all_over", "sensitivity": "rarely", "flaking": "none"}


@pytest.mark.parametrize(
    ("answers", "leading"),
    [(DRY, "dry"), (OILY, "oily"), ({"midday_shine": "t_zone"}, "combination")],
    ids=["tight and flaking", "shiny all over", "shiny on forehead and nose"],
)
def test_an_undecided_photo_follows_the_answers(answers: dict[str, str], leading: str) -> None:
    together = fuse_answers(UNDECIDED, answers).together.model_dump()
    assert max(together, key=together.__getitem__) == leading


def test_one_answer_does_not_overturn_a_photo_that_is_sure() -> None:
    sure = {"dry": 0.02, "normal": 0.03, "oily": 0.93, "combination": 0.02}
    together = fuse_answers(sure, {"midday_shine": "t_zone"}).together
    assert together.oily > 0.7


def test_the_report_says_what_came_from_where() -> None:
    report = fuse_answers({"dry": 0.1, "normal": 0.6, "oily": 0.2, "combination": 0.1}, {"tightness": "strong"})
    assert report.photo.normal == pytest.approx(0.6)
    assert report.answers_alone.dry > report.answers_alone.normal
    assert report.photo.dry < report.together.dry < report.answers_alone.dry
    assert report.leaning == {"tightness": "dry"}


def test_shares_are_probabilities() -> None:
    for shares in (fuse_answers(UNDECIDED, DRY).together, fuse_answers(UNDECIDED, OILY).answers_alone):
        assert sum(shares.model_dump().values()) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("question", sorted(LIKELIHOODS))
def test_every_type_gives_one_of_the_three_answers(question: str) -> None:
    for column in zip(*LIKELIHOODS[question].values(), strict=True):
        assert sum(column) == pytest.approx(1)


@pytest.mark.parametrize(
    "answers", [{"mood": "good"}, {"flaking": "always"}], ids=["unknown question", "unknown answer"]
)
def test_what_was_not_asked_is_refused_by_name(answers: dict[str, str]) -> None:
    with pytest.raises(QuestionError) as refusal:
        fuse_answers(UNDECIDED, answers)
    assert next(iter(answers)) in refusal.value.message("en")


def test_an_analysis_with_answers_shows_photo_and_answers_apart(analyzer: Analyzer) -> None:
    photo = photos.jpeg()
    plain = analyzer.analyze(photo, name="a.jpg", quality="off")
    asked = analyzer.analyze(photo, name="a.jpg", quality="off", answers=DRY)
    assert plain.self_report is None
    assert asked.self_report is not None
    assert asked.self_report.answers == DRY
    assert asked.skin_type.probabilities.dry == pytest.approx(asked.self_report.together.dry, abs=1e-3)
    assert asked.skin_type.probabilities.dry > plain.skin_type.probabilities.dry


def test_a_wrong_answer_is_refused_before_the_photo_is_read(analyzer: Analyzer) -> None:
    with pytest.raises(QuestionError):
        analyzer.analyze(b"", name="a.jpg", answers={"flaking": "always"})
