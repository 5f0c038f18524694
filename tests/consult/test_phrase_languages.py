"""A language's own words leave no slot of the Korean ones unsaid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from sesaclinic.consult.phrases import phrases
from sesaclinic.domain import Lang


def _slots(node: Any) -> Any:
    """The shape of a phrase book: its keys, and the names that its phrases are filled with."""
    if isinstance(node, Mapping):
        return {key: _slots(value) for key, value in node.items() if key not in {"firm", "hello"}}
    words = " ".join(node) if isinstance(node, list) else str(node)
    return set(re.findall(r"\{(\w+)", words))


@pytest.mark.parametrize("lang", ["ja", "zh"])
def test_a_phrase_book_has_the_phrases_and_slots_of_the_korean_one(lang: Lang) -> None:
    assert _slots(phrases(lang)) == _slots(phrases("ko"))


@pytest.mark.parametrize(
    ("lang", "outright", "by_degrees"),
    [
        ("ja", "脂性肌には保湿剤が要らないというのは、事実ではありません。", "肝斑はまた濃くなることがあります。"),
        ("zh", "油性皮肤不需要保湿的说法不是事实。", "黄褐斑可能再次变深。"),
    ],
)
def test_a_sentence_that_corrects_outright_is_told_from_one_that_does_not(
    lang: Lang, outright: str, by_degrees: str
) -> None:
    firm = phrases(lang)["firm"]
    assert re.search(firm, outright)
    assert not re.search(firm, by_degrees)
