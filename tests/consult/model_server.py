"""An OpenAI-compatible server on loopback that says what a test tells it, and notes who leaves."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse

from sesaclinic.settings import ConsultSettings
from tests.live import run_server

Draft = Callable[[Mapping[int, str]], Sequence[str]]


@dataclass
class ModelServer:
    """A language model whose words a test chooses.

    draft: the pieces of an answer, made from the numbered facts of the prompt. pause: seconds before each piece.
    refusals: statuses of the next requests, before any is answered. breaks: whether the connection drops at the end.
    alive: whether a silent server says that it lives. page: what is sent in place of an answer. left: set when a
    request was closed before its answer ended.
    """

    draft: Draft = lambda facts: ["보습제를 발라 주세요."]
    pause: float = 0.0
    refusals: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    breaks: bool = False
    alive: bool = False
    page: str | None = None
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)

    @property
    def prompt(self) -> str:
        """Everything that the last request said to the model."""
        return "\n".join(message["content"] for message in self.requests[-1]["messages"])

    @property
    def settings(self) -> ConsultSettings:
        """Settings that lead to this server, with limits short enough for a test."""
        return ConsultSettings(provider="openai", openai_base_url=self.url, timeout_s=2.0, retries=0)

    async def answer(self, request: Request) -> Response:
        self.requests.append(await request.json())
        self.keys.append(request.headers.get("authorization"))
        if self.refusals:
            status, headers = self.refusals.pop(0)
            return Response('{"error": {"message": "no"}}', status, headers, "application/json")
        if self.page is not None:
            return Response(self.page, media_type="text/html")
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        try:
            for piece in self.draft(facts_of(self.prompt)):
                await asyncio.sleep(self.pause)
                yield _event({"choices": [{"index": 0, "delta": {"content": piece}}]})
            while self.alive:
                await asyncio.sleep(0.05)
                yield ": still thinking\n\n" + _event({"choices": [{"index": 0, "delta": {"role": "assistant"}}]})
            if self.breaks:
                raise ConnectionAbortedError
            yield "data: [DONE]\n\n"
        except asyncio.CancelledError:
            self.left.set()
            raise


def facts_of(prompt: str) -> dict[int, str]:
    """The first fact of each number in a prompt."""
    facts: dict[int, str] = {}
    for number, text in re.findall(r"^\[(\d+)\] (.+)$", prompt, re.MULTILINE):
        facts.setdefault(int(number), text)
    return facts


def _event(chunk: dict[str, Any]) -> str:
    envelope = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "test"}
    return f"data: {json.dumps(envelope | chunk, ensure_ascii=False)}\n\n"


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """A running server."""
    server = ModelServer()
    app = FastAPI()
    app.add_api_route("/v1/chat/completions", server.answer, methods=["POST"], response_class=Response)
    with run_server(app) as address:
        server.url = f"{address}/v1"
        yield server
