"""Everything one running service consists of, and how it starts and stops."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio
import structlog
from anyio.abc import TaskGroup

from sesaclinic.api.engines import Engines, PhotoAnalyzer, QuestionAnswerer
from sesaclinic.api.metrics import Metrics
from sesaclinic.api.rate_limit import RateLimit
from sesaclinic.api.uploads import Uploads
from sesaclinic.jobs import Analyses, Chats, Part, WorkerPool
from sesaclinic.settings import Settings
from sesaclinic.storage import open_history

if TYPE_CHECKING:
    from sesaclinic.storage.history import History  # needs SQLAlchemy, which loads only where history is on

log = structlog.get_logger(__name__)

SWEEP_S = 60  # a result outlives its half hour by a minute at most
HISTORY_SWEEP_S = 24 * 60 * 60


@dataclass(frozen=True)
class Services:
    """What the routes work with. background: for work that outlives its request.

    intake: checks and previews photos, apart from the analyses so that a bad file is refused without waiting for them.
    """

    settings: Settings
    analyzer: Part[PhotoAnalyzer]
    consultant: Part[QuestionAnswerer]
    analyses: Analyses
    intake: WorkerPool
    chats: Chats
    history: History | None
    uploads: Uploads
    metrics: Metrics
    analyses_limit: RateLimit
    messages_limit: RateLimit
    background: TaskGroup

    @property
    def parts(self) -> tuple[Part[PhotoAnalyzer], Part[QuestionAnswerer]]:
        return self.analyzer, self.consultant


@asynccontextmanager
async def run_services(settings: Settings, engines: Engines, metrics: Metrics) -> AsyncIterator[Services]:
    """Start the parts in the background, keep house while the service runs, stop everything at the end."""
    server, storage = settings.server, settings.storage
    history = await open_history(storage.database_url, keep_days=storage.keep_days) if storage.database_url else None
    pool = WorkerPool(workers=server.max_concurrent_analyses, queue_size=server.queue_size)
    metrics.watch_pool(pool)
    try:
        async with anyio.create_task_group() as background:
            services = Services(
                settings=settings,
                analyzer=Part("vision", lambda: engines.analyzer(settings)),
                consultant=Part("knowledge", lambda: engines.consultant(settings)),
                analyses=Analyses(pool, ttl_s=server.result_ttl_s),
                intake=WorkerPool(workers=1, queue_size=server.queue_size),
                chats=Chats(ttl_s=server.chat_ttl_s),
                history=history,
                uploads=Uploads(settings),
                metrics=metrics,
                analyses_limit=RateLimit("analyses", server.analyses_per_minute),
                messages_limit=RateLimit("messages", server.messages_per_minute),
                background=background,
            )
            for part in services.parts:
                background.start_soon(_warm_up, part)
            background.start_soon(_sweep, services)
            background.start_soon(_sweep_history, history)
            yield services
            background.cancel_scope.cancel()
    finally:
        if history:
            await history.close()


async def _warm_up(part: Part[PhotoAnalyzer] | Part[QuestionAnswerer]) -> None:
    try:
        await part.wait()
    except Exception as error:
        # nobody has said or sent anything yet, so the reason can be told
        log.exception("part_failed", part=part.name, seconds=part.seconds, reason=str(error.__cause__ or error))
    else:
        log.info("part_ready", part=part.name, seconds=part.seconds)


async def _sweep(services: Services) -> None:
    while True:
        await anyio.sleep(SWEEP_S)
        services.analyses.sweep()
        services.chats.sweep()


async def _sweep_history(history: History | None) -> None:
    while history:
        await anyio.sleep(HISTORY_SWEEP_S)
        try:
            await history.delete_expired()
        except Exception:
            log.exception("history_sweep_failed")
