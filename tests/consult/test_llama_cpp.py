"""A real llama.cpp server, and a GGUF file run in process: streaming, budgets, failures. No key, no network."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import httpx
import pytest

from sesaclinic.consult import Consultant
from sesaclinic.consult.phrases import phrases
from sesaclinic.consult.providers.gguf import GgufProvider
from sesaclinic.consult.providers.openai import OpenAIProvider
from sesaclinic.domain import Turn
from sesaclinic.errors import ServiceError
from sesaclinic.settings import ConsultSettings, Settings
from tests.consult.consultations import make_consultation
from tests.consult.tiny_model import write_tiny_model
from tests.knowledge_base import shipped_base
from tests.live import eventually

xllamacpp: Any = pytest.importorskip("xllamacpp", reason="llama.cpp has no wheel for this platform")

CONTEXT = 2048


@pytest.fixture(scope="module")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture(scope="module")
def llama(model_file: Path) -> Iterator[str]:
    """The address of a llama.cpp server with a context of 2,048 tokens."""
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(model_file)
    parameters.n_ctx, parameters.n_parallel, parameters.port, parameters.verbosity = CONTEXT, 1, 0, -1
    parameters.cpuparams.n_threads = 1  # several wait for each other in a loop, which starves a busy machine
    server = xllamacpp.Server(parameters)
    yield server.listening_address
    del server


def settings(llama: str, **changes: Any) -> ConsultSettings:
    limits: dict[str, Any] = {"context_tokens": CONTEXT, "answer_tokens": 64, "timeout_s": 20.0, "retries": 0}
    return ConsultSettings(provider="openai", openai_base_url=f"{llama}/v1", **limits | changes)


async def test_words_stream_from_llama_cpp_without_a_key(llama: str) -> None:
    provider = OpenAIProvider(settings(llama))
    pieces = [piece async for piece in provider.stream(make_consultation())]
    assert len(pieces) > 1


async def test_the_budget_keeps_the_longest_conversation_within_the_context(llama: str) -> None:
    facts = [f"{number}번째 사실은 보습제를 고르는 방법에 대해 말해 줘요." * 3 for number in range(100)]
    history = [Turn(question="레티놀은 어떻게 시작해요? " * 20, answer="천천히 시작해요. " * 300)] * 3
    provider = OpenAIProvider(settings(llama))
    pieces = [piece async for piece in provider.stream(make_consultation("보습제는 " * 100, facts, history))]
    assert pieces


async def test_a_context_smaller_than_the_settings_say_is_a_failure_of_the_provider(llama: str) -> None:
    facts = [f"{number}번째 사실은 보습제를 고르는 방법에 대해 말해 줘요." * 3 for number in range(100)]
    provider = OpenAIProvider(settings(llama, context_tokens=32_000))
    with pytest.raises(ServiceError, match="provider_failed") as failed:
        async for _ in provider.stream(make_consultation(facts=facts)):
            pass
    assert "exceeds the available context size" in str(failed.value.__cause__)


@pytest.fixture
def gguf(model_file: Path) -> Callable[..., ConsultSettings]:
    def build(path: Path = model_file) -> ConsultSettings:
        return ConsultSettings(
            provider="gguf", gguf_path=path, gguf_threads=1, context_tokens=CONTEXT, answer_tokens=64
        )

    return build


async def test_a_gguf_file_runs_in_process_and_loads_once_for_all_who_ask(
    gguf: Callable[..., ConsultSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    loading = Mock(side_effect=xllamacpp.Server)
    monkeypatch.setattr(xllamacpp, "Server", loading)
    provider = GgufProvider(gguf())

    async def ask() -> list[str]:
        return [piece async for piece in provider.stream(make_consultation())]

    first, second = await asyncio.gather(ask(), ask())
    assert first
    assert second
    loading.assert_called_once()


async def test_nobody_else_on_the_machine_may_ask_the_model(
    gguf: Callable[..., ConsultSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    servers: list[Any] = []

    def load(parameters: Any, real: Any = xllamacpp.Server) -> Any:
        servers.append(real(parameters))
        return servers[0]

    monkeypatch.setattr(xllamacpp, "Server", load)
    async with aclosing(GgufProvider(gguf()).stream(make_consultation())) as pieces:
        await anext(pieces)
    response = httpx.post(f"{servers[0].listening_address}/v1/chat/completions", json={"messages": []})
    assert response.status_code == 401


async def test_others_are_answered_while_a_model_loads(
    gguf: Callable[..., ConsultSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    others_answered = threading.Event()

    def load(_: object) -> None:
        assert others_answered.wait(10)
        raise RuntimeError("no model")

    monkeypatch.setattr(xllamacpp, "Server", load)
    waiting = asyncio.ensure_future(anext(GgufProvider(gguf()).stream(make_consultation())))
    await asyncio.sleep(0.05)
    others_answered.set()
    with pytest.raises(ServiceError, match="provider_failed"):
        await waiting


async def test_a_file_that_is_missing_or_no_model_is_a_failure_of_the_provider(
    gguf: Callable[..., ConsultSettings], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + bytes(100))
    for path in (tmp_path / "missing.gguf", broken):
        with pytest.raises(ServiceError, match="provider_failed"):
            await anext(GgufProvider(gguf(path)).stream(make_consultation()))


async def test_a_model_that_talks_nonsense_is_replaced_by_the_built_in_answer_which_says_so(
    gguf: Callable[..., ConsultSettings],
) -> None:
    question = "레티놀이랑 비타민C 같이 써도 되나요?"
    answer = await Consultant(shipped_base(), Settings(consult=gguf())).ask(question)
    plain = await Consultant(shipped_base(), Settings()).ask(question)
    assert answer.provider == "builtin"
    assert answer.answer == f"{phrases('ko')['fallback']}\n\n{plain.answer}"


async def test_llama_cpp_stops_in_mid_answer_when_the_reader_leaves(llama: str) -> None:
    provider = OpenAIProvider(settings(llama, answer_tokens=1500))

    def state() -> tuple[bool, bool]:
        slot = httpx.get(f"{llama}/slots").json()[0]
        return slot["is_processing"], slot["next_token"][0]["has_next_token"]

    async with aclosing(provider.stream(make_consultation())) as pieces:
        await anext(pieces)
    assert eventually(lambda: state() == (False, True))  # it rests, with words left to say
    async for _ in OpenAIProvider(settings(llama)).stream(make_consultation()):
        pass
    assert eventually(lambda: state() == (False, False))  # as it does after a whole answer
