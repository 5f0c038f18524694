"""The articles cover what people ask about: topics, ingredients, and of each procedure who should not have it."""

from __future__ import annotations

import re

import pytest

from sesaclinic.knowledge.corpus import load_articles, shipped_knowledge
from sesaclinic.knowledge.inventory import inventory
from sesaclinic.knowledge.vocabulary import TOPICS
from sesaclinic.knowledge.words import ingredients

KOREAN = [article for article in load_articles(shipped_knowledge()) if article.lang == "ko"]
PROCEDURES = {
    "procedure-acne-clinic": "PDT",
    "procedure-acne-scars-fractional": "프락셔널",
    "procedure-botulinum-toxin": "보톡스",
    "procedure-chemical-peel": "필링",
    "procedure-filler": "필러",
    "procedure-hifu-rf": "초음파",
    "procedure-laser-hair-removal": "제모",
    "procedure-laser-toning-ipl": "토닝",
    "procedure-microneedling": "미세침",
    "procedure-redness-laser": "혈관 레이저",
    "procedure-skin-booster": "리쥬란",
}
TOLD = {
    "recovery": r"회복|가라앉|뒤에는|뒤 며칠|받은 뒤|맞은 뒤|이어질",
    "risks": "부작용|위험|화상|감염",
    "who should not": "피하|피해|미루|조심|받을 수 없|적합하지 않",
}


def test_every_topic_has_articles() -> None:
    assert {topic for article in KOREAN for topic in article.topics} == TOPICS


def test_at_least_120_ingredients_are_named_by_a_passage_on_ingredients() -> None:
    text = " ".join(f"{block.heading} {block.text}" for article in KOREAN for block in article.blocks)
    names = {name for group in ingredients().values() for name in group}
    assert len(names) >= 120
    assert [name for name in sorted(names) if name not in text] == []


@pytest.mark.parametrize("article", PROCEDURES)
@pytest.mark.parametrize("part", TOLD)
def test_a_procedure_tells_recovery_risks_and_who_should_not(article: str, part: str) -> None:
    blocks = [block for found in KOREAN if found.id == article for block in found.blocks]
    assert any(PROCEDURES[article] in block.heading for block in blocks)
    assert any(re.search(TOLD[part], sentence.text) for block in blocks for sentence in block.sentences)


def test_the_inventory_counts_every_language() -> None:
    lines = list(inventory())
    assert lines[0].startswith(f"ko: {len(KOREAN)} articles")
    assert [line[:2] for line in lines[:4]] == ["ko", "en", "ja", "zh"]
