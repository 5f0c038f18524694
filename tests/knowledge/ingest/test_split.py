"""Passages of a document: their language, their sentences, their size."""

from __future__ import annotations

import pytest

from sesaclinic.knowledge.ingest.document import Document, Part
from sesaclinic.knowledge.ingest.split import language_of, passages_of_document


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("세안은 하루 두 번 해요.", "ko"),
        ("레티놀(retinol)은 저녁에 발라요.", "ko"),
        ("The word 피부 means skin in this English text about Korean skincare routines.", "en"),
        ("洗顔は1日2回、ぬるま湯で行います。", "ja"),
        ("每天用温水洗脸两次。", "zh"),
        ("Wash twice a day.", "en"),
        ("", "en"),
    ],
)
def test_a_text_is_in_the_language_of_its_letters(text: str, lang: str) -> None:
    assert language_of(text) == lang


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("ko", [f"레이저 시술 뒤 {day}일째에는 세안을 부드럽게 해요." for day in range(1, 7)]),
        ("en", [f"On day {day} after the laser wash your face gently." for day in range(1, 7)]),
        ("ja", [f"施術後{day}日目は、やさしく顔を洗ってください。" for day in range(1, 7)]),
        ("zh", [f"治疗后第{day}天，请用温水轻轻洗脸。" for day in range(1, 7)]),
    ],
)
def test_sentences_are_whole_and_spread_evenly_over_passages(lang: str, sentences: list[str]) -> None:
    joined = (" " if lang in ("ko", "en") else "").join(sentences)
    records = passages_of_document(Document("Laser", (Part("After", (joined,)),)), "laser.txt", "0" * 16)
    assert [record.lang for record in records] == [lang, lang]
    assert [[sentence.text for sentence in record.sentences] for record in records] == [sentences[:3], sentences[3:]]
    assert len({record.id for record in records}) == 2


def test_what_is_no_sentence_is_left_out() -> None:
    document = Document("Laser", (Part("", ("Tel. 02", "word " * 100, "Wash your face with lukewarm water.")),))
    (record,) = passages_of_document(document, "https://example.org/laser", "0" * 16)
    assert record.text == "Wash your face with lukewarm water."
    assert record.heading == "Laser"
    assert record.url == "https://example.org/laser"
