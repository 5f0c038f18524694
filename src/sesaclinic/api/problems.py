"""Every error as RFC 9457 problem+json, in the reader's language and in each of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from sesaclinic.api.language import LANGUAGES, negotiate
from sesaclinic.domain import Lang
from sesaclinic.errors import RateLimitError, SesacError

TYPE_BASE = "https://sesaclinic.org/errors/"
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_OVERLOAD_S = 5  # a full queue of two workers at 400 ms a photo is empty again after about this

# what the framework raises, in our words
CODES = {
    404: "not_found",
    405: "method_not_allowed",
    408: "upload_timeout",
    413: "body_too_large",
    415: "media_type_unsupported",
}


class Words(BaseModel):
    message: str
    hint: str


class FieldError(BaseModel):
    field: str
    message: str


class Problem(BaseModel):
    """RFC 9457 problem details. Branch on `code`, show `detail` and `hint`."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    hint: str
    messages: dict[str, Words]
    errors: list[FieldError] | None = None


def problem(error: SesacError, lang: Lang, *, status: int | None = None) -> Problem:
    """An error in words. status: where the framework's status counts instead of the error's own."""
    return Problem(
        type=TYPE_BASE + error.code,
        title=error.code,
        status=status or error.status,
        code=error.code,
        detail=error.message(lang),
        hint=error.hint(lang),
        messages={each: Words(message=error.message(each), hint=error.hint(each)) for each in LANGUAGES},
    )


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    content = problem.model_dump(exclude_none=True)
    return JSONResponse(content, problem.status, headers=headers, media_type=MEDIA_TYPE)


def request_lang(request: Request) -> Lang:
    """The language of the answer: what Accept-Language asks for, else the service's own."""
    return negotiate(request.headers.get("accept-language", ""), request.app.state.settings.lang)


def install(app: FastAPI) -> None:
    """Let every error of the app leave as a problem."""
    app.add_exception_handler(SesacError, _product_error)
    app.add_exception_handler(HTTPException, _framework_error)
    app.add_exception_handler(RequestValidationError, _validation_error)


async def _product_error(request: Request, error: Exception) -> JSONResponse:
    return respond(request, cast("SesacError", error))


def respond(request: Request, error: SesacError) -> JSONResponse:
    request.scope["problem_code"] = error.code  # for logs and metrics
    headers = {}
    if isinstance(error, RateLimitError):
        headers["Retry-After"] = str(error.params["retry_after"])
    elif error.code == "overloaded":
        headers["Retry-After"] = str(RETRY_AFTER_OVERLOAD_S)
    return problem_response(problem(error, request_lang(request)), headers)


async def _framework_error(request: Request, error: Exception) -> JSONResponse:
    error = cast("HTTPException", error)
    code = CODES.get(error.status_code)
    words = SesacError(code) if code else SesacError("invalid_request", detail=error.detail)
    request.scope["problem_code"] = words.code
    return problem_response(problem(words, request_lang(request), status=error.status_code), error.headers)


async def _validation_error(request: Request, error: Exception) -> JSONResponse:
    """422 that names the fields. What the person sent is not repeated: it may be private."""
    error = cast("RequestValidationError", error)
    fields = [
        FieldError(field=".".join(str(part) for part in each["loc"][1:]) or str(each["loc"][0]), message=each["msg"])
        for each in error.errors()
    ]
    detail = "; ".join(f"{each.field}: {each.message}" for each in fields)
    request.scope["problem_code"] = "invalid_request"
    words = problem(SesacError("invalid_request", detail=detail), request_lang(request), status=422)
    return problem_response(words.model_copy(update={"errors": fields}))
