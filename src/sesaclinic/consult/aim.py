"""Which of the passages found answers what is asked of a thing, rather than only naming the thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sesaclinic.consult.desk import Desk, strength
from sesaclinic.consult.understand import intent_rules, subject_of
from sesaclinic.domain import Lang
from sesaclinic.knowledge import Hit, PassageRecord, Where
from sesaclinic.knowledge.words import lexicon, names, tokenize

# Chosen on questions that were written to tune by and read answer for answer (docs/consultation.md).
_LOOKED_AT: Final = 8
_SCANT: Final = 0.36  # share of a question's words, by rarity, below which its rare words are missing
_NEAR: Final = 0.45  # cosine below which a passage speaks of something else, whatever words it shares
_BEHIND: Final = 0.15  # fit that a passage may lack which speaks of more of the things asked about
_AHEAD: Final = 0.25  # fit by which a passage outdoes another that speaks of as many
_KIND: Final = 0.15  # fit that a passage on the kind of a thing lacks beside one on the thing itself


@dataclass(frozen=True, slots=True)
class Aimed:
    """A passage, how well it fits, and how many things that the question names it does not speak of."""

    hit: Hit
    fit: float
    missing: int


def aim(question: str, first: Hit, hits: Sequence[Hit], desk: Desk) -> Hit:
    """The passage for a question: the first choice, or one that plainly answers better, on the thing or on its kind.

    "Sport after Botox" is answered by a passage on sport after procedures sooner than by one on what Botox is.
    """
    chosen = _aimed(first, question, desk.lang)
    found = [_aimed(hit, question, desk.lang) for hit in hits[:_LOOKED_AT]]
    for general in _by_kind(question, desk.lang):
        near = (hit for hit in desk.search(general, _LOOKED_AT, Where(sure=False)) if _is_near(hit))
        found += [_aimed(hit, general, desk.lang, _KIND) for hit in near]
    better = [
        one
        for one in found
        if one.hit.passage.section != "myths"
        and (
            (one.missing < chosen.missing and one.fit >= chosen.fit - _BEHIND)
            or (one.missing <= chosen.missing and one.fit >= chosen.fit + _AHEAD)
        )
    ]
    return min(better, key=lambda one: (one.missing, -one.fit), default=chosen).hit


def beside(question: str, hit: Hit, hits: Sequence[Hit], lang: Lang) -> bool:
    """Whether nothing found speaks of what is asked: half of the things named, and the rare ones, are in no passage."""
    things = _things(question, lang)
    unknown = frozenset(things).difference(*(_told(one.passage, lang) for one in (hit, *hits[:_LOOKED_AT])))
    missing = things - _told(hit.passage, lang)
    return bool(unknown) and 2 * len(missing) >= len(things) and hit.parts["coverage"] < _SCANT


def fit(hit: Hit, question: str, lang: Lang) -> float:
    """How well a passage fits a question, 0–3: nearness, words held, and likeness to a way of asking for it."""
    wordings = (hit.passage.heading, *hit.passage.asks)
    return strength(hit) + max(likeness(wording, question, lang) for wording in wordings)


def likeness(text: str, other: str, lang: Lang) -> float:
    """Share of words that two texts have in common, by themselves or by another word of the same idea (Dice 1945)."""
    mine, theirs = ideas_of(text, lang), ideas_of(other, lang)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


@lru_cache(maxsize=8192)  # the ways to ask for a passage are compared with every question that finds it
def ideas_of(text: str, lang: Lang) -> Set[str]:
    """The words of a text, each as the idea it belongs to."""
    known = lexicon(lang).ideas
    return frozenset(known.get(word, word) for word in tokenize(text, lang) if not word.startswith("="))


def _is_near(hit: Hit) -> bool:
    return hit.parts["similarity"] >= _NEAR


def _aimed(hit: Hit, question: str, lang: Lang, less: float = 0.0) -> Aimed:
    told = _told(hit.passage, lang)
    return Aimed(hit, fit(hit, question, lang) - less, len(_things(question, lang) - told))


def _things(question: str, lang: Lang) -> Set[str]:
    """What a question names, without what is said in every question."""
    known, general = lexicon(lang).ideas, intent_rules(lang)["general"]
    return {known.get(name, name) for name in names(question, lang) if name not in general}


def _told(passage: PassageRecord, lang: Lang) -> Set[str]:
    return ideas_of(" . ".join((passage.heading, *passage.asks, passage.text)), lang)


def _by_kind(question: str, lang: Lang) -> Iterator[str]:
    """The question with a thing replaced by the kind that it is of."""
    for word, idea in subject_of(question, lang).items():
        for kind, members in intent_rules(lang).get("kinds", {}).items():
            if idea in members and word in question.lower():
                yield question.lower().replace(word, kind)
