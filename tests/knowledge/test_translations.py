"""A translation says what the Korean article says, passage by passage, on the same sources."""

from __future__ import annotations

import pytest

from sesaclinic.knowledge.corpus import Article, load_articles, shipped_knowledge

ARTICLES = {(article.lang, article.id): article for article in load_articles(shipped_knowledge())}
TRANSLATIONS = [article for article in ARTICLES.values() if article.lang != "ko"]


def _plan(article: Article) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Section of each passage and sources of each of its sentences."""
    return [(block.section, [sentence.sources for sentence in block.sentences]) for block in article.blocks]


@pytest.mark.parametrize("article", TRANSLATIONS, ids=lambda article: f"{article.lang}/{article.id}")
def test_a_translation_has_the_passages_and_sources_of_the_korean_article(article: Article) -> None:
    korean = ARTICLES["ko", article.id]
    assert _plan(article) == _plan(korean)
    assert (article.topics, article.concerns, article.sources) == (korean.topics, korean.concerns, korean.sources)


@pytest.mark.parametrize("lang", ["ja", "zh"])
def test_the_articles_most_asked_for_cover_every_topic(lang: str) -> None:
    spoken = [article for article in ARTICLES.values() if article.lang == lang]
    assert len(spoken) >= 20
    assert {topic for article in spoken for topic in article.topics} == {
        topic for article in ARTICLES.values() for topic in article.topics
    }
