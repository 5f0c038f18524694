"""The built page is served at every address that it routes itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sesaclinic.settings import ServerSettings
from tests.api.conftest import Service, make_settings, run_app


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Service]:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>SeSAClinic</title>")
    (tmp_path / "assets" / "index-4f2a.js").write_text("const skin = 1;\n" * 1000)
    async with run_app(make_settings(server=ServerSettings(web_dir=tmp_path))) as service:
        yield service


@pytest.mark.parametrize("path", ["/", "/result/abc", "/chat", "/deep/er/route"])
async def test_addresses_of_the_page_answer_with_it(page: Service, path: str) -> None:
    response = await page.client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "SeSAClinic" in response.text
    assert response.headers["Cache-Control"] == "no-cache"


async def test_built_files_are_compressed_and_cached_for_good(page: Service) -> None:
    response = await page.client.get("/assets/index-4f2a.js")
    assert response.headers["Content-Encoding"] == "gzip"
    assert "immutable" in response.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/assets/none.js", "/favicon.png", "/api/none", "/../settings.py"])
async def test_what_is_not_there_is_a_problem_and_not_the_page(page: Service, path: str) -> None:
    response = await page.client.get(path)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


async def test_a_page_that_was_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    async with run_app(make_settings(server=ServerSettings(web_dir=tmp_path / "none"))) as service:
        response = await service.client.get("/")
        assert (response.status_code, response.json()["code"]) == (503, "page_missing")
        assert (await service.client.get("/api/health/live")).status_code == 200
