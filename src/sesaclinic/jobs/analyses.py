"""Photos being measured and results held in memory. A job never holds the photo."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

import structlog
from anyio import CancelScope, from_thread

from sesaclinic.domain import Analysis
from sesaclinic.errors import NotFoundError, SesacError
from sesaclinic.jobs.expiring import Expiring, new_id
from sesaclinic.jobs.pool import WorkerPool

log = structlog.get_logger(__name__)

MAX_RESULTS = 2000  # about 30 kB each with their outlines, so 60 MB

ReportProgress = Callable[[str, int, int], None]


class Progress(NamedTuple):
    """`done` of `total` steps are behind, `stage` comes next."""

    stage: str
    done: int
    total: int


@dataclass(eq=False)
class AnalysisJob:
    """One photo on its way to an `Analysis`; exactly one of `analysis` and `error` is set when it has ended."""

    id: str
    created_at: datetime
    expires_at: datetime
    status: Literal["queued", "running", "done", "failed"] = "queued"
    analysis: Analysis | None = None
    error: SesacError | None = None
    kept: bool = False
    progress: list[Progress] = field(default_factory=list)
    scope: CancelScope = field(default_factory=CancelScope)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def ended(self) -> bool:
        return self.status in {"done", "failed"}

    def begin(self) -> None:
        self.status = "running"

    def report(self, stage: str, done: int, total: int) -> None:
        """Record a step. Belongs to the event loop, as everything here."""
        self.progress.append(Progress(stage, done, total))
        self._notify()

    def finish(self, outcome: Analysis | SesacError) -> None:
        if isinstance(outcome, SesacError):
            # a copy: the traceback of the original holds the frames that hold the photo
            self.status, self.error = "failed", type(outcome)(outcome.code, **outcome.params)
        else:
            self.status, self.analysis = "done", outcome
        self._notify()

    async def steps(self) -> AsyncIterator[Progress]:
        """Every step from the first, as they happen, until the job has ended."""
        seen = 0
        while True:
            for step in self.progress[seen:]:
                seen += 1
                yield step
            if seen == len(self.progress):
                if self.ended:
                    return
                await self._changed.wait()

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


class Analyses:
    """Starts jobs in a pool and finds them again until their time is up."""

    def __init__(self, pool: WorkerPool, *, ttl_s: float) -> None:
        self._pool = pool
        self._jobs: Expiring[AnalysisJob] = Expiring(ttl_s=ttl_s, max_items=MAX_RESULTS)

    def __len__(self) -> int:
        return len(self._jobs)

    def check_room(self) -> None:
        """Raise ServiceError `overloaded` if a photo would find no place in the queue."""
        self._pool.check_room()

    def open(self) -> AnalysisJob:
        """A queued job; raises ServiceError `overloaded` when it would find no place in the queue."""
        self.check_room()
        now = datetime.now(UTC)
        job = AnalysisJob(new_id(), now, now + timedelta(seconds=self._jobs.ttl_s))
        self._jobs.put(job.id, job)
        return job

    async def run(
        self,
        job: AnalysisJob,
        measure: Callable[[ReportProgress], Analysis],
        keep: Callable[[Analysis], Awaitable[bool]],
    ) -> None:
        """Measure in the pool and record the outcome in the job; an unexpected failure is logged, and is `internal`.

        measure: called in a thread with the function that takes its progress. That function raises there when the job
        was forgotten or whoever waited for it has gone, so that the work ends at its next step.
        keep: says whether the result went into somebody's history; asked before anybody learns that the job is done.
        """
        loop = asyncio.get_running_loop()

        def report(stage: str, done: int, total: int) -> None:
            from_thread.check_cancelled()
            loop.call_soon_threadsafe(job.report, stage, done, total)

        def work() -> Analysis:
            loop.call_soon_threadsafe(job.begin)
            return measure(report)

        with job.scope:
            try:
                analysis = await self._pool.run(work)
                job.kept = await keep(analysis)
                job.finish(analysis)
            except SesacError as error:
                job.finish(error)
            except Exception:
                log.exception("analysis_failed")
                job.finish(SesacError("internal"))
            finally:
                if not job.ended:  # cancelled
                    self.discard(job.id)
                    job.finish(NotFoundError("not_found"))

    def get(self, job_id: str) -> AnalysisJob:
        """The job; raises NotFoundError when there is none or its time is up."""
        return self._jobs.get(job_id)

    def forget(self, job_id: str) -> None:
        """Remove the job and stop it if it is still running; raises NotFoundError when there is none."""
        self._jobs.forget(job_id).scope.cancel()

    def mark_not_kept(self, job_id: str) -> None:
        """Say of a result that history lost that it lives only as long as memory holds it."""
        with suppress(NotFoundError):
            self.get(job_id).kept = False

    def discard(self, job_id: str) -> None:
        """Remove the job if it is there."""
        self._jobs.discard(job_id)

    def sweep(self) -> None:
        self._jobs.sweep()
