"""Parts that take seconds to load: loaded once, in the background, waited for only by those who need them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, Literal, TypeVar

from anyio import CapacityLimiter, to_thread

from sesaclinic.errors import ServiceError, SesacError

T = TypeVar("T")
PartState = Literal["loading", "ready", "failed"]


class Part(Generic[T]):
    """A value built at most once, by whichever thread comes first; the others wait for it.

    build: imports and loads whatever is slow. What it raises is raised to everyone who asks, a SesacError as it is and
    anything else as ServiceError `part_failed`.
    """

    def __init__(self, name: str, build: Callable[[], T]) -> None:
        self.name = name
        self.state: PartState = "loading"
        self.seconds: float | None = None
        self._build = build
        self._lock = threading.Lock()
        self._waiting = CapacityLimiter(1)
        self._value: T | None = None
        self._error: Exception | None = None

    async def wait(self) -> T:
        """The value, without blocking the event loop; however many wait, one thread does."""
        return await to_thread.run_sync(self.get, limiter=self._waiting)

    def get(self) -> T:
        """The value; blocks while it is being built, so call it from a worker thread."""
        with self._lock:
            if self.state == "loading":
                self._load()
        if self._value is None:
            raise self._as_sesac_error() from self._error
        return self._value

    def _load(self) -> None:
        start = time.perf_counter()
        try:
            self._value = self._build()
        except Exception as error:
            self._error, self.state = error, "failed"
        else:
            self.state = "ready"
        self.seconds = round(time.perf_counter() - start, 2)

    def _as_sesac_error(self) -> SesacError:
        if isinstance(self._error, SesacError):
            return self._error
        return ServiceError("part_failed", part=self.name)
