"""The whole product over HTTP: real photos measured by the real models, real answers from the real articles."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from sesaclinic.api import create_app
from sesaclinic.settings import ServerSettings
from tests import photos
from tests.api.conftest import make_settings
from tests.api.disk import watch_disk
from tests.api.sse import ServerEvent, parse_events
from tests.live import run_server

BAD_PHOTOS = photos.BAD_FILES | photos.BAD_SHOTS
QUESTIONS = (
    "나는 홍조가 있는 건성 피부인데 스킨케어 방법이 궁금해",
    "나는 색소침착이 있어 고민인데, 어떻게 관리하면 좋을까?",
    "여드름 때문에 고민이라 관리를 하고 있는데 유용한 성분이나 피해야 할 것들이 있을까?",
)


@pytest.fixture(scope="module")
def product() -> Iterator[httpx.Client]:
    server = ServerSettings(analyses_per_minute=10**6, messages_per_minute=10**6)
    with run_server(create_app(make_settings(server=server))) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


def analyse(client: httpx.Client, data: bytes, name: str, **fields: str) -> httpx.Response:
    return client.post("/api/analyses", files={"photo": (name, data)}, data=fields)


def ask(client: httpx.Client, question: str, **chat: str) -> list[ServerEvent]:
    chat_id = client.post("/api/chats", json=chat).json()["id"]
    return parse_events(client.post(f"/api/chats/{chat_id}/messages", json={"question": question}).text)


@pytest.mark.parametrize("kind", BAD_PHOTOS)
def test_every_bad_photo_gets_its_own_code_and_a_hint_in_both_languages(product: httpx.Client, kind: str) -> None:
    data, name, code = BAD_PHOTOS[kind]()
    response = analyse(product, data, name)
    problem = response.json()
    assert problem["code"] == code
    assert 400 <= response.status_code == problem["status"] < 500
    assert problem["messages"]["ko"]["hint"] != problem["messages"]["en"]["hint"]
    assert product.get("/api/health/live").status_code == 200


@pytest.mark.parametrize("kind", photos.GOOD_FILES)
def test_every_kind_of_photo_is_measured(product: httpx.Client, kind: str) -> None:
    data, name = photos.GOOD_FILES[kind]()
    response = analyse(product, data, name)
    assert response.status_code == 201, response.text
    resource = response.json()
    assert resource["analysis"]["face"]["count"] == 1
    assert resource["analysis"]["findings"]
    assert len(resource["analysis"]["regions"]) > 5
    assert 1 <= len(resource["summary"]) <= 5


def test_a_closeup_needs_no_face(product: httpx.Client) -> None:
    response = analyse(product, photos.jpeg(photos.skin_closeup()), "cheek.jpg", framing="closeup")
    assert response.status_code == 201, response.text
    assert response.json()["analysis"]["face"] == {"box": None, "count": 0}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_with_sources(product: httpx.Client, question: str) -> None:
    events = ask(product, question)
    assert events[0].name == "citations"
    answer = events[-1].data
    assert events[-1].name == "done"
    assert answer["citations"]
    assert all(f"[{citation['n']}]" in answer["answer"] for citation in answer["citations"])
    assert all(citation["url"].startswith("http") for citation in answer["citations"])


def test_from_a_photo_to_a_consultation_nothing_is_written_to_disk(product: httpx.Client) -> None:
    product.get("/api/history")  # everything that is imported late has been imported
    analyse(product, photos.jpeg(), "me.jpg")
    ask(product, QUESTIONS[0])
    with watch_disk() as written:
        result = analyse(product, photos.jpeg(photos.portrait(2400), quality=100), "김하늘.jpg").json()
        events = ask(product, "제 피부에는 무엇이 좋을까요?", analysis_id=result["id"])
        analyse(product, *photos.BAD_FILES["truncated JPEG"]()[:2])
    assert result["status"] == "done"
    assert events[-1].name == "done"
    assert written == []
