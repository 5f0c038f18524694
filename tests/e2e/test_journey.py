"""The main job, end to end: a photo in, a result and a consultation out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE, OpenPage
from tests.e2e.person import Person
from tests.photos import BAD_FILES, BAD_SHOTS, GOOD_FILES


def test_a_portrait_becomes_a_result_with_drawings_and_advice(person: Person) -> None:
    person.analyse()
    page = person.page
    for title in ("한눈에 보기", "피부 타입", "고민별 상태", "오늘부터 이렇게", "사진 품질"):
        expect(page.get_by_role("region", name=title)).to_be_visible()
    expect(page.get_by_text("이 결과는 진단이 아니에요")).to_be_visible()
    assert 1 <= page.get_by_role("region", name="한눈에 보기").get_by_role("listitem").count() <= 5
    photo = page.get_by_role("img", name="분석한 사진")
    assert photo.evaluate("image => image.complete && image.naturalWidth") == 640

    drawn = page.get_by_role("group", name="사진 위에 표시")
    drawn.get_by_role("button", pressed=False).first.click()
    expect(drawn.get_by_role("listitem")).to_have_count(4)  # the legend of the grades
    page.get_by_role("button", name=re.compile("^홍조 .*점")).click()
    cheek = page.get_by_role("button", name=re.compile("왼쪽 볼"))
    cheek.click()
    expect(cheek).to_have_attribute("aria-pressed", "true")


def test_the_consultation_knows_the_result_and_shows_its_sources(person: Person) -> None:
    person.analyse()
    page = person.page
    page.get_by_role("link", name="이 결과로 상담하기").first.click()
    expect(page.get_by_text("방금 분석한 결과를 알고 있어요.")).to_be_visible()
    answer = person.ask("나는 홍조가 있는 건성 피부인데 스킨케어 방법이 궁금해")
    answer.get_by_role("button", name="근거 1 보기").first.click()
    source = answer.get_by_role("listitem").filter(has=page.get_by_role("link", name="원문 열기")).first
    expect(source).to_be_visible()
    assert str(source.get_by_role("link").get_attribute("href")).startswith("http")


def test_what_a_person_says_of_their_skin_counts_beside_the_photo(person: Person) -> None:
    person.analyse()
    page = person.page
    page.get_by_text("평소 느낌도 함께 볼까요?").click()
    for question, answer in (
        ("당기나요", "많이 당겨요"),
        ("번들거리나요", "안 번들거려요"),
        ("따갑거나", "자주"),
        ("각질이", "자주"),
    ):
        page.get_by_role("group", name=question).get_by_label(answer).check()
    page.get_by_role("button", name="반영해서 다시 보기").click()
    expect(page.get_by_text("답변만 보면 건성에 가까워요")).to_be_visible()


def test_an_emergency_is_sent_to_a_doctor(person: Person) -> None:
    person.page.get_by_role("link", name="사진 없이 물어보기").click()
    answer = person.ask("새 크림을 바르고 얼굴이 붓고 숨쉬기가 힘들어요")
    expect(answer.get_by_text(re.compile("진료를 받아 주세요|진료를 권해요")).first).to_be_visible()


@pytest.mark.parametrize("kind", ["heic", "avif"])
def test_a_photo_of_any_phone_is_analysed_and_shown(person: Person, kind: str) -> None:
    content, name = GOOD_FILES[kind]()
    person.analyse(content, name)
    photo = person.page.get_by_role("img", name="분석한 사진")
    expect(photo).to_be_visible()
    assert photo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640


@pytest.mark.parametrize("kind", ["empty", "text called jpg", "truncated JPEG"])
def test_a_file_that_is_no_photo_is_explained_on_the_spot(person: Person, kind: str) -> None:
    content, name, code = BAD_FILES[kind]()
    person.choose(content, name)
    expect(person.page.locator(f"[data-code={code}]").get_by_role("alert")).to_be_visible()


@pytest.mark.parametrize("kind", ["landscape", "two faces", "night"])
def test_a_photo_without_a_measurable_face_is_explained_with_a_way_on(person: Person, kind: str) -> None:
    content, name, code = BAD_SHOTS[kind]()
    person.choose(content, name)
    expect(person.page.locator(f"[data-code={code}]").get_by_role("alert")).to_be_visible()
    person.analyse()


def test_the_page_speaks_english_when_chosen_and_remembers_it(person: Person) -> None:
    person.analyse()
    page = person.page
    korean = page.get_by_role("region", name="한눈에 보기").get_by_role("listitem").first.inner_text()
    page.get_by_role("combobox", name="언어").select_option("English")
    english = page.get_by_role("region", name="At a glance")
    expect(english).to_be_visible()
    expect(english).not_to_contain_text(korean)
    page.reload()
    expect(page.get_by_role("heading", name="Your skin analysis")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_photo_zooms_under_the_pointer_and_can_be_dragged(open_page: OpenPage) -> None:
    page = open_page(size=DESKTOP)
    Person(page).analyse()
    photo = page.get_by_role("img", name="분석한 사진")
    frame = page.get_by_role("region", name="분석한 사진").bounding_box()
    assert frame
    at_first = photo.get_attribute("style") or ""
    page.mouse.move(frame["x"] + frame["width"] / 4, frame["y"] + frame["height"] / 4)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    expect(photo).not_to_have_attribute("style", at_first)
    page.wait_for_timeout(300)  # a turn of the wheel counts as one until it has rested for 140 ms
    closer = photo.get_attribute("style") or ""
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2, steps=4)
    page.mouse.up()
    expect(photo).not_to_have_attribute("style", closer)
    page.get_by_role("button", name="원래 크기").click()
    expect(photo).to_have_attribute("style", at_first)


def test_a_reload_shows_the_result_without_the_photo_that_nobody_kept(person: Person) -> None:
    person.analyse()
    person.page.reload()
    expect(person.page.get_by_text("사진은 저장하지 않아서")).to_be_visible()
    expect(person.page.get_by_role("region", name="고민별 상태")).to_be_visible()


def test_a_result_is_gone_when_its_owner_deletes_it(person: Person) -> None:
    person.analyse()
    page = person.page
    address = page.url
    page.get_by_role("button", name="지금 지우기").click()
    expect(page.get_by_text("결과를 지웠어요.")).to_be_visible()
    page.goto(address)
    expect(page.locator("[data-code=not_found]").get_by_role("alert")).to_be_visible()


def test_kept_results_show_a_trend_and_are_all_deleted_on_request(person: Person) -> None:
    person.analyse()
    page = person.page
    page.get_by_role("button", name="결과 보관하기").click()
    expect(page.get_by_text("보관한 결과예요")).to_be_visible()
    page.get_by_role("link", name="새 사진 분석").click()
    person.analyse()
    page.get_by_role("link", name="기록").click()
    expect(page.get_by_role("figure")).to_be_visible()
    page.get_by_role("button", name="모두 지우기").click()
    page.get_by_role("dialog").get_by_role("button", name="모두 지우기").click()
    expect(page.get_by_text("아직 보관한 결과가 없어요.")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_sticks_out_of_the_window(open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page(size=size)
    overflow = "document.documentElement.scrollWidth - window.innerWidth"
    assert page.evaluate(overflow) <= 0
    Person(page).analyse()
    assert page.evaluate(overflow) <= 0
    page.get_by_role("link", name="이 결과로 상담하기").first.click()
    Person(page).ask("여드름에 도움이 되는 성분이 뭐예요?")
    assert page.evaluate(overflow) <= 0
