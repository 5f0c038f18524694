"""The desk an answer is prepared at: what was looked up, what was already said, and how sentences are taken up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sesaclinic.consult.evidence import Evidence, Fact
from sesaclinic.consult.signs import sign_book
from sesaclinic.consult.things import for_others, in_our_words, named, speaks_of_all
from sesaclinic.consult.understand import Facet, intent_rules
from sesaclinic.domain import Lang
from sesaclinic.knowledge import Hit, KnowledgeBase, PassageRecord, QuotableSentence, Where
from sesaclinic.knowledge.claims import forbidden
from sesaclinic.knowledge.words import plain_words

LOOKED_AT: Final = 8  # best passages among which the kind of question decides
_SAME: Final = 0.5  # share of words from which sentences of two passages say the same
_REPEATED: Final = 0.8  # the same for a sentence that goes first and names something of its heading that was not said
_DEEPER: Final = 3  # times as many passages as are wanted, of which some may not speak of what is named
_FIGURES: Final = re.compile(r"\d+(?:\.\d+)?\s*(?:%|명|건|편|개 연구|kDa|people|participants|studies|人|例|名|项)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """role: which words lead into it (a section, or e.g. `meanwhile`); None for none. heading: what it is about, where
    that may have been meant instead (`rival`)."""

    role: str | None
    facts: tuple[Fact, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an answer will say, in order.

    so: whether what the question takes for true is so, where the first paragraph says it. facets: what a general answer
    is about. unwritten: a product or the like that the question names and nothing is written on. myth: whether the
    first paragraph is on a belief that is not so.
    """

    paragraphs: tuple[Paragraph, ...]
    so: bool | None = None
    facets: tuple[Facet, ...] = ()
    unwritten: str = ""
    myth: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for paragraph in self.paragraphs for fact in paragraph.facts)


@dataclass(slots=True)
class Desk:
    """Looks passages up and takes their sentences, no passage and no sentence twice."""

    knowledge: KnowledgeBase
    evidence: Evidence
    lang: Lang
    _said: list[frozenset[str]] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)

    def search(self, question: str, top: int, where: Where) -> list[Hit]:
        """Passages that were not used yet, best first; where sure, only such as speak of every thing that is named."""
        count = (top + len(self._used)) * (_DEEPER if where.sure else 1)
        hits = self.knowledge.retrieve(in_our_words(question, self.lang), top=count, lang=self.lang, where=where)
        if where.sure:
            hits = [hit for hit in hits if speaks_of_all(hit.passage, question, self.lang)]
            hits = [hit for hit in hits if not for_others(hit.passage, question, self.lang)]
            if asked := named(question, self.lang):  # what is headed by another thing as well comes after what is not
                hits.sort(key=lambda hit: not named(hit.passage.heading, self.lang) <= asked)
        return [hit for hit in hits if hit.passage.id not in self._used][:top]

    def take(self, passage: PassageRecord, count: int, *, plain: bool = False, lead: int = 0) -> tuple[Fact, ...]:
        """Up to `count` sentences of a passage that were not said yet.

        plain: only those without study figures. lead: place of the one that goes first.
        """
        if passage.id in self._used:
            return ()
        chosen = self._chosen(passage.sentences, count, plain)
        facts: list[Fact] = []
        saying: list[frozenset[str]] = []
        for place, sentence in sorted(enumerate(passage.sentences), key=lambda placed: placed[0] != lead):
            if place not in chosen:
                continue
            words = self._words(sentence.text)
            named = words & self._words(passage.heading) if place == lead else frozenset()
            said_already = any(_overlap(words, s) >= (_REPEATED if named - s else _SAME) for s in self._said)
            if said_already or not sayable(passage, sentence, self.lang):
                chosen.discard(place)
                continue
            alone = place - 1 not in chosen or place == lead
            if alone and re.search(intent_rules(self.lang)["leans"], sentence.text):
                chosen.discard(place)
                continue
            text = re.sub(intent_rules(self.lang)["connectives"], "", sentence.text) if alone else sentence.text
            facts.append(self.evidence.take(passage, QuotableSentence(_capital(text), sentence.sources)))
            saying.append(words)
        if facts:
            self._said += saying
            self._used.add(passage.id)
        return tuple(facts)

    def _words(self, text: str) -> frozenset[str]:
        return frozenset(plain_words(text, self.lang))

    def _chosen(self, sentences: Sequence[QuotableSentence], count: int, plain: bool) -> set[int]:
        """Places of the sentences to take: the first ones."""
        places = [place for place, told in enumerate(sentences) if not plain or not _FIGURES.search(told.text)]
        return set(places[:count])


def sayable(passage: PassageRecord, sentence: QuotableSentence, lang: Lang) -> bool:
    """Whether a sentence may be quoted: a service's own document may give orders to the machine, or claim too much."""
    if passage.shipped:
        return True
    orders = any(sign.id == "injection" for sign in sign_book(lang).present(sentence.text))
    return not orders and forbidden(sentence.text, lang) is None


def strength(hit: Hit) -> float:
    """How well a passage fits a question: nearness and words held, 0–2."""
    return hit.parts["similarity"] + hit.parts["coverage"]


def _overlap(words: frozenset[str], others: frozenset[str]) -> float:
    return len(words & others) / max(1, min(len(words), len(others)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
