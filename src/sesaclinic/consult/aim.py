"""Which of the passages found answers what is asked of a thing, rather than only naming the thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache
from typing import Final

from sesaclinic.consult.desk import LOOKED_AT, Desk, strength
from sesaclinic.consult.things import named
from sesaclinic.consult.understand import Understanding, intent_rules, subject_of
from sesaclinic.domain import Lang
from sesaclinic.knowledge import Hit, PassageRecord
from sesaclinic.knowledge.words import ideas_in, lexicon, names, tokenize

_OPENING: Final = 2  # sentences by which a passage is known to tell something


def beside(question: str, hit: Hit, hits: Sequence[Hit], desk: Desk) -> bool:
    """Whether nothing found speaks of what is asked: half of the things named, and the rare ones, are in no passage."""
    words_of = desk.knowledge.words_of
    things = things_of(question, desk.lang)
    unknown = things.difference(*(words_of(one.passage).told for one in (hit, *hits[:LOOKED_AT])))
    missing = things - words_of(hit.passage).told
    scant = hit.parts["coverage"] < intent_rules(desk.lang)["scant"]
    return scant and bool(unknown) and 2 * len(missing) >= len(things)


def headed(passage: PassageRecord, desk: Desk) -> Set[str]:
    """The things of the field that a passage's heading names."""
    return _of_things(desk.knowledge.words_of(passage).wordings[0], desk.lang) | named(passage.heading, desk.lang)


def named_in(question: str, desk: Desk) -> Set[str]:
    """The things of the field that a question names."""
    return _of_things(subject_of(question, desk.lang).values(), desk.lang) | named(question, desk.lang)


def speaks_of(passage: PassageRecord, question: str, desk: Desk) -> bool:
    """Whether a passage says every thing that a question names."""
    return things_of(question, desk.lang) <= desk.knowledge.words_of(passage).told


def speaks_of_kind(passage: PassageRecord, question: str, desk: Desk) -> bool:
    """Whether a passage says each thing that a question names, or the kind that it is of; where kinds are known."""
    told, named = desk.knowledge.words_of(passage).told, named_in(question, desk)
    ideas = lexicon(desk.lang).ideas
    kinds = intent_rules(desk.lang).get("kinds", {})
    return all(
        idea in told or kind in told or ideas.get(kind) in told
        for kind, members in kinds.items()
        for idea in members
        if idea in named
    )


def fit(hit: Hit, question: str, desk: Desk) -> float:
    """How well a passage fits a question, 0–3: nearness, words held, and likeness to a way of asking for it."""
    return strength(hit) + asked_for(hit.passage, ideas_of(question, desk.lang), desk)


def asked_for(passage: PassageRecord, asked: Set[str], desk: Desk) -> float:
    """How much the ideas of a question are like the nearest way of asking for a passage, its heading included, 0–1."""
    return max(alike(wording, asked) for wording in desk.knowledge.words_of(passage).wordings)


def likeness(text: str, other: str, lang: Lang) -> float:
    """Share of words that two texts have in common, by themselves or by another word of the same idea (Dice 1945)."""
    return alike(ideas_of(text, lang), ideas_of(other, lang))


def ideas_of(text: str, lang: Lang) -> frozenset[str]:
    """The words of a text, each as the idea it belongs to."""
    return ideas_in(tokenize(text, lang), lang)


def alike(mine: Set[str], theirs: Set[str]) -> float:
    """Share of ideas that two sets have in common (Dice 1945), 0–1."""
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


def share_held(mine: Set[str], theirs: Set[str]) -> float:
    """Share of ideas that another set has, too, 0–1."""
    return len(mine & theirs) / len(mine) if mine else 0.0


def answerable_intents(asked: Understanding, lang: Lang) -> list[str]:
    """The intents of a question of which it is known how a passage answers them."""
    rows = intent_rules(lang).get("answers", {})
    return [intent for intent in asked.intents if intent in rows]


def tells(passage: PassageRecord, intent: str, lang: Lang) -> bool:
    """Whether the heading or the first sentences of a passage say what an intent asks for."""
    opening = " ".join((passage.heading, *(sentence.text for sentence in passage.sentences[:_OPENING])))
    return bool(re.search(intent_rules(lang)["answers"][intent], opening))


def _of_things(ideas: Iterable[str], lang: Lang) -> Set[str]:
    """Those of ideas that are things, rather than what may be asked of one."""
    return {idea for idea in ideas if idea.startswith("=")}.difference(intent_rules(lang).get("no_things", ()))


@lru_cache(maxsize=64)  # one question is held against every passage that it finds
def things_of(question: str, lang: Lang) -> frozenset[str]:
    """What a question names, without what is said in every question."""
    known, general = lexicon(lang).ideas, intent_rules(lang)["general"]
    return frozenset(known.get(name, name) for name in names(question, lang) if name not in general)


def by_kind(question: str, lang: Lang) -> Iterator[str]:
    """The question with a thing replaced by the kind that it is of."""
    for word, idea in subject_of(question, lang).items():
        for kind, members in intent_rules(lang).get("kinds", {}).items():
            if idea in members and word in question.lower():
                yield question.lower().replace(word, kind)
