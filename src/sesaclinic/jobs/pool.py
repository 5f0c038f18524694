"""CPU work off the event loop: so many at once, so many waiting, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from anyio import CapacityLimiter, to_thread

from sesaclinic.errors import ServiceError

T = TypeVar("T")


class _Raised(NamedTuple):
    error: Exception


def _outcome(work: Callable[[], T]) -> T | _Raised:
    """The result, or the error as a value: the future of a thread holds what it raises until a garbage collection."""
    try:
        return work()
    except Exception as error:
        return _Raised(error)


class WorkerPool:
    """Runs functions in threads, `workers` at once with at most `queue_size` waiting.

    A caller whose cancel scope is cancelled leaves the queue at once. Work that has begun ends where it calls
    `anyio.from_thread.check_cancelled`, because a thread cannot be stopped from outside.
    """

    def __init__(self, *, workers: int, queue_size: int) -> None:
        self._limiter = CapacityLimiter(workers)
        self._queue_size = queue_size

    @property
    def waiting(self) -> int:
        return self._limiter.statistics().tasks_waiting

    @property
    def running(self) -> int:
        return self._limiter.statistics().borrowed_tokens

    async def run(self, work: Callable[[], T]) -> T:
        """The result of `work`; raises ServiceError `overloaded` when the queue is full, and whatever `work` raises."""
        self.check_room()
        outcome = await to_thread.run_sync(_outcome, work, limiter=self._limiter)
        if isinstance(outcome, _Raised):
            try:
                raise outcome.error
            finally:
                del outcome  # else this frame and the error hold each other, and with them the photo that was refused
        return outcome

    def check_room(self) -> None:
        """Raise ServiceError `overloaded` if work that has to wait could not."""
        statistics = self._limiter.statistics()
        if statistics.borrowed_tokens >= statistics.total_tokens and statistics.tasks_waiting >= self._queue_size:
            raise ServiceError("overloaded")
