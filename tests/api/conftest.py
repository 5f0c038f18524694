"""A running app for tests, with engines that do what a test tells them."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import structlog
from fastapi import FastAPI

from sesaclinic.api import create_app
from sesaclinic.api.engines import Engines
from sesaclinic.api.logs import configure_logging
from sesaclinic.consult import CitationsEvent, DoneEvent, Event, TokenEvent
from sesaclinic.domain import Analysis, Answer, Citation, Lang, Turn
from sesaclinic.jobs import ReportProgress
from sesaclinic.settings import Settings, StorageSettings
from tests import photos
from tests.analyses import make_analysis
from tests.live import run_server

STAGES = ("decode", "face", "quality", "measure")


@dataclass
class FakeAnalyzer:
    """Reports four stages and returns a fixed analysis. gate: what every stage waits for, if given."""

    error: Exception | None = None
    gate: threading.Event | None = None
    calls: list[dict[str, Any]] = field(default_factory=list)
    finished: int = 0
    stopped: int = 0

    def analyze(self, photo: bytes, *, name: str, progress: ReportProgress | None, **options: Any) -> Analysis:
        self.calls.append({"size": len(photo), "name": name, **options})
        assert progress is not None
        try:
            for done, stage in enumerate(STAGES):
                progress(stage, done, len(STAGES))
                if self.gate:
                    self.gate.wait(10)
        except BaseException:
            self.stopped += 1
            raise
        if self.error:
            raise copy(self.error)  # the traceback of a raised error holds the photo
        self.finished += 1
        return make_analysis(photo=name)


CITATION = Citation(n=1, article="dry-skin", section="care", title="건성 피부", url="https://example.org/dry")


@dataclass
class FakeConsultant:
    """Streams two words and the answer. pause: seconds before each word."""

    error: Exception | None = None
    error_after_first_token: Exception | None = None
    pause: float = 0.0
    asked: list[dict[str, Any]] = field(default_factory=list)
    closed: threading.Event = field(default_factory=threading.Event)

    async def stream(
        self, question: str, *, analysis: Analysis | None, history: Sequence[Turn], lang: Lang
    ) -> AsyncIterator[Event]:
        self.asked.append({"question": question, "analysis": analysis, "history": history, "lang": lang})
        try:
            if self.error:
                raise self.error
            yield CitationsEvent(citations=(CITATION,))
            for word in ("보습하세요. ", "[1]"):
                await asyncio.sleep(self.pause)
                yield TokenEvent(text=word)
                if self.error_after_first_token:
                    raise self.error_after_first_token
            yield DoneEvent(answer=Answer(answer="보습하세요. [1]", citations=(CITATION,), provider="builtin"))
        finally:
            self.closed.set()


@dataclass
class Service:
    """A running app, a client for it, and its engines."""

    app: FastAPI
    client: httpx.AsyncClient
    analyzer: FakeAnalyzer
    consultant: FakeConsultant


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """The app's own start and stop, in one task, as a server does it."""
    started, stop = asyncio.Event(), asyncio.Event()

    async def run() -> None:
        async with app.router.lifespan_context(app):
            started.set()
            await stop.wait()

    task = asyncio.create_task(run())
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED)
    if not started.is_set():
        waiting.cancel()
        await task
    yield
    stop.set()
    await task


def make_settings(**changes: Any) -> Settings:
    """Settings of a test: nothing from the environment."""
    return Settings(_env_file=None, **changes)


@asynccontextmanager
async def run_app(
    settings: Settings | None = None,
    analyzer: FakeAnalyzer | None = None,
    consultant: FakeConsultant | None = None,
    loaded: threading.Event | None = None,
    consultant_fails: bool = False,
) -> AsyncGenerator[Service]:
    """loaded: what loading the analyzer waits for. consultant_fails: loading it does."""
    analyzer, consultant = analyzer or FakeAnalyzer(), consultant or FakeConsultant()

    def load(_: Settings) -> FakeAnalyzer:
        if loaded:
            loaded.wait(10)
        return analyzer

    def load_consultant(_: Settings) -> FakeConsultant:
        if consultant_fails:
            raise OSError("no articles")
        return consultant

    app = create_app(settings or make_settings(), Engines(analyzer=load, consultant=load_consultant))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with lifespan(app), httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Service(app, client, analyzer, consultant)


@pytest.fixture(scope="session", autouse=True)
def logging_as_in_service() -> Iterator[None]:
    """Logs as the service writes them, until these tests are over."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logging(make_settings(log_format="json"))
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    """A service that keeps nothing."""
    async with run_app() as running:
        yield running


@pytest.fixture
async def keeping_service(tmp_path: Any) -> AsyncIterator[Service]:
    """A service with history."""
    storage = StorageSettings(database_url=f"sqlite+aiosqlite:///{tmp_path / 'history.db'}")
    async with run_app(make_settings(storage=storage)) as running:
        yield running


def photo_file(name: str = "me.jpg") -> Mapping[str, tuple[str, bytes, str]]:
    """The multipart field with the portrait."""
    return {"photo": (name, photos.jpeg(), "image/jpeg")}


@contextmanager
def live_app(
    analyzer: FakeAnalyzer | None = None,
    consultant: FakeConsultant | None = None,
    settings: Settings | None = None,
) -> Iterator[tuple[str, FakeAnalyzer, FakeConsultant]]:
    """The app behind a real server; yields its address and the engines."""
    analyzer, consultant = analyzer or FakeAnalyzer(), consultant or FakeConsultant()
    engines = Engines(analyzer=lambda _: analyzer, consultant=lambda _: consultant)
    with run_server(create_app(settings or make_settings(), engines)) as url:
        yield url, analyzer, consultant
