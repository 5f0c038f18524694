"""What an analysis means for a person: a summary, a routine, and what to ask next."""

from __future__ import annotations

from sesaclinic.advice.reading import ConcernReading, Reading, read_analysis
from sesaclinic.advice.routine import RoutineStep, build_routine, routine_for
from sesaclinic.advice.summary import suggest_questions, summarize

__all__ = [
    "ConcernReading",
    "Reading",
    "RoutineStep",
    "build_routine",
    "read_analysis",
    "routine_for",
    "suggest_questions",
    "summarize",
]
