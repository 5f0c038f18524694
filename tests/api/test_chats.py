"""A question in, citations and words out, remembering the conversation and stopping when nobody listens."""

from __future__ import annotations

import asyncio
import threading

import httpx
import pytest

from sesaclinic.api import create_app
from sesaclinic.api.engines import Engines
from sesaclinic.consult import Consultant
from sesaclinic.errors import ServiceError
from tests.analyses import make_analysis
from tests.api.conftest import (
    CITATION,
    FakeAnalyzer,
    FakeConsultant,
    Service,
    live_app,
    make_settings,
    photo_file,
    run_app,
)
from tests.api.sse import read_events
from tests.consult.model_server import model_server
from tests.knowledge_base import shipped_base
from tests.live import eventually, run_server


async def start(service: Service, **body: object) -> str:
    response = await service.client.post("/api/chats", json=body)
    assert response.status_code == 201
    return f"/api/chats/{response.json()['id']}/messages"


async def test_an_answer_comes_as_citations_then_words_then_the_whole(service: Service) -> None:
    messages = await start(service)
    events = await read_events(service.client, "POST", messages, json={"question": " 건성이에요 "})
    assert [event.name for event in events] == ["citations", "token", "token", "done"]
    assert events[0].data == [CITATION.model_dump()]
    assert "".join(event.data["text"] for event in events[1:3]) == events[-1].data["answer"]
    assert events[-1].data["provider"] == "builtin"
    assert service.consultant.asked[0]["question"] == "건성이에요"


@pytest.mark.parametrize(
    ("question", "code"),
    [("", "question_empty"), (" \n ", "question_empty"), ("가" * 10_000, "question_too_long")],
    ids=["empty", "blank", "10,000 characters"],
)
async def test_a_question_that_cannot_be_answered_is_refused_before_streaming(
    service: Service, question: str, code: str
) -> None:
    response = await service.client.post(await start(service), json={"question": question})
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert service.consultant.asked == []


async def test_the_consultation_knows_the_result_and_the_exchanges_before(service: Service) -> None:
    result = (await service.client.post("/api/analyses", files=photo_file())).json()
    messages = await start(service, analysis_id=result["id"], lang="en")
    for question in ("첫 질문", "둘째 질문"):
        await read_events(service.client, "POST", messages, json={"question": question})
    first, second = service.consultant.asked
    assert (first["analysis"], first["history"], first["lang"]) == (make_analysis(), (), "en")
    assert [(turn.question, turn.answer) for turn in second["history"]] == [("첫 질문", "보습하세요. [1]")]


async def test_a_chat_begins_with_questions_that_fit_the_result(service: Service) -> None:
    result = (await service.client.post("/api/analyses", files=photo_file())).json()
    about = (await service.client.post("/api/chats", json={"analysis_id": result["id"]})).json()
    general = (await service.client.post("/api/chats", json={})).json()
    assert about["suggestions"]
    assert general["suggestions"]
    assert about["suggestions"] != general["suggestions"]
    assert about["analysis_id"] == result["id"]


async def test_a_chat_about_an_unknown_result_is_refused(service: Service) -> None:
    response = await service.client.post("/api/chats", json={"analysis_id": "none"})
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


async def test_a_chat_about_a_photo_still_being_measured_is_refused() -> None:
    gate = threading.Event()
    async with run_app(analyzer=FakeAnalyzer(gate=gate)) as service:
        accepted = await service.client.post("/api/analyses", files=photo_file(), headers={"Prefer": "respond-async"})
        response = await service.client.post("/api/chats", json={"analysis_id": accepted.json()["id"]})
        gate.set()
        assert (response.status_code, response.json()["code"]) == (409, "analysis_not_ready")


async def test_a_deleted_result_is_unknown_to_the_chats_about_it(service: Service) -> None:
    result = (await service.client.post("/api/analyses", files=photo_file())).json()
    messages = await start(service, analysis_id=result["id"])
    await read_events(service.client, "POST", messages, json={"question": "제 결과는요?"})
    await service.client.delete(f"/api/analyses/{result['id']}")
    await read_events(service.client, "POST", messages, json={"question": "그럼 지금은요?"})
    assert (service.consultant.asked[1]["analysis"], service.consultant.asked[1]["history"]) == (None, ())


async def test_a_forgotten_chat_answers_no_more(service: Service) -> None:
    messages = await start(service)
    assert (await service.client.delete(messages.removesuffix("/messages"))).status_code == 204
    response = await service.client.post(messages, json={"question": "아직 있나요?"})
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("error", "code"),
    [(ServiceError("provider_failed", provider="openai"), "provider_failed"), (ZeroDivisionError(), "internal")],
    ids=["provider", "unexpected"],
)
async def test_an_error_after_streaming_began_ends_the_stream_with_the_problem(error: Exception, code: str) -> None:
    async with run_app(consultant=FakeConsultant(error_after_first_token=error)) as service:
        messages = await start(service, lang="en")
        events = await read_events(service.client, "POST", messages, json={"question": "why?"})
        assert [event.name for event in events] == ["citations", "token", "failed"]
        assert (events[-1].data["code"], events[-1].data["title"]) == (code, code)
        service.consultant.error_after_first_token = None
        events = await read_events(service.client, "POST", messages, json={"question": "again?"})
        assert events[-1].name == "done"
        assert service.consultant.asked[1]["history"] == ()


async def test_two_questions_at_once_are_answered_one_after_the_other() -> None:
    async with run_app(consultant=FakeConsultant(pause=0.01)) as service:
        messages = await start(service)
        await asyncio.gather(
            *(read_events(service.client, "POST", messages, json={"question": question}) for question in "가나")
        )
        assert [len(asked["history"]) for asked in service.consultant.asked] == [0, 1]


async def test_a_knowledge_base_that_did_not_load_is_a_real_503() -> None:
    async with run_app(consultant_fails=True) as service:
        response = await service.client.post(await start(service), json={"question": "건성이에요"})
        assert (response.status_code, response.json()["code"]) == (503, "part_failed")
        assert (await service.client.get("/api/health/ready")).json()["status"] == "failed"
        assert (await service.client.post("/api/analyses", files=photo_file())).status_code == 201


def test_a_reader_who_leaves_stops_the_answer() -> None:
    with live_app(consultant=FakeConsultant(pause=30)) as (url, _, consultant), httpx.Client(base_url=url) as client:
        chat = client.post("/api/chats", json={}).json()["id"]
        with client.stream("POST", f"/api/chats/{chat}/messages", json={"question": "건성이에요"}) as stream:
            lines = stream.iter_lines()  # held, because letting go of it closes the stream
            assert next(lines) == "event: citations"
            assert not consultant.closed.is_set()
        assert eventually(consultant.closed.is_set)


def test_words_arrive_one_by_one() -> None:
    with live_app(consultant=FakeConsultant(pause=0.2)) as (url, _, consultant), httpx.Client(base_url=url) as client:
        chat = client.post("/api/chats", json={}).json()["id"]
        with client.stream("POST", f"/api/chats/{chat}/messages", json={"question": "건성이에요"}) as stream:
            for line in stream.iter_lines():
                if line == "event: token":
                    assert not consultant.closed.is_set()  # the rest is still being written
                    break


def test_a_reader_who_leaves_stops_the_language_model_too() -> None:
    with model_server() as model:
        model.alive = True  # it takes its time, and says so
        settings = make_settings(consult=model.settings.model_copy(update={"timeout_s": 30.0}))
        engines = Engines(analyzer=lambda _: FakeAnalyzer(), consultant=lambda _: Consultant(shipped_base(), settings))
        with run_server(create_app(settings, engines)) as url, httpx.Client(base_url=url, timeout=30) as client:
            chat = client.post("/api/chats", json={}).json()["id"]
            question = {"question": "보습제는 언제 바르는 게 좋아요?"}
            with client.stream("POST", f"/api/chats/{chat}/messages", json=question) as stream:
                lines = stream.iter_lines()
                assert next(lines) == "event: citations"
                assert eventually(lambda: len(model.requests) == 1)
                assert not model.left.is_set()
            assert eventually(model.left.is_set)
