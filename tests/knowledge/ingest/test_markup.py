"""What is read from Markdown, plain text and web pages."""

from __future__ import annotations

import pytest

from sesaclinic.errors import DocumentError
from sesaclinic.knowledge.ingest.document import Document, read_document
from sesaclinic.knowledge.ingest.markup import read_html, read_text

KOREAN = "레이저 시술 뒤에는 일주일 동안 자외선 차단제를 꼭 발라요."

GUIDE = """---
author: someone
---
# Care guide
The **first** line
and the [second](https://example.org).

## Cleansing
- Twice a day.
1. With `mild` soap.

---

| When | How |
|---|---|
| evening | gently |
```
as it is
```
"""

PAGE = """<!doctype html><html><head><title>After the laser – Dr. Kim's clinic</title>
<style>p { color: red }</style><script>track("visitor")</script></head><body>
<nav><a href="/">Home</a> <a href="/prices">Prices</a> <a href="/contact">Contact us</a></nav>
<header>Book your appointment today!</header>
<main><article><h1>After the laser</h1>
<p>The skin stays warm and red for about two days after the laser session.</p>
<h2>Washing</h2>
<p>Wash with lukewarm water only, and leave cleansing brushes aside for one week.</p>
<ul><li>Pat the skin dry with a clean towel.</li><li>Use a plain moisturiser afterwards.</li></ul>
<table><tr><th>Day</th><th>Make-up</th></tr><tr><td>First day</td><td>none at all</td></tr></table>
</article></main>
<aside>Our newsletter has more offers for you.</aside>
<footer>© Dr. Kim's clinic, all rights reserved.</footer></body></html>"""


def parts(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(part.heading, part.paragraphs) for part in document.parts]


def text_of(document: Document) -> str:
    return "\n".join(paragraph for part in document.parts for paragraph in part.paragraphs)


def test_markdown_keeps_headings_and_drops_what_is_only_for_the_eye() -> None:
    document = read_text(GUIDE.encode(), "/shelf/guide.md")
    assert document.title == "Care guide"
    assert parts(document) == [
        ("", ("The first line and the second.",)),
        ("Cleansing", ("Twice a day.", "With mild soap.", "When How", "evening gently", "as it is")),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_korean_text_is_read_in_the_encodings_it_comes_in(encoding: str) -> None:
    document = read_text(KOREAN.encode(encoding), "/shelf/레이저.txt")
    assert (document.title, text_of(document)) == ("레이저", KOREAN)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", id="a picture"),
        pytest.param(bytes(range(256)) * 4, id="any bytes"),
        pytest.param(b"text\x00with\x00zeros", id="zeros"),
    ],
)
def test_a_file_that_is_no_text_is_broken(content: bytes) -> None:
    with pytest.raises(DocumentError) as refused:
        read_text(content, "notes.txt")
    assert refused.value.code == "document_broken"


@pytest.mark.parametrize("content", [b"", b" \n\n ", b"# A heading alone\n", b"---\nid: x\n---\n"])
def test_a_file_that_says_nothing_is_empty(content: bytes) -> None:
    with pytest.raises(DocumentError) as refused:
        read_text(content, "notes.md")
    assert refused.value.code == "document_empty"


def test_a_web_page_is_its_article_without_menus_and_scripts() -> None:
    document = read_html(PAGE.encode(), "https://example.org/laser")
    assert document.title == "After the laser"
    text = text_of(document)
    for said in ("warm and red for about two days", "lukewarm water only", "Pat the skin dry", "none at all"):
        assert said in text
    for unsaid in ("Prices", "appointment", "newsletter", "rights reserved", "track(", "color: red"):
        assert unsaid not in text
    assert "Washing" in [part.heading for part in document.parts]


def test_a_page_without_a_heading_goes_by_its_whole_title() -> None:
    page = "<title>Retinol vs. bakuchiol.</title><p>Both are used in the evening on dry and clean skin.</p>"
    assert read_html(page.encode(), "https://example.org/page.html").title == "Retinol vs. bakuchiol."


def test_a_page_too_plain_for_the_extractor_is_still_read() -> None:
    document = read_html(b"<h2>Hours</h2><p>Open on Mondays.</p>", "hours.html")
    assert "Open on Mondays." in text_of(document)


@pytest.mark.parametrize(
    "head", ['<meta charset="euc-kr">', "", '<meta http-equiv="Content-Type" content="text/html; charset=cp949">']
)
def test_a_korean_page_in_the_older_encoding_is_read_even_when_it_does_not_say_so(head: str) -> None:
    page = f"<html><head>{head}<title>레이저</title></head><body><article><p>{KOREAN}</p></article></body></html>"
    assert KOREAN in text_of(read_html(page.encode("cp949"), "laser.html"))


@pytest.mark.parametrize("content", [b"", b"<html><body></body></html>", b"<script>only()</script>"])
def test_a_page_that_says_nothing_is_empty(content: bytes) -> None:
    with pytest.raises(DocumentError) as refused:
        read_html(content, "page.html")
    assert refused.value.code == "document_empty"


def test_a_page_nested_without_end_does_not_break_the_run() -> None:
    page = b"<div>" * 5000 + b"<p>Deep down there is a sentence about sunscreen.</p>"
    try:
        assert read_html(page, "page.html").chars > 0
    except DocumentError as error:
        assert error.code in {"document_empty", "document_broken"}


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".txt", ".html", ".htm"])
def test_each_kind_of_file_has_a_reader(suffix: str) -> None:
    content = f"<p>{KOREAN}</p>" if suffix.startswith(".htm") else KOREAN
    assert text_of(read_document(content.encode(), suffix, f"a{suffix}")) == KOREAN
