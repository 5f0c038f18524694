"""The camera, with a fake one that films the portrait."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage


def test_a_photo_taken_here_becomes_a_result(open_page: OpenPage) -> None:
    page = open_page(permissions=("camera",))
    page.get_by_role("link", name="사진 찍기").click()
    page.get_by_role("button", name="찍기", exact=True).click()
    expect(page.get_by_role("img", name="방금 찍은 사진")).to_be_visible()
    page.get_by_role("button", name="이 사진으로 분석").click()
    expect(page.get_by_role("heading", name="피부 분석 결과")).to_be_visible()


def test_the_light_is_judged_while_aiming(open_page: OpenPage) -> None:
    page = open_page("/camera", permissions=("camera",))
    expect(page.get_by_text("빛이 좋아요")).to_be_visible()


def test_a_blocked_camera_is_explained_and_a_file_still_works(open_page: OpenPage) -> None:
    page = open_page("/camera")
    expect(page.get_by_role("alert")).to_contain_text("카메라를 쓸 수 없게 막혀 있어요.")
    expect(page.get_by_role("button", name="사진 고르기")).to_be_enabled()
