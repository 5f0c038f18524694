"""Results are kept only for those who asked, and a person can see, open and delete what is theirs."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.api.conftest import Service, photo_file
from tests.api.sse import read_events

COOKIE = "sesac_person"


async def analyse(service: Service) -> str:
    return str((await service.client.post("/api/analyses", files=photo_file())).json()["id"])


async def consent(service: Service, **body: object) -> httpx.Response:
    return await service.client.put("/api/me/consent", json={"keep_results": True, **body})


async def test_a_service_without_a_database_keeps_nothing_and_says_so(service: Service) -> None:
    history = await service.client.get("/api/history")
    assert history.json() == {"enabled": False, "keep_results": False, "results": []}
    refused = await consent(service)
    assert (refused.status_code, refused.json()["code"]) == (409, "history_off")
    assert "set-cookie" not in refused.headers
    assert (await service.client.delete("/api/me")).status_code == 204


async def test_without_consent_nothing_is_kept_and_no_cookie_is_set(keeping_service: Service) -> None:
    response = await keeping_service.client.post("/api/analyses", files=photo_file())
    assert not response.json()["kept"]
    assert "set-cookie" not in response.headers
    history = await keeping_service.client.get("/api/history")
    assert history.json() == {"enabled": True, "keep_results": False, "results": []}


async def test_after_consent_results_are_kept_newest_first(keeping_service: Service) -> None:
    assert (await consent(keeping_service)).json() == {"enabled": True, "keep_results": True}
    first, second = await analyse(keeping_service), await analyse(keeping_service)
    history = (await keeping_service.client.get("/api/history")).json()
    assert [entry["id"] for entry in history["results"]] == [second, first]
    assert history["results"][0]["skin_type"] == "dry"
    assert history["results"][0]["scores"] == {"redness": 42.0, "dryness": 35.0}
    assert history["results"][0]["summary"]
    assert len((await keeping_service.client.get("/api/history?limit=1")).json()["results"]) == 1


async def test_consent_may_begin_with_the_result_on_the_screen(keeping_service: Service) -> None:
    shown = await analyse(keeping_service)
    await consent(keeping_service, analysis_id=shown)
    history = (await keeping_service.client.get("/api/history")).json()
    assert [entry["id"] for entry in history["results"]] == [shown]
    resource = (await keeping_service.client.get(f"/api/analyses/{shown}")).json()
    assert (resource["kept"], resource["expires_at"]) == (True, None)


async def test_a_result_measured_in_the_background_is_kept_when_its_done_event_comes(keeping_service: Service) -> None:
    await consent(keeping_service)
    accepted = await keeping_service.client.post(
        "/api/analyses", files=photo_file(), headers={"Prefer": "respond-async"}
    )
    await read_events(keeping_service.client, "GET", f"{accepted.headers['Location']}/events")
    assert (await keeping_service.client.get(accepted.headers["Location"])).json()["kept"]


async def test_a_kept_result_outlives_memory_for_its_owner_alone(keeping_service: Service) -> None:
    await consent(keeping_service)
    kept = await analyse(keeping_service)
    keeping_service.app.state.services.analyses.discard(kept)  # as if its half hour were over
    mine = (await keeping_service.client.get(f"/api/analyses/{kept}")).json()
    assert (mine["kept"], mine["status"], mine["analysis"]["image"]) == (True, "done", None)
    assert mine["analysis"]["photo"] == ""
    chat = await keeping_service.client.post("/api/chats", json={"analysis_id": kept})
    assert chat.status_code == 201
    keeping_service.client.cookies.clear()
    assert (await keeping_service.client.get(f"/api/analyses/{kept}")).status_code == 404
    assert (await keeping_service.client.delete(f"/api/analyses/{kept}")).status_code == 404
    assert (await keeping_service.client.post("/api/chats", json={"analysis_id": kept})).status_code == 404


async def test_deleting_one_result_removes_it_from_history_too(keeping_service: Service) -> None:
    await consent(keeping_service)
    kept = await analyse(keeping_service)
    assert (await keeping_service.client.delete(f"/api/analyses/{kept}")).status_code == 204
    assert (await keeping_service.client.get("/api/history")).json()["results"] == []
    assert (await keeping_service.client.get(f"/api/analyses/{kept}")).status_code == 404


async def test_deleting_me_deletes_results_consent_and_cookie(keeping_service: Service, tmp_path: Path) -> None:
    await consent(keeping_service)
    kept = await analyse(keeping_service)
    database = tmp_path / "history.db"
    assert kept.encode() in database.read_bytes()
    response = await keeping_service.client.delete("/api/me")
    assert response.status_code == 204
    assert "Max-Age=0" in response.headers["Set-Cookie"]
    assert kept.encode() not in database.read_bytes()
    assert COOKIE not in keeping_service.client.cookies
    assert (await keeping_service.client.get("/api/history")).json()["keep_results"] is False


async def test_a_result_deleted_with_its_owner_is_gone_from_memory_too(keeping_service: Service) -> None:
    await consent(keeping_service)
    kept = await analyse(keeping_service)
    await keeping_service.client.delete("/api/me")
    assert (await keeping_service.client.get(f"/api/analyses/{kept}")).status_code == 404


async def test_withdrawing_consent_deletes_what_was_kept(keeping_service: Service) -> None:
    await consent(keeping_service)
    shown = await analyse(keeping_service)
    withdrawn = await consent(keeping_service, keep_results=False)
    assert withdrawn.json() == {"enabled": True, "keep_results": False}
    assert "Max-Age=0" in withdrawn.headers["Set-Cookie"]
    assert not (await keeping_service.client.get(f"/api/analyses/{shown}")).json()["kept"]
    assert not (await keeping_service.client.post("/api/analyses", files=photo_file())).json()["kept"]


async def test_a_made_up_cookie_keeps_nothing(keeping_service: Service) -> None:
    keeping_service.client.cookies.set(COOKIE, "made-up")
    response = await keeping_service.client.post("/api/analyses", files=photo_file())
    assert (response.status_code, response.json()["kept"]) == (201, False)


async def test_the_cookie_is_closed_to_scripts_other_sites_and_plain_http(keeping_service: Service) -> None:
    plain = (await consent(keeping_service)).headers["Set-Cookie"]
    assert all(attribute in plain for attribute in ("HttpOnly", "SameSite=lax", "Path=/api", "Max-Age=31536000"))
    assert "Secure" not in plain
    secure = await keeping_service.client.put("https://test/api/me/consent", json={"keep_results": True})
    assert "Secure" in secure.headers["Set-Cookie"]


async def test_consent_about_an_unknown_result_changes_nothing(keeping_service: Service) -> None:
    assert (await consent(keeping_service, analysis_id="none")).status_code == 404
    assert (await keeping_service.client.get("/api/history")).json()["keep_results"] is False


async def test_a_database_that_fails_costs_the_keeping_and_not_the_result(
    keeping_service: Service, tmp_path: Path
) -> None:
    await consent(keeping_service)
    await keeping_service.app.state.services.history.close()
    (tmp_path / "history.db").write_bytes(b"no longer a database")
    response = await keeping_service.client.post("/api/analyses", files=photo_file())
    assert (response.status_code, response.json()["kept"]) == (201, False)
