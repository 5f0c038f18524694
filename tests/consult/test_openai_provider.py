"""A provider behind the OpenAI protocol: what it sends, how it reads, and how it gives up."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

import pytest
from pydantic import SecretStr

from sesaclinic.consult.providers.openai import OpenAIProvider
from sesaclinic.domain import Turn
from sesaclinic.errors import ServiceError
from tests.consult.consultations import FACTS, make_consultation
from tests.consult.model_server import ModelServer
from tests.live import eventually


def provider(model: ModelServer, **changes: Any) -> OpenAIProvider:
    return OpenAIProvider(model.settings.model_copy(update=changes))


async def read(openai: OpenAIProvider) -> list[str]:
    return [piece async for piece in openai.stream(make_consultation())]


async def test_pieces_come_as_the_server_sends_them(model: ModelServer) -> None:
    model.draft, model.alive = lambda _: ["보습", "제는 "], True
    async with aclosing(provider(model).stream(make_consultation())) as pieces:
        assert [await anext(pieces), await anext(pieces)] == ["보습", "제는 "]
    assert eventually(model.left.is_set)  # it was still at it


async def test_no_key_is_needed_and_one_that_is_set_is_sent(model: ModelServer) -> None:
    await read(provider(model))
    await read(provider(model, openai_api_key=SecretStr("sk-mine")))
    assert model.keys == ["Bearer none", "Bearer sk-mine"]


@pytest.mark.parametrize("status", [408, 429, 500, 503])
async def test_a_server_that_is_busy_is_asked_once_more(model: ModelServer, status: int) -> None:
    model.refusals = [(status, {})]
    assert await read(provider(model, retries=1)) == ["보습제를 발라 주세요."]
    assert len(model.requests) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
async def test_a_server_that_refuses_is_not_asked_again(model: ModelServer, status: int) -> None:
    model.refusals = [(status, {})]
    with pytest.raises(ServiceError) as failed:
        await read(provider(model, retries=3))
    assert failed.value.code == "provider_failed"
    assert len(model.requests) == 1


async def test_a_server_that_asks_to_wait_longer_than_a_reader_would_is_given_up(model: ModelServer) -> None:
    model.refusals = [(429, {"Retry-After": "60"})]
    with pytest.raises(ServiceError, match="provider_failed"):
        await read(provider(model, retries=1, timeout_s=0.3))


@pytest.mark.parametrize("alive", [False, True], ids=["silent", "alive but without a word"])
async def test_a_server_that_says_nothing_in_time_is_given_up(model: ModelServer, alive: bool) -> None:
    model.alive, model.pause = alive, 0.0 if alive else 60.0
    model.draft = lambda _: ["보습제는"]
    pieces = provider(model, timeout_s=0.3).stream(make_consultation())
    with pytest.raises(ServiceError, match="provider_failed"):
        while True:
            await anext(pieces)
    assert eventually(model.left.is_set)


async def test_a_connection_that_breaks_off_is_a_failure_of_the_provider(model: ModelServer) -> None:
    model.breaks = True
    pieces = provider(model).stream(make_consultation())
    assert await anext(pieces) == "보습제를 발라 주세요."
    with pytest.raises(ServiceError, match="provider_failed"):
        await anext(pieces)


async def test_an_address_where_nobody_listens_is_a_failure_of_the_provider() -> None:
    nobody = ModelServer(url="http://127.0.0.1:9/v1")
    with pytest.raises(ServiceError, match="provider_failed"):
        await read(provider(nobody))


@pytest.mark.parametrize(
    "page", ["<html>log in</html>", "data: {not json\n\n", 'data: {"error": {"message": "full"}}\n\n']
)
async def test_what_is_not_an_answer_gives_no_words(model: ModelServer, page: str) -> None:
    model.page = page
    try:
        words = await read(provider(model))
    except ServiceError:
        words = []
    assert words == []


async def test_a_server_that_heeds_no_limit_is_stopped(model: ModelServer) -> None:
    model.draft = lambda _: ["말 "] * 5000
    assert len(await read(provider(model, answer_tokens=64))) == 64
    assert model.requests[0]["max_tokens"] == 64


async def test_a_reader_who_leaves_closes_the_request_at_the_server(model: ModelServer) -> None:
    model.alive = True
    pieces = provider(model, timeout_s=30).stream(make_consultation())
    await anext(pieces)
    waiting = asyncio.ensure_future(anext(pieces))
    await asyncio.sleep(0.1)
    assert not model.left.is_set()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert eventually(model.left.is_set)


async def test_the_model_is_given_the_rules_and_numbered_facts(model: ModelServer) -> None:
    await read(provider(model))
    system, user = model.requests[0]["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    assert "Use only the numbered facts" in system["content"]
    assert all(f"[{n}] {fact}" in user["content"] for n, fact in enumerate(FACTS, start=1))


async def test_a_long_conversation_and_many_facts_are_cut_to_the_budget_the_plan_last(model: ModelServer) -> None:
    facts = [FACTS[0], *(f"{number}번째 사실은 보습제를 고르는 방법에 대해 말해 줘요." * 3 for number in range(200))]
    history = [Turn(question="레티놀은요?", answer="천천히 시작해요. " * 300)] * 3
    consultation = make_consultation(facts=facts, history=history)
    limited = provider(model, context_tokens=2048, answer_tokens=256)
    assert [piece async for piece in limited.stream(consultation)]
    assert len(model.prompt.encode()) <= 2 * (2048 - 256)
    assert f"[1] {FACTS[0]}" in model.prompt
    assert "보습제는 언제 발라요?" in model.prompt
    assert "199번째" not in model.prompt
