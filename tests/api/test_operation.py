"""What an operator relies on: limits, headers, health, metrics, and logs that tell no secrets."""

from __future__ import annotations

import io
import json
import logging

import httpx
import pytest
from structlog.stdlib import ProcessorFormatter

from sesaclinic.api.logs import truncate_address
from sesaclinic.api.rate_limit import client_key
from sesaclinic.errors import PhotoError
from sesaclinic.settings import ConsultSettings, ServerSettings
from tests.api.conftest import FakeConsultant, Service, make_settings, photo_file, run_app
from tests.api.sse import read_events

SECRET = "제 이름은 김하늘이고 비밀이 있어요"


async def test_an_address_that_sends_too_many_photos_is_told_how_long_to_wait() -> None:
    async with run_app(make_settings(server=ServerSettings(analyses_per_minute=2))) as service:
        answers = [await service.client.post("/api/analyses", files=photo_file()) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [201, 201, 429]
        refusal = answers[-1]
        assert refusal.json()["code"] == "rate_limited"
        assert 1 <= int(refusal.headers["Retry-After"]) <= 60
        assert refusal.headers["Retry-After"] in refusal.json()["hint"]
        assert len(service.analyzer.calls) == 2


async def test_another_address_is_not_held_back_by_it() -> None:
    async with run_app(make_settings(server=ServerSettings(messages_per_minute=1))) as service:
        for address, status in (("203.0.113.1", 201), ("203.0.113.1", 429), ("203.0.113.2", 201)):
            transport = httpx.ASGITransport(service.app, client=(address, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                assert (await client.post("/api/chats", json={})).status_code == status


def test_a_household_with_many_ipv6_addresses_is_one_client() -> None:
    assert client_key("2001:db8:1:2:aaaa::1") == client_key("2001:db8:1:2:bbbb::2")
    assert client_key("2001:db8:1:3::1") != client_key("2001:db8:1:2::1")
    assert client_key("203.0.113.1") != client_key("203.0.113.2")


@pytest.mark.parametrize("path", ["/", "/api/health/live", "/api/nothing"])
async def test_every_answer_carries_the_security_headers(service: Service, path: str) -> None:
    headers = (await service.client.get(path)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "img-src 'self' blob: data:" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Permissions-Policy"].startswith("camera=(self)")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_no_cache_keeps_what_the_api_says(service: Service) -> None:
    response = await service.client.post("/api/analyses", files=photo_file())
    assert response.headers["Cache-Control"] == "no-store"


async def test_other_origins_may_not_call_unless_they_are_named(service: Service) -> None:
    origin = {"Origin": "https://shop.example"}
    assert "access-control-allow-origin" not in (await service.client.get("/api/history", headers=origin)).headers
    named = make_settings(server=ServerSettings(cors_origins=["https://shop.example"]))
    async with run_app(named) as open_service:
        allowed = await open_service.client.get("/api/history", headers=origin)
        assert allowed.headers["Access-Control-Allow-Origin"] == "https://shop.example"
        other = await open_service.client.get("/api/history", headers={"Origin": "https://other.example"})
        assert "access-control-allow-origin" not in other.headers


async def test_it_is_alive_and_says_which_parts_are_ready(service: Service) -> None:
    assert (await service.client.get("/api/health/live")).json()["status"] == "ok"
    for part in service.app.state.services.parts:
        await part.wait()
    ready = await service.client.get("/api/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    assert {name: part["state"] for name, part in ready.json()["parts"].items()} == {
        "vision": "ready",
        "knowledge": "ready",
        "history": "off",
    }


async def test_metrics_count_requests_refusals_stages_and_answers(service: Service) -> None:
    await service.client.post("/api/analyses", files=photo_file())
    service.analyzer.error = PhotoError("no_face")
    await service.client.post("/api/analyses", files=photo_file())
    chat = (await service.client.post("/api/chats", json={})).json()["id"]
    await read_events(service.client, "POST", f"/api/chats/{chat}/messages", json={"question": "건성이에요"})
    text = (await service.client.get("/metrics")).text
    for line in (
        'sesac_http_requests_total{method="POST",route="/api/analyses",status="201"} 1.0',
        'sesac_refusals_total{code="no_face"} 1.0',
        'sesac_analysis_stage_seconds_count{stage="measure"} 1.0',
        'sesac_answers_total{provider="builtin",triage="none"} 1.0',
        "sesac_analyses_waiting 0.0",
        "sesac_analyses_running 0.0",
        "process_resident_memory_bytes",
    ):
        assert line in text


async def test_an_answer_that_the_configured_provider_did_not_give_is_counted() -> None:
    async with run_app(make_settings(consult=ConsultSettings(provider="openai"))) as service:
        chat = (await service.client.post("/api/chats", json={})).json()["id"]
        await read_events(service.client, "POST", f"/api/chats/{chat}/messages", json={"question": "건성이에요"})
        text = (await service.client.get("/metrics")).text
    assert 'sesac_provider_failures_total{provider="openai"} 1.0' in text


async def test_strangers_cannot_invent_metrics(service: Service) -> None:
    for path in ("/api/made-up-1", "/made-up-2", "/made-up-3.js"):
        await service.client.get(path)
    assert "made-up" not in (await service.client.get("/metrics")).text


@pytest.fixture
def written_log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the service's own log handler writes from now on."""
    log = io.StringIO()
    [handler] = [each for each in logging.getLogger().handlers if isinstance(each.formatter, ProcessorFormatter)]
    monkeypatch.setattr(handler, "stream", log)
    return log


async def test_logs_hold_no_photo_no_words_no_ids_and_no_full_address(written_log: io.StringIO) -> None:
    failing = FakeConsultant(error_after_first_token=RuntimeError(SECRET))
    async with run_app(consultant=failing) as service:
        result = (await service.client.post("/api/analyses", files=photo_file(name="김하늘.jpg"))).json()
        service.analyzer.error = RuntimeError(SECRET)
        await service.client.post("/api/analyses", files=photo_file())
        chat = (await service.client.post("/api/chats", json={"analysis_id": result["id"]})).json()
        await read_events(service.client, "POST", f"/api/chats/{chat['id']}/messages", json={"question": SECRET})
        await service.client.get(f"/api/analyses/{result['id']}?note={SECRET}")
        await service.client.get(f"/api/{SECRET}")
    logs = written_log.getvalue()
    lines = [json.loads(line) for line in logs.splitlines()]
    assert {"request", "analysis_failed", "answer_failed"} <= {line["event"] for line in lines}
    assert ["RuntimeError"] in [line.get("exception") for line in lines]
    for secret in (SECRET, "김하늘", result["id"], chat["id"], "127.0.0.1"):
        assert secret not in logs


@pytest.mark.parametrize(
    ("address", "logged"),
    [("203.0.113.77", "203.0.113.0"), ("2001:db8:1:2:3::4", "2001:db8:1::"), ("unix", None), (None, None)],
)
def test_an_address_is_logged_without_the_part_that_names_a_household(address: str | None, logged: str | None) -> None:
    assert truncate_address(address) == logged
