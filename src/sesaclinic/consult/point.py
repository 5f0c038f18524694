"""The point that is asked of a thing: how long, how often."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sesaclinic.consult.aim import fit, headed
from sesaclinic.consult.desk import LOOKED_AT, Desk
from sesaclinic.consult.understand import Understanding, intent_rules
from sesaclinic.knowledge import Hit, PassageRecord

_POINTS: Final = ("why", "duration", "frequency", "compare")  # what a heading can be for and for nothing else
_BEHIND: Final = 0.6  # fit that a passage may lack which says the point that the best one does not


def pointed(passage: PassageRecord, asked: Understanding, desk: Desk) -> bool:
    """Whether a passage is headed for a length of time, or says one, where one is asked for; so for a frequency."""
    point = _point(asked, desk)
    if point is None or headed_for(passage, point, desk):
        return True
    return any(re.search(intent_rules(desk.lang)["points"][point], told.text) for told in passage.sentences)


def headed_for(passage: PassageRecord, intent: str, desk: Desk) -> bool:
    """Whether a passage's heading is the kind of question that is asked."""
    pattern = intent_rules(desk.lang)["headings"].get(intent)
    return pattern is not None and bool(re.search(pattern, passage.heading))


def to_the_point(question: str, main: Hit, hits: Sequence[Hit], asked: Understanding, desk: Desk) -> Hit:
    """The passage itself, or one about as fitting and on nothing else that says the point."""
    if pointed(main.passage, asked, desk):
        return main
    least = fit(main, question, desk) - _BEHIND
    others = [
        hit
        for hit in hits[:LOOKED_AT]
        if hit.passage.section != "myths"
        and pointed(hit.passage, asked, desk)
        and headed(hit.passage, desk) <= headed(main.passage, desk)
        and fit(hit, question, desk) >= least
    ]
    point = _point(asked, desk) or ""
    return max(others, key=lambda hit: (headed_for(hit.passage, point, desk), fit(hit, question, desk)), default=main)


def for_the_point(hits: Sequence[Hit], asked: Understanding, desk: Desk) -> list[Hit]:
    """Those that are not headed for another point than is asked: "when" does not answer "why"."""
    intent = next(iter(asked.intents), "")
    others = [point for point in _POINTS if point != intent]
    return [
        hit
        for hit in hits
        if headed_for(hit.passage, intent, desk) or not any(headed_for(hit.passage, point, desk) for point in others)
    ]


def _point(asked: Understanding, desk: Desk) -> str | None:
    return next((intent for intent in asked.intents[:1] if intent in intent_rules(desk.lang).get("points", {})), None)
