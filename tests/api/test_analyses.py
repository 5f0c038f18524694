"""A photo goes in, a result comes out: at once or step by step, for a while, and never the photo."""

from __future__ import annotations

import asyncio
import gc
import threading

import anyio
import httpx
import pytest

from sesaclinic.errors import PhotoError
from sesaclinic.settings import ServerSettings
from tests import photos
from tests.api.conftest import STAGES, FakeAnalyzer, Service, live_app, make_settings, photo_file, run_app
from tests.api.sse import read_events
from tests.live import eventually

ASYNC = {"Prefer": "respond-async"}


async def test_a_photo_becomes_a_result_with_summary_and_routine(service: Service) -> None:
    response = await service.client.post("/api/analyses", files=photo_file())
    assert response.status_code == 201
    resource = response.json()
    assert (resource["status"], resource["kept"], resource["error"]) == ("done", False, None)
    assert resource["analysis"]["skin_type"]["label"] == "dry"
    assert resource["analysis"]["image"] == {"width": 640, "height": 800}
    assert 1 <= len(resource["summary"]) <= 5
    assert {step["when"] for step in resource["routine"]} == {"morning", "evening"}
    again = await service.client.get(response.headers["Location"])
    assert again.json() == resource


async def test_the_form_fields_reach_the_analyzer(service: Service) -> None:
    fields = {"framing": "closeup", "quality": "strict", "answers": '{"after_washing": "tight"}'}
    await service.client.post("/api/analyses", files=photo_file(), data=fields, headers={"Accept-Language": "en"})
    [call] = service.analyzer.calls
    assert (call["framing"], call["quality"], call["lang"]) == ("closeup", "strict", "en")
    assert call["answers"] == {"after_washing": "tight"}
    assert (call["name"], call["size"]) == ("me.jpg", len(photos.jpeg()))


@pytest.mark.parametrize(
    ("field", "value"), [("framing", "portrait"), ("quality", "best"), ("answers", "{"), ("answers", "[1]")]
)
async def test_a_wrong_field_is_named(service: Service, field: str, value: str) -> None:
    response = await service.client.post("/api/analyses", files=photo_file(), data={field: value})
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")
    assert response.json()["errors"][0]["field"] == field
    assert service.analyzer.calls == []


async def test_the_language_of_a_result_follows_the_reader(service: Service) -> None:
    response = await service.client.post("/api/analyses", files=photo_file())
    korean = response.json()["summary"]
    english = (await service.client.get(response.headers["Location"], headers={"Accept-Language": "en-GB"})).json()
    assert korean != english["summary"]
    assert english["summary"][0].isascii()


async def test_a_refused_photo_answers_with_its_own_problem() -> None:
    async with run_app(analyzer=FakeAnalyzer(error=PhotoError("several_faces", count=3))) as service:
        response = await service.client.post("/api/analyses", files=photo_file())
        assert response.status_code == 422
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["detail"] == "얼굴이 3개 보여요."
        assert len(service.app.state.services.analyses) == 0


async def test_asked_to_respond_at_once_it_accepts_and_reports_each_stage(service: Service) -> None:
    response = await service.client.post("/api/analyses", files=photo_file(), headers=ASYNC)
    assert (response.status_code, response.headers["Preference-Applied"]) == (202, "respond-async")
    location = response.headers["Location"]
    events = await read_events(service.client, "GET", f"{location}/events")
    assert [event.name for event in events] == ["progress"] * len(STAGES) + ["done"]
    assert events[0].data == {"stage": "decode", "done": 0, "total": 4}
    assert events[-1].data == {"id": response.json()["id"]}
    assert (await service.client.get(location)).json()["status"] == "done"


async def test_asked_to_respond_at_once_it_still_refuses_a_file_that_is_no_photo_at_once(service: Service) -> None:
    files = {"photo": ("me.jpg", b"no photo at all", "image/jpeg")}
    response = await service.client.post("/api/analyses", files=files, headers=ASYNC)
    assert (response.status_code, response.json()["code"]) == (415, "photo_not_image")


async def test_a_photo_refused_in_the_background_ends_its_events_with_the_problem() -> None:
    async with run_app(analyzer=FakeAnalyzer(error=PhotoError("no_face"))) as service:
        accepted = await service.client.post("/api/analyses", files=photo_file(), headers=ASYNC)
        location = accepted.headers["Location"]
        events = await read_events(service.client, "GET", f"{location}/events", headers={"Accept-Language": "en"})
        assert (events[-1].name, events[-1].data["code"]) == ("failed", "no_face")
        assert events[-1].data["detail"] == "No face was found."
        resource = (await service.client.get(location)).json()
        assert (resource["status"], resource["error"]["status"]) == ("failed", 422)


async def test_an_unexpected_failure_is_a_500_and_the_next_photo_is_measured() -> None:
    async with run_app(analyzer=FakeAnalyzer(error=ZeroDivisionError())) as service:
        response = await service.client.post("/api/analyses", files=photo_file())
        assert (response.status_code, response.json()["code"]) == (500, "internal")
        service.analyzer.error = None
        assert (await service.client.post("/api/analyses", files=photo_file())).status_code == 201


async def test_a_deleted_result_is_gone(service: Service) -> None:
    location = (await service.client.post("/api/analyses", files=photo_file())).headers["Location"]
    assert (await service.client.delete(location)).status_code == 204
    assert (await service.client.get(location)).status_code == 404
    assert (await service.client.delete(location)).status_code == 404


async def test_deleting_a_running_analysis_stops_it() -> None:
    gate = threading.Event()
    async with run_app(analyzer=FakeAnalyzer(gate=gate)) as service:
        accepted = await service.client.post("/api/analyses", files=photo_file(), headers=ASYNC)
        while not service.analyzer.calls:
            await asyncio.sleep(0.01)
        assert (await service.client.delete(accepted.headers["Location"])).status_code == 204
        gate.set()
        while not service.analyzer.stopped:
            await asyncio.sleep(0.01)
        assert service.analyzer.finished == 0


async def test_when_the_queue_is_full_it_says_when_to_come_back() -> None:
    gate = threading.Event()
    settings = make_settings(server=ServerSettings(max_concurrent_analyses=1, queue_size=1))
    async with run_app(settings, FakeAnalyzer(gate=gate)) as service:
        for _ in range(2):
            await service.client.post("/api/analyses", files=photo_file(), headers=ASYNC)
        await anyio.wait_all_tasks_blocked()
        response = await service.client.post("/api/analyses", files=photo_file())
        gate.set()
        assert (response.status_code, response.json()["code"]) == (503, "overloaded")
        assert int(response.headers["Retry-After"]) > 0


async def test_a_photo_sent_before_the_models_have_loaded_waits_for_them() -> None:
    loaded = threading.Event()

    async with run_app(loaded=loaded) as service:
        sending = asyncio.create_task(service.client.post("/api/analyses", files=photo_file()))
        await asyncio.sleep(0.05)
        ready = await service.client.get("/api/health/ready")
        assert (ready.status_code, ready.json()["parts"]["vision"]["state"]) == (503, "loading")
        assert not sending.done()
        loaded.set()
        assert (await sending).status_code == 201


async def test_a_photo_is_let_go_of_as_soon_as_it_is_measured_or_refused(service: Service) -> None:
    uploads = service.app.state.services.uploads
    gc.collect()
    gc.disable()
    try:
        for error in (None, PhotoError("no_face"), ZeroDivisionError()):
            service.analyzer.error = error
            await service.client.post("/api/analyses", files=photo_file())
            await service.client.post("/api/analyses", files=photo_file(), headers=ASYNC)
            await service.client.post("/api/photos/preview", files=photo_file())
            await service.client.post("/api/photos/preview", files={"photo": ("a.jpg", b"x" * 1000, "image/jpeg")})
        for _ in range(100):
            await asyncio.sleep(0 if uploads.held_bytes == 0 else 0.01)
    finally:
        gc.enable()
    assert uploads.held_bytes == 0


def test_a_client_that_leaves_stops_its_analysis() -> None:
    gate = threading.Event()
    with live_app(FakeAnalyzer(gate=gate)) as (url, analyzer, _):
        with httpx.Client(timeout=0.3) as client, pytest.raises(httpx.TimeoutException):
            client.post(f"{url}/api/analyses", files=photo_file())
        threading.Event().wait(0.5)  # until the server sees the closed socket
        gate.set()
        assert eventually(lambda: analyzer.stopped == 1)
        assert analyzer.finished == 0


def test_progress_arrives_while_the_photo_is_being_measured() -> None:
    gate = threading.Event()
    with live_app(FakeAnalyzer(gate=gate)) as (url, _, _), httpx.Client(base_url=url) as client:
        location = client.post("/api/analyses", files=photo_file(), headers=ASYNC).headers["Location"]
        with client.stream("GET", f"{location}/events") as stream:
            lines = stream.iter_lines()
            first = [next(lines), next(lines)]
            gate.set()
            rest = list(lines)
        assert first == ["event: progress", 'data: {"stage":"decode","done":0,"total":4}']
        assert "event: done" in rest


async def test_the_preview_is_an_upright_jpeg(service: Service) -> None:
    heic, name = photos.GOOD_FILES["heic"]()
    response = await service.client.post("/api/photos/preview", files={"photo": (name, heic, "image/heic")})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
    assert response.content.startswith(b"\xff\xd8\xff")
