"""What may be asked at all."""

from __future__ import annotations

from sesaclinic.errors import QuestionError


def check_question(question: str, max_chars: int) -> str:
    """The question without the space around it; raises QuestionError `question_empty` or `question_too_long`."""
    if not question.strip():
        raise QuestionError("question_empty")
    if len(question) > max_chars:
        raise QuestionError("question_too_long", length=len(question), limit=max_chars)
    return question.strip()
