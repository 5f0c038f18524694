"""Only a photo may be large: every other body is refused as soon as it passes a small limit."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# a question of 10,000 characters is 60 kB when each is escaped; it is to be refused in its own words
MAX_BODY_BYTES = 256 * 1024


class BodyLimit:
    """ASGI middleware that raises HTTPException 413 where the body is read; multipart bodies have their own limit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or Headers(scope=scope).get("content-type", "").startswith("multipart/form-data"):
            await self.app(scope, receive, send)
            return
        size = 0

        async def limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > MAX_BODY_BYTES:
                raise HTTPException(413)
            return message

        await self.app(scope, limited, send)
