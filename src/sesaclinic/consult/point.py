"""The point that is asked of a thing: how long, how often."""

from __future__ import annotations

import re

from sesaclinic.consult.desk import Desk
from sesaclinic.consult.understand import Understanding, intent_rules
from sesaclinic.knowledge import PassageRecord


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


def _point(asked: Understanding, desk: Desk) -> str | None:
    return next((intent for intent in asked.intents[:1] if intent in intent_rules(desk.lang).get("points", {})), None)
