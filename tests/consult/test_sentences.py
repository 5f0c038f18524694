"""Where a sentence ends, in text that arrives in pieces."""

from __future__ import annotations

import pytest

from sesaclinic.consult.sentences import Sentence, SentenceSplitter

KOREAN = "보습제는 하루 2.5번쯤 발라요. [1] 선크림도요[2, 3].\n\n레티놀은 밤에 써요.[4]그다음 날 씻어요! 더 궁금한가요?"
SENTENCES = [
    Sentence("보습제는 하루 2.5번쯤 발라요.", (1,), False),
    Sentence("선크림도요.", (2, 3), False),
    Sentence("레티놀은 밤에 써요.", (4,), True),
    Sentence("그다음 날 씻어요!", (), False),
    Sentence("더 궁금한가요?", (), False),
]


def split(text: str, size: int) -> list[Sentence]:
    splitter = SentenceSplitter()
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    whole = [sentence for piece in pieces for sentence in splitter.feed(piece)]
    return [*whole, *splitter.finish()]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 1000])
def test_a_citation_stays_with_its_sentence_however_the_text_is_cut(size: int) -> None:
    assert split(KOREAN, size) == SENTENCES


def test_a_sentence_is_let_go_as_soon_as_the_next_one_begins() -> None:
    splitter = SentenceSplitter()
    assert list(splitter.feed("발라요. [1")) == []
    assert list(splitter.feed("] ")) == []
    assert [sentence.cited for sentence in splitter.feed("그")] == [(1,)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("保湿が大切です。[1]朝も塗ります。[2]どうですか？", ["保湿が大切です。", "朝も塗ります。", "どうですか？"]),
        ("要保湿。[1]早上也要涂！[2]", ["要保湿。", "早上也要涂！"]),
        (
            "Use e.g. ceramides, as Dr. Kim says. [1] See SPF 50. [2] Done.",
            ["Use e.g. ceramides, as Dr. Kim says.", "See SPF 50.", "Done."],
        ),
        ("정말요?! 네... 그래요.", ["정말요?!", "네...", "그래요."]),
        ("“꼭 바르세요.” 라고 해요.", ["“꼭 바르세요.”", "라고 해요."]),
        ("제목\n본문이에요.", ["제목", "본문이에요."]),
        ("- **보습**을 해요.\n2. 씻어요.\n# 끝", ["보습을 해요.", "씻어요.", "끝"]),
        ("[참고] 이건 표시가 아니에요. [보기] 다음이에요.", ["[참고] 이건 표시가 아니에요.", "[보기] 다음이에요."]),
    ],
    ids=[
        "Japanese",
        "Chinese",
        "abbreviations",
        "many marks",
        "quotation",
        "line without an end",
        "decoration",
        "brackets",
    ],
)
def test_sentences_of_every_kind_are_told_apart(text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in split(text, 1)] == sentences
    assert [sentence.text for sentence in split(text, 1000)] == sentences
