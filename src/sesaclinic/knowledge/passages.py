"""A passage as it is searched and quoted: a block of an article, or a piece of a service's own document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b

import yaml

from sesaclinic.domain import Lang
from sesaclinic.knowledge.corpus import Article, Block, Source, shipped_knowledge


@dataclass(frozen=True, slots=True)
class QuotableSentence:
    """A sentence and the pages it rests on, the strongest first."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """What the index holds for one passage.

    id: stable while the passage's words are the same. heading: the one thing it is about. topics: of its article, then
    those its heading names. asks: ways people ask for it, searched but never shown. shipped: from our reviewed articles
    rather than from a service's own document.
    """

    id: str
    article: str
    title: str
    lang: Lang
    section: str
    heading: str
    topics: tuple[str, ...]
    concerns: tuple[str, ...]
    asks: tuple[str, ...]
    sentences: tuple[QuotableSentence, ...]
    shipped: bool = True

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def url(self) -> str:
        """Address of the first source; empty when the passage has none."""
        return next((source.url for sentence in self.sentences for source in sentence.sources), "")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. score: calibrated probability that it answers the question, 0–1."""

    passage: PassageRecord
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)


def passages_of(articles: Iterable[Article], sources: Mapping[str, Source]) -> list[PassageRecord]:
    """Every passage of every article, with its sources resolved; a source nobody registered is left out."""
    return [_record(article, block, sources) for article in articles for block in article.blocks]


def passage_id(*words: str) -> str:
    """Sixteen hex digits of what identifies a passage."""
    return blake2b("\x1f".join(words).encode(), digest_size=8).hexdigest()


def named_topics(heading: str, lang: Lang) -> tuple[str, ...]:
    """Topics that a passage's own heading names: one on acne in an article on teenagers is on acne too."""
    words = _topic_words().get(lang, {})
    lowered = f"{heading} ".lower()
    return tuple(topic for topic, names in words.items() if any(name in lowered for name in names))


@cache
def _topic_words() -> dict[str, dict[str, list[str]]]:
    text = (shipped_knowledge() / "topics.yaml").read_text(encoding="utf-8")
    words: dict[str, dict[str, list[str]]] = yaml.safe_load(text.lower())
    return words


def _record(article: Article, block: Block, sources: Mapping[str, Source]) -> PassageRecord:
    quotable = tuple(
        QuotableSentence(
            sentence.text,
            tuple(sorted((sources[i] for i in sentence.sources if i in sources), key=lambda source: source.tier)),
        )
        for sentence in block.sentences
    )
    return PassageRecord(
        id=passage_id(article.lang, article.id, block.heading, *block.asks, block.text),
        article=article.id,
        title=article.title,
        lang=article.lang,
        section=block.section,
        heading=block.heading,
        topics=tuple(dict.fromkeys((*article.topics, *named_topics(block.heading, article.lang)))),
        concerns=article.concerns,
        asks=block.asks,
        sentences=quotable,
    )
