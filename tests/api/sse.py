"""Reading server-sent events as a browser does."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import httpx


class ServerEvent(NamedTuple):
    name: str
    data: Any


def parse_events(text: str) -> list[ServerEvent]:
    events = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":"))
        if "event" in fields:
            events.append(ServerEvent(fields["event"], json.loads(fields["data"])))
    return events


async def read_events(client: httpx.AsyncClient, method: str, url: str, **options: Any) -> list[ServerEvent]:
    """Every event until the stream ends."""
    response = await client.request(method, url, **options)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"].startswith("text/event-stream")
    return parse_events(response.text)
