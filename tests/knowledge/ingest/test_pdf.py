"""What is read from a PDF: the text in the order people read it, and why a file is refused."""

from __future__ import annotations

import random

import pytest

from sesaclinic.errors import DocumentError
from sesaclinic.knowledge.ingest import pdf
from sesaclinic.knowledge.ingest.document import Document
from sesaclinic.knowledge.ingest.pdf import read_pdf
from tests.knowledge.ingest.printed import HEADING, KOREAN, WIDTH, Paper

LEFT = [
    "Azelaic acid is kept on clean skin",
    "and left there overnight. It may",
    "sting during the first two weeks,",
    "which passes as the skin adapts.",
]
RIGHT = [
    "Sunscreen follows every morning",
    "because fresh marks darken in the",
    "light. Reapply after two hours of",
    "being outside in the bright sun.",
]


def text_of(document: Document) -> str:
    return "\n".join(paragraph for part in document.parts for paragraph in part.paragraphs)


def two_columns(paper: Paper, top: float, offset: float = 0.0) -> None:
    for x, lines in ((60.0, LEFT), (WIDTH / 2 + 20, RIGHT)):
        paper.top = top + (offset if lines is RIGHT else 0.0)
        paper.write(*lines, x=x)


@pytest.mark.parametrize("offset", [0.0, 5.0], ids=["lines aligned", "lines not aligned"])
def test_two_columns_are_read_one_after_the_other(offset: float) -> None:
    paper = Paper()
    two_columns(paper, 120, offset)
    assert text_of(read_pdf(paper.bytes(), "a.pdf")) == " ".join(LEFT + RIGHT)


def test_a_title_across_both_columns_comes_before_them_and_one_between_parts_them() -> None:
    paper = Paper()
    paper.write("Marks after acne and what helps against them at home", size=HEADING)
    two_columns(paper, 150)
    paper.top = 260
    paper.write("What to do in summer when the sun is strong again", size=HEADING)
    two_columns(paper, 290)
    document = read_pdf(paper.bytes(), "a.pdf")
    assert [part.heading for part in document.parts] == [
        "Marks after acne and what helps against them at home",
        "What to do in summer when the sun is strong again",
    ]
    assert [part.paragraphs for part in document.parts] == [(" ".join(LEFT + RIGHT),)] * 2


def test_one_column_of_text_is_left_as_it_is() -> None:
    lines = [f"Line number {n} runs from the left margin to the right one without a pause" for n in range(6)]
    paper = Paper()
    paper.write(*lines)
    assert text_of(read_pdf(paper.bytes(), "a.pdf")) == " ".join(lines)


def test_a_row_of_a_table_says_what_its_cells_are_where_the_table_stands() -> None:
    paper = Paper()
    paper.write("Ingredients", size=HEADING)
    paper.write("These are used in the clinic for different kinds of skin.")
    paper.table([["Ingredient", "Helps with"], ["Niacinamide", "oily skin"], ["Panthenol", "dry skin"]])
    paper.write("Procedures", size=HEADING)
    paper.write("A peeling takes about twenty minutes and needs sun protection.")
    first, second = read_pdf(paper.bytes(), "a.pdf").parts
    assert (first.heading, second.heading) == ("Ingredients", "Procedures")
    assert first.paragraphs[0].endswith(
        "Ingredient: Niacinamide, Helps with: oily skin. Ingredient: Panthenol, Helps with: dry skin."
    )
    assert second.paragraphs == ("A peeling takes about twenty minutes and needs sun protection.",)


def test_a_table_before_any_text_makes_no_headings() -> None:
    paper = Paper()
    paper.table([["Ingredient", "Helps with"], ["Niacinamide", "oily skin"], ["Panthenol", "dry skin"]])
    paper.write("Both can be used in the morning.")
    assert [part.heading for part in read_pdf(paper.bytes(), "a.pdf").parts] == [""]


def test_running_headers_and_page_numbers_are_left_out() -> None:
    paper = Paper()
    for page, number in enumerate(("one", "two", "three"), start=1):
        paper.at(40, "Seoul Skin Clinic | Guideline 2026")
        paper.at(800, f"Page {page} of 3")
        paper.write(f"Advice number {number} is written here for patients.")
        paper.top = 300
        paper.write("It goes on in the middle of the page with further words.")
        paper.next_page()
    text = text_of(read_pdf(paper.bytes(), "a.pdf"))
    assert "Seoul Skin Clinic" not in text
    assert "Page" not in text
    assert [word for word in ("one", "two", "three") if word in text] == ["one", "two", "three"]


def test_larger_letters_are_headings_and_a_word_cut_at_the_end_of_a_line_is_made_whole() -> None:
    paper = Paper(title="Care guide")
    paper.write("Cleansing", size=HEADING)
    paper.write("Wash with lukewarm water and a mild cleans-", "er twice a day.")
    document = read_pdf(paper.bytes(), "a.pdf")
    assert document.title == "Care guide"
    assert [(part.heading, part.paragraphs) for part in document.parts] == [
        ("Cleansing", ("Wash with lukewarm water and a mild cleanser twice a day.",))
    ]


def test_korean_is_read_and_a_file_without_a_title_goes_by_its_name() -> None:
    paper = Paper(font=KOREAN)
    paper.write("세안은 하루 두 번 미지근한 물로 해요.")
    document = read_pdf(paper.bytes(), "/shelf/세안 안내.pdf")
    assert document.title == "세안 안내"
    assert text_of(document) == "세안은 하루 두 번 미지근한 물로 해요."


def _refusal(content: bytes) -> str:
    with pytest.raises(DocumentError) as refused:
        read_pdf(content, "a.pdf")
    assert refused.value.message("en").count("a.pdf") == 1
    return refused.value.code


def _written() -> Paper:
    paper = Paper()
    paper.write("Nothing special is said here.")
    return paper


def test_a_password_is_asked_for_in_words() -> None:
    paper = Paper(password="open sesame")
    paper.write("Nothing special is said here.")
    assert _refusal(paper.bytes()) == "document_encrypted"


def test_a_scan_is_told_from_an_empty_file() -> None:
    scan, empty = Paper(), Paper()
    scan.picture()
    empty.next_page()
    assert _refusal(scan.bytes()) == "document_scanned"
    assert _refusal(empty.bytes()) == "document_empty"


def test_a_very_long_file_is_refused_with_its_number_of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_PAGES", 2)
    paper = _written()
    for _ in range(3):
        paper.next_page()
        paper.write("And so on, page after page.")
    with pytest.raises(DocumentError) as refused:
        read_pdf(paper.bytes(), "a.pdf")
    assert refused.value.code == "document_too_long"
    assert "(4)" in refused.value.message("en")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_short_is_read_or_refused_but_never_breaks_the_run(share: float) -> None:
    whole = _written().bytes()
    try:
        read_pdf(whole[: int(len(whole) * share)], "a.pdf")
    except DocumentError as error:
        assert error.code in {"document_broken", "document_empty"}


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_is_read_or_refused_but_never_breaks_the_run(seed: int) -> None:
    rng, content = random.Random(seed), bytearray(_written().bytes())
    for _ in range(20):
        content[rng.randrange(len(content))] = rng.randrange(256)
    try:
        assert read_pdf(bytes(content), "a.pdf").chars >= 0
    except DocumentError as error:
        assert error.code in {"document_broken", "document_empty", "document_encrypted"}


def test_what_is_no_pdf_at_all_is_broken() -> None:
    assert _refusal(b"%PDF-1.7\nthis is not one") == "document_broken"
    assert _refusal("세안은 하루 두 번".encode()) == "document_broken"
