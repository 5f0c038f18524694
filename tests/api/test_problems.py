"""Whatever goes wrong, the answer is a problem with a code, in the reader's language and in both of ours."""

from __future__ import annotations

import httpx
import pytest

from sesaclinic.api.language import LANGUAGES, negotiate
from sesaclinic.domain import Lang
from tests.api.conftest import Service, photo_file

JSON = {"Content-Type": "application/json"}

REQUESTS: dict[str, tuple[int, str, httpx.Request]] = {
    name: (status, code, httpx.Request(method, "http://test" + path, headers=headers, content=content))
    for name, (status, code, method, path, headers, content) in {
        "unknown result": (404, "not_found", "GET", "/api/analyses/none", {}, b""),
        "unknown events": (404, "not_found", "GET", "/api/analyses/none/events", {}, b""),
        "unknown address": (404, "not_found", "GET", "/api/skin", {}, b""),
        "unknown file of the page": (404, "not_found", "GET", "/assets/none.js", {}, b""),
        "deleting what is not there": (404, "not_found", "DELETE", "/api/chats/none", {}, b""),
        "wrong method": (405, "method_not_allowed", "GET", "/api/chats", {}, b""),
        "posting to the page": (405, "method_not_allowed", "POST", "/", {}, b""),
        "a chat that is no json": (
            415,
            "media_type_unsupported",
            "POST",
            "/api/chats",
            {"Content-Type": "text/plain"},
            b"hi",
        ),
        "a chat without a body": (415, "media_type_unsupported", "POST", "/api/chats", {}, b""),
        "broken json": (422, "invalid_request", "POST", "/api/chats", JSON, b"{"),
        "an unknown field": (422, "invalid_request", "POST", "/api/chats", JSON, b'{"analysis": 1}'),
        "an unknown language": (422, "invalid_request", "POST", "/api/chats", JSON, b'{"lang": "fr"}'),
        "a number out of range": (422, "invalid_request", "GET", "/api/history?limit=1000", {}, b""),
        "a large body that is no photo": (413, "body_too_large", "POST", "/api/chats", JSON, b'"' + b"x" * 300_000),
        "consent where nothing is kept": (
            409,
            "history_off",
            "PUT",
            "/api/me/consent",
            JSON,
            b'{"keep_results": true}',
        ),
    }.items()
}


@pytest.mark.parametrize("name", REQUESTS)
async def test_every_refusal_is_a_problem_with_its_status_and_code(service: Service, name: str) -> None:
    status, code, request = REQUESTS[name]
    response = await service.client.send(request)
    problem = response.json()
    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert problem["type"] == f"https://sesaclinic.org/errors/{code}"
    for lang in LANGUAGES:
        assert problem["messages"][lang]["message"]
        assert problem["messages"][lang]["hint"]


async def test_a_wrong_method_says_which_are_right(service: Service) -> None:
    assert (await service.client.get("/api/analyses")).headers["Allow"] == "POST"


async def test_a_validation_error_repeats_nothing_of_what_was_sent(service: Service) -> None:
    response = await service.client.post("/api/chats", json={"lang": "비밀 이야기", "note": "비밀 이야기"})
    assert response.status_code == 422
    assert "비밀" not in response.text
    assert {error["field"] for error in response.json()["errors"]} == {"lang", "note"}


@pytest.mark.parametrize(
    ("header", "detail"),
    [
        ("", "사진이 없어요."),
        ("fr-FR, de;q=0.8", "사진이 없어요."),
        ("en-US,en;q=0.9,ko;q=0.8", "There is no photo."),
        ("en;q=0.5, ko;q=0.9", "사진이 없어요."),
    ],
)
async def test_a_problem_speaks_the_language_of_the_reader(service: Service, header: str, detail: str) -> None:
    headers = {"Accept-Language": header}
    response = await service.client.post("/api/analyses", files={"x": ("x", b"")}, headers=headers)
    assert response.json()["detail"] == detail


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "ko"),
        ("*", "ko"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("ja;q=0.9, zh-Hant-TW", "zh"),
        ("ko;q=0, en;q=0.1", "en"),
        ("en;q=nonsense", "ko"),
        (",;,", "ko"),
    ],
)
def test_the_best_of_our_languages_is_chosen(header: str, lang: Lang) -> None:
    assert negotiate(header, "ko") == lang


async def test_the_service_goes_on_after_every_kind_of_bad_request(service: Service) -> None:
    for _, _, request in REQUESTS.values():
        await service.client.send(request)
    assert (await service.client.post("/api/analyses", files=photo_file())).status_code == 201
