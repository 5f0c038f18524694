"""What a route asks for in its signature."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, cast

from anyio import CancelScope
from fastapi import Cookie, Depends, Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from sesaclinic.api.problems import request_lang
from sesaclinic.api.services import Services
from sesaclinic.domain import Lang
from sesaclinic.storage import PersonToken

PERSON_COOKIE = "sesac_person"


def _services(request: Request) -> Services:
    return cast("Services", request.app.state.services)


ServicesDep = Annotated[Services, Depends(_services)]
LangDep = Annotated[Lang, Depends(request_lang)]


def _person(
    token: Annotated[str | None, Cookie(alias=PERSON_COOKIE, include_in_schema=False)] = None,
) -> PersonToken | None:
    return PersonToken(token) if token else None


PersonDep = Annotated[PersonToken | None, Depends(_person)]


async def limit_analyses(request: Request, services: ServicesDep) -> None:
    """Refuse an address that sends photos too often."""
    await services.analyses_limit.hit(request)


async def limit_messages(request: Request, services: ServicesDep) -> None:
    """Refuse an address that asks too often."""
    await services.messages_limit.hit(request)


def require_json(request: Request) -> None:
    """Refuse a body that is not JSON as 415 rather than as an invalid object."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415)


@asynccontextmanager
async def cancelled_on_disconnect(request: Request) -> AsyncIterator[None]:
    """Cancel the block when the client goes away, and raise ClientDisconnect. Enter it after the body was read."""
    with CancelScope() as scope:

        async def watch() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            scope.cancel()

        watcher = asyncio.create_task(watch())
        try:
            yield
        finally:
            watcher.cancel()
    if scope.cancelled_caught:
        raise ClientDisconnect
