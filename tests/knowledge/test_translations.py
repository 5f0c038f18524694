"""A translation says what the Korean article says: English in step with it, Japanese and Chinese after it."""

from __future__ import annotations

import pytest

from sesaclinic.consult.understand import facets
from sesaclinic.domain import Lang
from sesaclinic.knowledge.corpus import Article, load_articles, shipped_knowledge
from tests.knowledge_base import shipped_base

ARTICLES = {(article.lang, article.id): article for article in load_articles(shipped_knowledge())}
ENGLISH = [article for article in ARTICLES.values() if article.lang == "en"]
LATER = [article for article in ARTICLES.values() if article.lang in ("ja", "zh")]
_IN_STEP = 0.4  # of a Korean article's passages that a translation must have, however much was written since


def _plan(article: Article) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Section of each passage and sources of each of its sentences."""
    return [(block.section, [sentence.sources for sentence in block.sentences]) for block in article.blocks]


def _name(article: Article) -> str:
    return f"{article.lang}/{article.id}"


@pytest.mark.parametrize("article", ENGLISH, ids=_name)
def test_an_english_article_has_the_passages_and_sources_of_the_korean_one(article: Article) -> None:
    korean = ARTICLES["ko", article.id]
    assert _plan(article) == _plan(korean)
    assert (article.topics, article.concerns, article.sources) == (korean.topics, korean.concerns, korean.sources)


@pytest.mark.parametrize("article", LATER, ids=_name)
def test_a_later_translation_is_of_the_korean_article_and_most_of_its_passages_are_there(article: Article) -> None:
    korean = ARTICLES["ko", article.id]
    found = [shipped_base().passage(article.id, block.heading, article.lang) for block in korean.blocks]
    assert (article.topics, article.concerns) == (korean.topics, korean.concerns)
    assert sum(passage is not None for passage in found) >= _IN_STEP * len(korean.blocks)


@pytest.mark.parametrize("article", LATER, ids=_name)
def test_a_passage_is_found_in_the_section_of_the_korean_one(article: Article) -> None:
    for block in ARTICLES["ko", article.id].blocks:
        passage = shipped_base().passage(article.id, block.heading, article.lang)
        assert passage is None or passage.section == block.section


@pytest.mark.parametrize("lang", ["ja", "zh"])
def test_a_general_answer_has_its_first_advice_in_every_language(lang: Lang) -> None:
    for facet in facets(lang):
        cares = [shipped_base().passage(*ref, lang) for ref in facet.general["care"]]
        assert any(cares), facet.id


@pytest.mark.parametrize("lang", ["ja", "zh"])
def test_the_articles_most_asked_for_cover_every_topic(lang: str) -> None:
    spoken = [article for article in ARTICLES.values() if article.lang == lang]
    assert len(spoken) >= 20
    assert {topic for article in spoken for topic in article.topics} == {
        topic for article in ARTICLES.values() for topic in article.topics
    }
