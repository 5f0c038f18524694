"""CPU work runs beside the event loop, so many at once, so many waiting."""

from __future__ import annotations

import asyncio
import threading

import anyio
import pytest
from anyio import from_thread

from sesaclinic.errors import ServiceError
from sesaclinic.jobs import WorkerPool


async def test_no_more_than_its_workers_run_at_once() -> None:
    pool = WorkerPool(workers=2, queue_size=10)
    lock, now, most = threading.Lock(), 0, 0

    def work() -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        threading.Event().wait(0.02)
        with lock:
            now -= 1

    await asyncio.gather(*(pool.run(work) for _ in range(6)))
    assert most == 2


async def test_one_more_than_the_queue_holds_is_refused_as_overloaded() -> None:
    pool = WorkerPool(workers=1, queue_size=1)
    gate = threading.Event()
    running, waiting = asyncio.create_task(pool.run(gate.wait)), asyncio.create_task(pool.run(gate.wait))
    await anyio.wait_all_tasks_blocked()
    assert (pool.running, pool.waiting) == (1, 1)
    with pytest.raises(ServiceError, match="overloaded"):
        await pool.run(gate.wait)
    gate.set()
    await asyncio.gather(running, waiting)
    assert (pool.running, pool.waiting) == (0, 0)


async def test_work_that_waits_is_cancelled_without_ever_running() -> None:
    pool = WorkerPool(workers=1, queue_size=1)
    gate, ran = threading.Event(), threading.Event()
    running = asyncio.create_task(pool.run(gate.wait))
    await anyio.wait_all_tasks_blocked()
    with anyio.move_on_after(0.05):
        await pool.run(ran.set)
    gate.set()
    await running
    assert not ran.is_set()


async def test_work_that_runs_ends_at_its_next_check_when_it_is_cancelled() -> None:
    pool = WorkerPool(workers=1, queue_size=1)
    steps = 0

    def work() -> None:
        nonlocal steps
        while True:
            from_thread.check_cancelled()
            steps += 1
            threading.Event().wait(0.005)

    with anyio.move_on_after(0.05):
        await pool.run(work)
    assert steps > 0
    assert pool.running == 0


async def test_what_the_work_raises_reaches_the_caller() -> None:
    pool = WorkerPool(workers=1, queue_size=1)
    with pytest.raises(ServiceError, match="part_failed"):
        await pool.run(_fail)


def _fail() -> None:
    raise ServiceError("part_failed", part="vision")
