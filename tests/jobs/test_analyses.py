"""A photo becomes a result in the pool, step by step, and can be stopped on the way."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import AsyncIterator

import anyio
import pytest

from sesaclinic.domain import Analysis
from sesaclinic.errors import NotFoundError, PhotoError, ServiceError
from sesaclinic.jobs import Analyses, Progress, ReportProgress, WorkerPool
from tests.analyses import make_analysis


def make_analyses(queue_size: int = 4) -> Analyses:
    return Analyses(WorkerPool(workers=1, queue_size=queue_size), ttl_s=60)


def measure(report: ReportProgress) -> Analysis:
    report("decode", 0, 2)
    report("face", 1, 2)
    return make_analysis()


async def keep_nothing(_: Analysis) -> bool:
    return False


async def test_a_job_goes_from_queued_to_done_with_its_steps() -> None:
    analyses = make_analyses()
    job = analyses.open()
    assert job.status == "queued"
    await analyses.run(job, measure, keep_nothing)
    assert (job.status, job.analysis, job.error) == ("done", make_analysis(), None)
    assert job.progress == [Progress("decode", 0, 2), Progress("face", 1, 2)]
    assert analyses.get(job.id) is job


async def test_whoever_listens_gets_every_step_however_late_they_come() -> None:
    analyses = make_analyses()
    job = analyses.open()
    early = asyncio.create_task(_collect(job.steps()))
    await analyses.run(job, measure, keep_nothing)
    late = await _collect(job.steps())
    assert await early == late == [Progress("decode", 0, 2), Progress("face", 1, 2)]


async def test_a_result_is_kept_before_anybody_learns_that_it_is_done() -> None:
    analyses = make_analyses()
    job = analyses.open()
    status_while_keeping = ""

    async def keep(_: Analysis) -> bool:
        nonlocal status_while_keeping
        status_while_keeping = job.status
        return True

    await analyses.run(job, measure, keep)
    assert (status_while_keeping, job.kept) == ("running", True)


async def test_a_refused_photo_is_a_failed_job_with_its_reason() -> None:
    analyses = make_analyses()
    job = analyses.open()

    def refuse(_: ReportProgress) -> Analysis:
        raise PhotoError("several_faces", count=3)

    await analyses.run(job, refuse, keep_nothing)
    assert job.status == "failed"
    assert isinstance(job.error, PhotoError)
    assert (job.error.code, job.error.params) == ("several_faces", {"count": 3})


async def test_an_unexpected_failure_is_an_internal_error_and_the_pool_lives_on() -> None:
    analyses = make_analyses()
    broken, next_job = analyses.open(), analyses.open()

    def break_down(_: ReportProgress) -> Analysis:
        raise ZeroDivisionError

    await analyses.run(broken, break_down, keep_nothing)
    await analyses.run(next_job, measure, keep_nothing)
    assert broken.error is not None
    assert broken.error.code == "internal"
    assert next_job.status == "done"


async def test_a_failed_job_holds_nothing_of_the_photo() -> None:
    class Photo:
        """Stands for the bytes."""

    analyses = make_analyses()
    job = analyses.open()
    photo = Photo()
    watched = weakref.ref(photo)

    def measure_photo(report: ReportProgress, photo: Photo = photo) -> Analysis:
        try:
            raise OSError(photo)
        except OSError as error:
            raise PhotoError("photo_truncated") from error

    del photo
    gc.disable()  # it goes when its thread is done, not at some later collection
    try:
        await analyses.run(job, measure_photo, keep_nothing)
        del measure_photo
        for _ in range(100):
            await asyncio.sleep(0 if watched() is None else 0.01)
    finally:
        gc.enable()
    assert job.status == "failed"
    assert watched() is None


async def test_forgetting_a_running_job_stops_it_at_its_next_step() -> None:
    analyses = make_analyses()
    job = analyses.open()
    begun, gate, finished = threading.Event(), threading.Event(), threading.Event()

    def measure_slowly(report: ReportProgress) -> Analysis:
        report("decode", 0, 2)
        begun.set()
        gate.wait(5)
        report("face", 1, 2)
        finished.set()
        return make_analysis()

    running = asyncio.create_task(analyses.run(job, measure_slowly, keep_nothing))
    listener = asyncio.create_task(_collect(job.steps()))
    await asyncio.to_thread(begun.wait, 5)
    analyses.forget(job.id)
    gate.set()
    await running
    assert not finished.is_set()
    assert job.error is not None
    assert job.error.code == "not_found"
    assert await listener == [Progress("decode", 0, 2)]
    with pytest.raises(NotFoundError):
        analyses.get(job.id)


async def test_a_job_whose_waiter_goes_away_is_stopped_and_forgotten() -> None:
    analyses = make_analyses()
    job = analyses.open()

    def measure_for_ever(report: ReportProgress) -> Analysis:
        while True:
            report("face", 0, 1)
            threading.Event().wait(0.005)

    with anyio.move_on_after(0.05):
        await analyses.run(job, measure_for_ever, keep_nothing)
    assert len(analyses) == 0
    assert job.ended


async def test_no_job_is_opened_that_would_find_no_place() -> None:
    analyses = make_analyses(queue_size=0)
    gate = threading.Event()

    def measure_when_told(_: ReportProgress) -> Analysis:
        gate.wait(5)
        return make_analysis()

    running = asyncio.create_task(analyses.run(analyses.open(), measure_when_told, keep_nothing))
    await anyio.wait_all_tasks_blocked()
    with pytest.raises(ServiceError, match="overloaded"):
        analyses.open()
    gate.set()
    await running


async def _collect(steps: AsyncIterator[Progress]) -> list[Progress]:
    return [step async for step in steps]
