"""What the knowledge base holds, counted: `python -m sesaclinic.knowledge.inventory`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from sesaclinic.knowledge.corpus import load_articles, load_sources, shipped_knowledge
from sesaclinic.knowledge.vocabulary import LANGS
from sesaclinic.knowledge.words import ingredients


def inventory() -> Iterator[str]:
    """Lines on articles, passages and sentences by language, topics, sources by tier, and ingredients by group."""
    articles = list(load_articles(shipped_knowledge()))
    for lang in LANGS:
        spoken = [article for article in articles if article.lang == lang]
        blocks = [block for article in spoken for block in article.blocks]
        sentences = sum(len(block.sentences) for block in blocks)
        yield f"{lang}: {len(spoken)} articles, {len(blocks)} passages, {sentences} sentences with their sources"
    korean = [article for article in articles if article.lang == "ko"]
    topics = Counter(topic for article in korean for topic in article.topics)
    yield f"topics: {len(topics)} (" + ", ".join(f"{topic} {count}" for topic, count in topics.most_common()) + ")"
    tiers = Counter(source.tier for source in load_sources(shipped_knowledge()).values())
    yield "sources: " + ", ".join(f"tier {tier} {tiers[tier]}" for tier in sorted(tiers))
    text = " ".join(f"{block.heading} {block.text}" for article in korean for block in article.blocks)
    named = {group: [name for name in names if name in text] for group, names in ingredients().items()}
    groups = ", ".join(f"{group} {len(names)}" for group, names in named.items())
    yield f"ingredients: {sum(map(len, named.values()))} that a passage names ({groups})"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in inventory())
