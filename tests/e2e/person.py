"""What a person does on the page, in the words of the page."""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.photos import jpeg, portrait


class Person:
    """Somebody at a page; every step finds things the way a person would, by what they say."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def choose(self, content: bytes, name: str) -> None:
        """Pick a file from the photo chooser."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name=re.compile("사진 고르기|다른 사진으로")).click()
        chooser.value.set_files(FilePayload(name=name, mimeType="", buffer=content))

    def analyse(self, content: bytes | None = None, name: str = "me.jpg") -> None:
        """Hand over a photo (the portrait) and wait for its result."""
        self.choose(content or jpeg(portrait()), name)
        expect(self.page.get_by_role("heading", name="피부 분석 결과")).to_be_visible()

    def ask(self, question: str) -> Locator:
        """Type a question, send it, and wait for the whole answer. Returns the answer."""
        box = self.page.get_by_role("textbox", name="질문")
        box.fill(question)
        box.press("Enter")
        answer = self.page.get_by_role("article", name="상담사").last
        expect(answer).to_have_attribute("aria-busy", "false")
        return answer
