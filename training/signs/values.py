"""What instruments read: fitted from out-of-fold answers, told only where the network tells people apart by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from sesaclinic.evaluation.statistics import interval, rounded
from sesaclinic.vision.signs.card import Instrument, SignCard, ValueScale
from sesaclinic.vision.signs.network import read_answers
from sesaclinic.vision.signs.values import told_value, value_score
from training.signs.figures import Floats, rank_correlation, repeatability_figures
from training.signs.judged import Answered
from training.signs.manifest import VALUES

#: Deciles of fewer people are not those of a population.
_LEAST_FACES = 20
_NAMES: tuple[Instrument, ...] = ("elasticity", "moisture")


def fit_values(answered: Sequence[Answered], card: SignCard) -> SignCard:
    """The card with a scale for each value that ranks people it has not seen better than chance does.

    Least squares on out-of-fold answers: a network that knows little then says little more than the mean.
    """
    scales = {}
    for name in _NAMES:
        given, truth = _pairs(answered, card, name)
        if len(truth) < _LEAST_FACES or not _ranks(given, truth):
            continue
        truth = truth * VALUES[name].full
        slope, offset = np.polyfit(given, truth, 1)
        scales[name] = ValueScale(
            measure=VALUES[name].unit,
            deciles=tuple(float(f"{decile:.5g}") for decile in np.percentile(truth, np.arange(0, 101, 10))),
            network=float(f"{slope:.5g}"),
            offset=float(f"{offset:.5g}"),
        )
    return card.model_copy(update={"values": scales})


def value_figures(answered: Sequence[Answered], card: SignCard) -> dict[str, Any]:
    """By what the card tells: rank correlation, error in the instrument's unit beside that of always saying the median,
    and how still its score holds. Empty where the card tells nothing.
    """
    found = {}
    for name, scale in card.values.items():
        given, truth = _pairs(answered, card, name)
        truth = truth * VALUES[name].full
        told = np.array([told_value(scale, value) for value in given])
        if len(truth) > 5:
            found[name] = {
                "n": len(truth),
                "unit": scale.measure,
                "spearman": rounded(rank_correlation(told, truth)),
                "interval": _interval(told, truth),
                "error": rounded(np.abs(told - truth).mean()),
                "error_of_the_median": rounded(np.abs(np.median(truth) - truth).mean()),
                **_stillness(answered, card, name),
            }
    return {"values": found} if found else {}


def _stillness(answered: Sequence[Answered], card: SignCard, name: Instrument) -> dict[str, Any]:
    """Of the score, over perturbed copies of faces, whoever graded them."""
    several = [list(_scores(one, card, name)) for one in answered if one.face and len(one.network) > 1]
    return {"repeatability": repeatability_figures([np.array(row) for row in several])} if len(several) > 1 else {}


def _scores(one: Answered, card: SignCard, name: Instrument) -> Iterator[float]:
    scale = card.values[name]
    for numbers in one.network:
        yield value_score(scale, told_value(scale, read_answers(card, numbers).values[name]))


def _pairs(answered: Sequence[Answered], card: SignCard, name: Instrument) -> tuple[Floats, Floats]:
    """The network's answers and the instrument's, of faces that were measured."""
    rows = [one for one in answered if one.face and one.sample.judges(f"value.{name}")]
    given = [read_answers(card, one.network[0]).values[name] for one in rows]
    return np.array(given), np.array([one.sample.truth[f"value.{name}"] for one in rows])


def _ranks(given: Floats, truth: Floats) -> bool:
    """Whether the interval of the rank correlation lies above chance."""
    bounds = _interval(given, truth)
    return bounds is not None and bounds[0] > 0


def _interval(told: Floats, truth: Floats) -> list[float] | None:
    return interval(len(truth), lambda rows: rank_correlation(told[rows], truth[rows]))
