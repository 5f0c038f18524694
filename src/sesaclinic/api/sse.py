"""Server-sent events that several routes send."""

from __future__ import annotations

from sse_starlette import JSONServerSentEvent

from sesaclinic.api.problems import problem
from sesaclinic.domain import Lang
from sesaclinic.errors import SesacError


def failed_event(error: SesacError, lang: Lang) -> JSONServerSentEvent:
    """The last event of a stream that ends in an error: `failed`, with the problem as its data."""
    return JSONServerSentEvent(problem(error, lang).model_dump(exclude_none=True), event="failed")
