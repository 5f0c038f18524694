"""A photo is read into memory only, no more of it than allowed, and no longer than allowed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from sesaclinic.settings import PhotoSettings, ServerSettings
from tests import photos
from tests.api.conftest import Service, make_settings, photo_file, run_app
from tests.api.disk import watch_disk

BOUNDARY = "----boundary"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="me.jpg"\r\n'
    "Content-Type: image/jpeg\r\n\r\n"
).encode()
MEGABYTE = 1024 * 1024


class Endless:
    """A body that never ends, and knows how much of it was read."""

    def __init__(self) -> None:
        self.sent = 0

    async def __call__(self) -> AsyncIterator[bytes]:
        yield HEAD
        while True:
            self.sent += 64 * 1024
            yield bytes(64 * 1024)


async def test_nothing_is_written_to_disk_for_a_large_photo_and_a_conversation(service: Service) -> None:
    large = photos.jpeg(photos.portrait(3000), quality=100)
    assert len(large) > 2 * MEGABYTE  # a form parser by itself keeps 1 MB in memory
    with watch_disk() as written:
        answers = [
            await service.client.post("/api/analyses", files={"photo": ("me.jpg", large, "image/jpeg")}),
            await service.client.post("/api/photos/preview", files={"photo": ("me.jpg", large, "image/jpeg")}),
        ]
        chat = (await service.client.post("/api/chats", json={})).json()["id"]
        answers.append(await service.client.post(f"/api/chats/{chat}/messages", json={"question": "건성이에요"}))
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert written == []


def test_the_watch_sees_a_file_being_written(tmp_path: object) -> None:
    with watch_disk() as written, open(f"{tmp_path}/a", "wb"):  # noqa: PTH123
        pass
    assert written == [f"{tmp_path}/a"]


async def test_a_photo_above_the_limit_is_refused_by_its_announced_length(service: Service) -> None:
    huge = {"photo": ("me.jpg", bytes(26 * MEGABYTE), "image/jpeg")}
    response = await service.client.post("/api/analyses", files=huge)
    assert (response.status_code, response.json()["code"]) == (413, "photo_too_many_bytes")
    assert response.json()["detail"] == "사진 파일이 너무 커요(26 MB)."


async def test_reading_stops_soon_after_the_limit_when_no_length_is_announced() -> None:
    body = Endless()
    async with run_app(make_settings(photo=PhotoSettings(max_bytes=MEGABYTE))) as service:
        response = await service.client.post("/api/analyses", content=body(), headers=FORM)
        assert (response.status_code, response.json()["code"]) == (413, "photo_too_many_bytes")
        assert body.sent < 2 * MEGABYTE
        assert service.app.state.services.uploads.held_bytes == 0


async def test_photos_of_many_people_at_once_fill_the_memory_only_so_far() -> None:
    settings = make_settings(server=ServerSettings(upload_memory_bytes=MEGABYTE))
    async with run_app(settings) as service:
        response = await service.client.post("/api/analyses", content=Endless()(), headers=FORM)
        assert (response.status_code, response.json()["code"]) == (503, "overloaded")
        assert (await service.client.post("/api/analyses", files=photo_file())).status_code == 201


async def test_an_upload_that_does_not_come_to_its_end_is_given_up() -> None:
    async def stalled() -> AsyncIterator[bytes]:
        yield HEAD
        await asyncio.sleep(5)
        yield b""

    async with run_app(make_settings(server=ServerSettings(upload_timeout_s=0.05))) as service:
        response = await service.client.post("/api/analyses", content=stalled(), headers=FORM)
        assert (response.status_code, response.json()["code"]) == (408, "upload_timeout")
        assert service.app.state.services.uploads.held_bytes == 0


@pytest.mark.parametrize("path", ["/api/analyses", "/api/photos/preview"])
async def test_a_body_that_is_no_form_is_refused(service: Service, path: str) -> None:
    response = await service.client.post(path, content=photos.jpeg(), headers={"Content-Type": "image/jpeg"})
    assert (response.status_code, response.json()["code"]) == (415, "media_type_unsupported")


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({"files": {"selfie": ("me.jpg", b"x")}}, id="under another name"),
        pytest.param({"files": {"photo": (None, "text")}}, id="as text"),
        pytest.param({"files": {"photo": ("", b"")}}, id="without a name, as browsers send an empty field"),
    ],
)
async def test_a_form_without_a_photo_says_so(service: Service, form: dict[str, object]) -> None:
    response = await service.client.post("/api/analyses", **form)  # type: ignore[arg-type]
    assert (response.status_code, response.json()["code"]) == (422, "photo_missing")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"not a form", id="no boundary in it"),
        pytest.param(HEAD.replace(b"form-data; ", b""), id="broken part"),
        pytest.param(HEAD + b"x\r\n" + HEAD + b"y\r\n--" + BOUNDARY.encode() + b"--\r\n", id="two photos"),
    ],
)
async def test_a_broken_form_is_a_400_and_not_a_crash(service: Service, body: bytes) -> None:
    response = await service.client.post("/api/analyses", content=body, headers=FORM)
    assert response.status_code in {400, 422}
    assert response.json()["code"] in {"invalid_request", "photo_missing"}
