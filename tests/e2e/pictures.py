"""Take the pictures of docs/images again from a running service:

    python -m tests.e2e.pictures http://127.0.0.1:8000

Only the public-domain portrait is ever shown.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.person import Person

IMAGES = Path(__file__).parents[2] / "docs" / "images"
QUESTION = "나는 홍조가 있는 건성 피부인데 스킨케어 방법이 궁금해"
LARGEST = 400_000  # bytes: a README is read on phones too
GAP = 24  # pixels between two phones


def main(url: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        _save(_desktop(browser, url), "result.png")
        _save(_side_by_side(_phone(browser, url)), "phone.png")
        browser.close()


def _desktop(browser: Browser, url: str) -> Image.Image:
    page = _open(browser, url, 1280, 860)
    Person(page).analyse()
    return _shoot(page)


def _phone(browser: Browser, url: str) -> list[Image.Image]:
    page = _open(browser, url, 390, 844)
    person = Person(page)
    shots = [_shoot(page)]
    person.analyse()
    page.get_by_role("heading", name="고민별 상태").scroll_into_view_if_needed()
    page.get_by_role("region", name="피부 타입").evaluate("card => card.scrollIntoView({ block: 'start' })")
    page.mouse.wheel(0, -GAP)
    shots.append(_shoot(page))
    page.get_by_role("link", name="이 결과로 상담하기").first.click()
    person.ask(QUESTION).get_by_role("button", name="근거 1 보기").first.click()
    shots.append(_shoot(page))
    return shots


def _open(browser: Browser, url: str, width: int, height: int) -> Page:
    context = browser.new_context(
        base_url=url, viewport={"width": width, "height": height}, locale="ko-KR", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("/")
    page.locator("h1").wait_for()
    return page


def _shoot(page: Page) -> Image.Image:
    page.wait_for_timeout(400)  # the photo is decoded and the page has come to rest
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def _side_by_side(shots: list[Image.Image]) -> Image.Image:
    width, height = shots[0].size
    row = Image.new("RGB", (len(shots) * (width + GAP) - GAP, height), "white")
    for place, shot in enumerate(shots):
        row.paste(shot, (place * (width + GAP), 0))
    return row


def _save(image: Image.Image, name: str) -> None:
    path = IMAGES / name
    image.save(path, optimize=True)
    if (size := path.stat().st_size) > LARGEST:
        raise SystemExit(f"{name} is {size} bytes; show less of the photo in it")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
