"""Elasticity and moisture: said only by a model that was trained on an instrument's readings."""

from __future__ import annotations

from collections.abc import Iterator

from sesaclinic.domain import Concern, Finding, RegionName
from sesaclinic.vision.signs.card import SignCard, ValueScale
from sesaclinic.vision.signs.network import Reading


def value_findings(card: SignCard, reading: Reading) -> Iterator[Finding]:
    """What an instrument would read of the face; nothing where the card lists no such value.

    A score is the share of the people trained on who have less, in percent. Nobody graded these, so there is no grade.
    """
    for name, scale in card.values.items():
        if name in reading.values:
            value = told_value(scale, reading.values[name])
            yield Finding(
                concern=Concern(name),
                region=RegionName.FACE,
                score=value_score(scale, value),
                grade=None,
                value=round(value, 2),
                unit=scale.measure,
            )


def told_value(scale: ValueScale, network: float) -> float:
    """The instrument's reading, as far as the network can tell it. network: its raw answer."""
    return scale.network * network + scale.offset


def value_score(scale: ValueScale, value: float) -> float:
    """0–100: how many of the people trained on have less."""
    return round(100 * scale.share_below(value), 1)
