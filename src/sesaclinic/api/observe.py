"""One log line and one count for every request, and the last net for errors nobody expected."""

from __future__ import annotations

import time

import structlog
from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sesaclinic.api.logs import truncate_address
from sesaclinic.api.metrics import Metrics
from sesaclinic.api.problems import respond
from sesaclinic.errors import SesacError

log = structlog.get_logger(__name__)

CLIENT_CLOSED = 499  # no standard status; what web servers log for a client that left before the answer


class Observe:
    """ASGI middleware. Logs the route's template, not the address: an address may carry the id of a result."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 0
        start = time.perf_counter()

        async def watched_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        except ClientDisconnect:
            status = CLIENT_CLOSED
        except Exception:
            log.exception("request_failed", route=_route(scope))
            if status:  # the answer has begun: all that is left is to break it off
                raise
            await respond(Request(scope), SesacError("internal"))(scope, receive, watched_send)
        finally:
            self._record(scope, status, time.perf_counter() - start)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route, method, code = _route(scope), scope["method"], scope.get("problem_code")
        self.metrics.requests.labels(method, route, status).inc()
        self.metrics.request_seconds.labels(method, route).observe(seconds)
        if code:
            self.metrics.refusals.labels(code).inc()
        client = scope.get("client")
        log.info(
            "request",
            method=method,
            route=route,
            status=status,
            code=code,
            ms=round(seconds * 1000, 1),
            client=truncate_address(client[0] if client else None),
        )


def _route(scope: Scope) -> str:
    """The template of the route, or one word for everything else, so that strangers cannot invent metrics."""
    return getattr(scope.get("route"), "path", None) or ("unknown" if scope["path"].startswith("/api/") else "page")
