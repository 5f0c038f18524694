"""Usable by everybody: axe finds nothing serious, and the keyboard is enough."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import DESKTOP, OpenPage
from tests.e2e.person import Person
from tests.photos import jpeg, portrait

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def _violations(page: Page) -> list[str]:
    """What axe calls serious or critical under WCAG 2.2 AA."""
    page.evaluate(_axe())
    found = page.evaluate(
        """() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
             .then(({ violations }) => violations.filter(({ impact }) => ["serious", "critical"].includes(impact)))"""
    )
    return [
        f"{each['id']}: {node['html'][:160]} – {node['failureSummary']}" for each in found for node in each["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_page: OpenPage, scheme: Literal["light", "dark"]) -> None:
    page = open_page(scheme=scheme)
    person = Person(page)
    page.get_by_text("촬영 범위:").click()
    assert _violations(page) == []

    person.choose(b"no photo", "me.jpg")
    expect(page.get_by_role("alert")).to_be_visible()
    assert _violations(page) == []

    person.analyse()
    page.get_by_role("region", name="고민별 상태").get_by_role("button").first.click()
    page.get_by_role("button", name="결과 보관하기").click()
    expect(page.get_by_text("보관한 결과예요")).to_be_visible()
    assert _violations(page) == []

    page.get_by_role("link", name="이 결과로 상담하기").first.click()
    expect(page.get_by_role("heading", name="무엇이든 물어보세요")).to_be_visible()
    assert _violations(page) == []
    person.ask("임신 중인데 레티놀을 써도 되나요?").get_by_role("button").first.click()
    assert _violations(page) == []

    page.get_by_role("link", name="기록").click()
    expect(page.get_by_role("heading", name="보관한 결과")).to_be_visible()
    assert _violations(page) == []


def test_the_keyboard_alone_leads_from_photo_to_answer(open_page: OpenPage) -> None:
    page = open_page(size=DESKTOP)
    photo_file = FilePayload(name="me.jpg", mimeType="image/jpeg", buffer=jpeg(portrait()))
    page.on("filechooser", lambda chooser: chooser.set_files(photo_file))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="본문으로 건너뛰기")).to_be_focused()
    page.keyboard.press("Enter")

    _tab_to(page, "사진 고르기")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="피부 분석 결과")).to_be_visible()

    _tab_to(page, "분석한 사진")
    photo = page.get_by_role("img", name="분석한 사진")
    before = photo.get_attribute("style") or ""
    page.keyboard.press("+")
    expect(photo).not_to_have_attribute("style", before)

    _tab_to(page, "이 결과로 상담하기")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="무엇이든 물어보세요")).to_be_visible()
    _tab_to(page, "질문")
    page.keyboard.type("색소침착은 어떻게 관리해요?")
    page.keyboard.press("Enter")
    answer = page.get_by_role("article", name="상담사")
    expect(answer).to_have_attribute("aria-busy", "false")
    _tab_to(page, "근거 1 보기", backwards=True)
    page.keyboard.press("Enter")
    expect(answer.get_by_role("link", name="원문 열기").first).to_be_visible()


def _tab_to(page: Page, name: str, *, backwards: bool = False) -> None:
    """Press Tab until the named thing has the focus; nothing on these pages is more than sixty presses away."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        focused = page.evaluate("() => document.activeElement.ariaLabel || document.activeElement.textContent || ''")
        if focused.strip() == name:
            return
    raise AssertionError(f"the keyboard does not reach {name!r}")
