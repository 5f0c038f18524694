"""A question, and perhaps an analysis, into an answer that cites its sources."""

from __future__ import annotations

from sesaclinic.consult.consultant import Consultant
from sesaclinic.consult.events import CitationsEvent, DoneEvent, Event, TokenEvent
from sesaclinic.consult.question import check_question

__all__ = ["CitationsEvent", "Consultant", "DoneEvent", "Event", "TokenEvent", "check_question"]
