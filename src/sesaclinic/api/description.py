"""The API's description in OpenAPI: what every route can answer, problems included."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from sesaclinic.api.problems import MEDIA_TYPE, Problem

DESCRIPTION = """Skin analysis from a photo, and cited skincare consultation.

Photos are measured in memory and never stored. Errors are RFC 9457 problem details in Korean and English."""

Responses = dict[int | str, dict[str, Any]]

REASONS = {
    400: "The body is broken",
    404: "No such thing, or its time is up",
    408: "The upload took too long",
    409: "Not possible in the present state",
    413: "Too large",
    415: "Of a type that is not read here",
    422: "Cannot be used; the code says why",
    429: "Too often; see Retry-After",
    500: "Unexpected",
    503: "A part is not there, or everything is busy; see Retry-After",
}


def problems(*statuses: int) -> Responses:
    """The `responses` of a route that can answer with these problems; 500 is always among them."""
    return {status: {"model": Problem, "description": REASONS[status]} for status in (*statuses, 500)}


def events(description: str) -> Responses:
    """The `responses` of a route that answers with server-sent events."""
    return {200: {"description": description, "content": {"text/event-stream": {"schema": {"type": "string"}}}}}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document: FastAPI's, with problems under their real media type."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if status >= "400" and "content" in response:
                        response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
        app.openapi_schema = schema
    return app.openapi_schema
