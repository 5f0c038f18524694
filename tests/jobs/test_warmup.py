"""A slow part is loaded once; whoever needs it waits, and learns why it is not there."""

from __future__ import annotations

import asyncio
import threading

import pytest

from sesaclinic.errors import ServiceError
from sesaclinic.jobs import Part


async def test_a_part_is_built_once_however_many_wait_for_it() -> None:
    built = 0
    gate = threading.Event()

    def build() -> str:
        nonlocal built
        built += 1
        gate.wait(5)
        return "models"

    part = Part("vision", build)
    waiting = [asyncio.create_task(part.wait()) for _ in range(5)]
    await asyncio.sleep(0.02)
    assert part.state == "loading"
    gate.set()
    assert await asyncio.gather(*waiting) == ["models"] * 5
    assert (built, part.state) == (1, "ready")
    assert part.seconds is not None


def test_a_part_that_fails_tells_everyone_who_asks() -> None:
    def build() -> str:
        raise OSError("disk gone")

    part = Part("knowledge", build)
    for _ in range(2):
        with pytest.raises(ServiceError) as raised:
            part.get()
        assert (raised.value.code, raised.value.params) == ("part_failed", {"part": "knowledge"})
    assert part.state == "failed"


def test_a_product_error_while_loading_keeps_its_own_code() -> None:
    def build() -> str:
        raise ServiceError("model_invalid", name="acne")

    with pytest.raises(ServiceError, match="model_invalid"):
        Part("vision", build).get()
