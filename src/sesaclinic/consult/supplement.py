"""What a good adviser adds to an answer about one thing: another passage, when to see a doctor, what a result says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sesaclinic.advice import read_analysis
from sesaclinic.consult.aim import fit, headed, named_in
from sesaclinic.consult.choice import Choice, surety
from sesaclinic.consult.complement import complements
from sesaclinic.consult.desk import Desk, Paragraph
from sesaclinic.consult.evidence import Fact
from sesaclinic.consult.named import speaks_of_named
from sesaclinic.consult.understand import Facet, Understanding, facets, intent_rules, specifics, subject_of
from sesaclinic.domain import Analysis
from sesaclinic.knowledge import Hit, PassageRecord, Where
from sesaclinic.knowledge.claims import sentence_rules

_EXTRA: Final = 2  # of one that supplements
_TOLD: Final = 3  # of one that answers what was asked beside, or may well be the right one
_BESIDE: Final = 2  # passages on what was asked beside
_RIVAL: Final = 2.0  # log-odds behind the best within which a passage is right in one of three cases
_SURE: Final = 0.7  # that the best passage is right, from which nothing else was meant
_DOUBTED: Final = 0.25  # the same, below which what comes next is told only where it names nothing else
_BEHIND: Final = 3.0  # from which a passage says little that was asked
_NEAR: Final = 0.45  # cosine below which a passage supplements another question than this one
_APT: Final = 0.5  # cosine and share of words from which advice to see a doctor is about this very problem
_HELD: Final = 0.4
# fit from which a passage adds to the answer: what to do about it sooner than what else there is to know
_ADDS: Final = {"care": 1.75, "ingredients_help": 1.75, "ingredients_avoid": 1.75}
_ADDS_ELSE: Final = 2.0


def facets_of(analysis: Analysis, desk: Desk) -> tuple[Facet, ...]:
    """The facets of a result, strongest concern first."""
    tags = read_analysis(analysis).tags
    found = [facet for facet in facets(desk.lang) if facet.analysis & set(tags)]
    return tuple(sorted(found, key=lambda facet: min(tags.index(tag) for tag in facet.analysis if tag in tags)))


def supplement(
    desk: Desk, asked: Understanding, main: PassageRecord, found: Sequence[Choice], *, refers: bool
) -> list[Paragraph]:
    """What is asked beside or may have been meant and, where it refers, when to see a doctor. found: best first."""
    paragraphs = []
    if other := _other_subject(desk, asked, main):
        paragraphs.append(Paragraph("other", other))
    for passage in complements(desk, asked, main, found):
        if len(paragraphs) < _BESIDE and (facts := desk.take(passage, _TOLD)):
            paragraphs.append(Paragraph("further" if paragraphs else "also", facts))
    if not paragraphs and (next_best := _next_best(desk, asked, main, found)):
        paragraphs.append(next_best)
    if refers and (asked.tells or "doctor" in asked.intents) and "result" not in asked.intents:
        for hit in desk.search(asked.condensed, 3, Where(sections=frozenset({"see_doctor"}), sure=False)):
            apt = hit.parts["similarity"] >= _APT and hit.parts["coverage"] >= _HELD
            sends = re.search(intent_rules(desk.lang)["refers"], hit.passage.sentences[0].text)
            if apt and sends and _related(hit.passage, main):
                if _on_same(hit.passage, asked, main, desk) and (facts := desk.take(hit.passage, 1)):
                    paragraphs.append(Paragraph("see_doctor", facts))
                break
    return paragraphs


def _next_best(desk: Desk, asked: Understanding, main: PassageRecord, found: Sequence[Choice]) -> Paragraph | None:
    """The passage that may be the right one instead, or that adds to the answer."""
    best = max((choice.score for choice in found), default=0.0)
    about, sure = named_in(asked.condensed, desk) | headed(main, desk), surety(found)
    for choice in found:
        passage, behind = choice.hit.passage, best - choice.score
        if passage.section == "see_doctor" or not speaks_of_named(passage, asked.condensed, desk):
            continue
        on_it = headed(passage, desk) <= about
        rival = behind < _RIVAL and (on_it or sure >= _DOUBTED)
        adds = behind < _BEHIND and on_it and _belongs(choice.hit, main, asked, desk)
        if (rival or adds) and (facts := desk.take(passage, _TOLD if rival else _EXTRA, plain=not rival)):
            meant = passage.section != "myths" and (rival or sure < _SURE)
            role = "rival" if meant else _role(passage.section, facts, desk)
            return Paragraph(role, facts, passage.heading.rstrip("?？"))
    return None


def _other_subject(desk: Desk, asked: Understanding, main: PassageRecord) -> tuple[Fact, ...]:
    """Of two things compared, the one that the main passage leaves out; or of two ways to use one, the other."""
    if "compare" not in asked.intents:
        return ()
    named, told = named_in(asked.condensed, desk), desk.knowledge.words_of(main).told
    for word, idea in subject_of(asked.condensed, desk.lang).items():
        if idea in told or idea not in named:
            continue
        for hit in desk.search(f"{word} {asked.condensed}", 6, Where(sure=False)):
            about = hit.parts["similarity"] >= _NEAR and idea in headed(hit.passage, desk)
            if about and (facts := desk.take(hit.passage, _EXTRA)):
                return facts
    if named <= headed(main, desk):
        return ()
    for hit in desk.search(asked.condensed, 6, Where(sure=False)):
        alike = headed(hit.passage, desk) and headed(hit.passage, desk) <= named
        if alike and fit(hit, asked.condensed, desk) >= _ADDS_ELSE and (facts := desk.take(hit.passage, _EXTRA)):
            return facts
    return ()


def for_this_skin(desk: Desk, asked: Understanding, analysis: Analysis) -> list[Paragraph]:
    """A sentence or two that the result makes worth saying, where it is about the same thing as the question."""
    for facet in facets_of(analysis, desk):
        if facet in asked.facets:
            continue
        where = Where(articles=facet.articles, sure=False)
        for hit in desk.search(f"{facet.search} {asked.condensed}", 4, where):
            named = facet.named_in(f"{hit.passage.heading} {hit.passage.text}", desk.lang)
            if named and hit.parts["similarity"] >= _NEAR and (facts := desk.take(hit.passage, _EXTRA, plain=True)):
                return [Paragraph("result", facts)]
    return []


def _belongs(hit: Hit, main: PassageRecord, asked: Understanding, desk: Desk) -> bool:
    """Whether a passage adds to this answer: on the subject, and asked for in nearly these words. Rather none."""
    wanted = _ADDS.get(hit.passage.section, _ADDS_ELSE)
    if hit.passage.section == "see_doctor" or not _related(hit.passage, main):
        return False
    if fit(hit, asked.condensed, desk) < wanted or not speaks_of_named(hit.passage, asked.condensed, desk):
        return False
    named = set(subject_of(asked.condensed, desk.lang).values())
    if named and not named & desk.knowledge.words_of(hit.passage).told:
        return False
    return hit.passage.article == main.article or bool(headed(hit.passage, desk))


def _on_same(passage: PassageRecord, asked: Understanding, main: PassageRecord, desk: Desk) -> bool:
    """Whether a passage is headed by something that was asked about or told, and by no other medicine or procedure."""
    known = named_in(asked.condensed, desk) | desk.knowledge.words_of(main).told
    others = set(specifics(passage.heading, desk.lang).values()) - known
    return not others and bool(headed(passage, desk) & known)


def _role(section: str, facts: Sequence[Fact], desk: Desk) -> str:
    """The words that lead in: those of a section that corrects, or tells what to do, only where the sentences do so."""
    if section == "myths":
        return section if sentence_rules(desk.lang).correction.search(facts[0].text) else "key_facts"
    instructs = re.search(intent_rules(desk.lang)["instructs"], facts[0].text)
    return section if section in ("key_facts", "procedures") or instructs else "key_facts"


def _related(passage: PassageRecord, other: PassageRecord) -> bool:
    """Whether two passages are on one subject: what an article is on comes first among its topics."""
    return passage.article == other.article or passage.topics[0] in other.topics
