"""A running service and a real browser.

The service is `sesaclinic serve` in a process of its own, with history in a temporary folder; SESAC_E2E_URL points the
tests at one that runs already. The browser is Debian's chromium or whichever Chrome is installed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect, sync_playwright

from tests.e2e.person import Person
from tests.photos import jpeg, portrait

BUILT_PAGE = Path(__file__).parents[2] / "src" / "sesaclinic" / "assets" / "web" / "index.html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WARM_UP_S = 180  # models load in 5 to 20 s on two quiet cores, and more slowly on busy ones
PATIENCE_MS = 20_000  # for one thing to appear on the page

PHONE, DESKTOP = (390, 844), (1280, 860)
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a service whose models have loaded."""
    if running := os.environ.get("SESAC_E2E_URL"):
        yield running.rstrip("/")
        return
    if not BUILT_PAGE.exists():
        pytest.fail("the page is not built: run `make test`, or `npm run build` in web/")
    folder = tmp_path_factory.mktemp("service")
    environment = {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "SESAC_STORAGE__DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'history.db'}",
        "SESAC_SERVER__ANALYSES_PER_MINUTE": "600",  # one address sends every test's photos
        "SESAC_SERVER__MESSAGES_PER_MINUTE": "600",
    }
    command = [str(Path(sys.executable).with_name("sesaclinic")), "serve", "--port", "0"]
    log = folder / "log.txt"
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output, env=environment) as process:
        try:
            yield _wait_until_ready(process, log)
        finally:
            process.terminate()


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> str:
    """The address that the service prints first, once its models have loaded."""
    deadline = time.monotonic() + WARM_UP_S
    while time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.1)
        words = log.read_text(encoding="utf-8").split()
        url = next((word for word in words if word.startswith("http")), None)
        with contextlib.suppress(httpx.TransportError):
            if url and httpx.get(f"{url}/api/health/ready").status_code == httpx.codes.OK:
                return url
    pytest.fail(f"the service did not become ready:\n{log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="session")
def webcam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the browser's fake camera sees: the portrait, as a short motion JPEG."""
    film = tmp_path_factory.mktemp("webcam") / "portrait.mjpeg"
    film.write_bytes(jpeg(portrait(640).crop((0, 0, 640, 480))) * 5)
    return film


# scope: an open synchronous playwright is a running event loop, in which no asynchronous test could run
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright, webcam: Path) -> Iterator[Browser]:
    executable = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if executable is None:
        if "CI" in os.environ:
            pytest.fail("no browser: install chromium")
        pytest.skip("no browser: install chromium")
    arguments = [
        "--no-sandbox",  # root, as in a container, may not use it
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={webcam}",
    ]
    browser = playwright.chromium.launch(executable_path=executable, args=arguments)
    yield browser
    browser.close()


@pytest.fixture
def open_page(browser: Browser, service: str) -> Iterator[OpenPage]:
    """Opens pages of fresh visitors; fails the test if one of them broke a rule of the house."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        path: str = "/",
        size: tuple[int, int] = PHONE,
        scheme: Literal["light", "dark"] = "light",
        permissions: tuple[str, ...] = (),
    ) -> Page:
        context = browser.new_context(
            base_url=service,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="ko-KR",
            timezone_id="Asia/Seoul",
            permissions=permissions,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
        page.on("console", lambda message: complaints.extend(_policy_breaches(message)))
        page.on("request", lambda request: complaints.extend(_foreign(request.url, service)))
        page.goto(path)
        page.locator("h1").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


def _policy_breaches(message: ConsoleMessage) -> list[str]:
    return [message.text] if "Content Security Policy" in message.text else []


def _foreign(url: str, service: str) -> list[str]:
    """Requests that leave the service: the page needs nobody else."""
    return [] if url.startswith((service, "blob:", "data:")) else [f"foreign request: {url}"]


@pytest.fixture
def person(open_page: OpenPage) -> Person:
    """Somebody on a phone, at the first page."""
    return Person(open_page())
