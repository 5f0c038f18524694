"""The plan for a question about one thing: the passage that answers it, and what a good adviser would add."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sesaclinic.advice import read_analysis
from sesaclinic.consult.desk import Desk, Paragraph, Plan, strength
from sesaclinic.consult.evidence import Fact
from sesaclinic.consult.phrases import group_of
from sesaclinic.consult.understand import Facet, Understanding, facets, intent_rules, subject_of
from sesaclinic.domain import Analysis, Triage
from sesaclinic.knowledge import Hit, PassageRecord, Where
from sesaclinic.knowledge.words import tokenize

_MAIN: Final = 4  # sentences of the passage that answers
_EXTRA: Final = 2  # of one that supplements
_NEAR: Final = 0.45  # cosine below which a passage supplements another question than this one
_BESIDE: Final = 0.5  # cosine and share of words from which a passage adds to the answer
_SHARED: Final = 0.3
_APT: Final = 0.5  # cosine and share of words from which advice to see a doctor is about this very problem
_HELD: Final = 0.4
_CLAIM: Final = 0.5  # share of a belief's words that a question must hold to be holding the belief
_STAY: Final = 0.3  # strength that a passage of the article already quoted may lack: a second question stays on topic
# what helps most after the direct answer, by what was asked
_WORTH: Final = {"care": 0.25, "ingredients_avoid": 0.15, "ingredients_help": 0.1, "myths": -0.15, "procedures": -0.1}


def plan_narrow(desk: Desk, asked: Understanding, triage: Triage, analysis: Analysis | None) -> Plan:
    """Answer each part of the question, then supplement where there is room."""
    paragraphs: list[Paragraph] = []
    mains: list[PassageRecord] = []
    corrects = False
    for part in asked.parts:
        hits = _hits(desk, part, triage, sure=not paragraphs)
        if mains:
            hits = sorted(hits, key=lambda hit: -strength(hit) - _STAY * (hit.passage.article == mains[0].article))
        main = _main(hits, part, asked, desk)
        if main is None or not (facts := desk.take(main.passage, _MAIN)):
            continue
        corrects = corrects or (not mains and _holds_claim(part, main.passage, desk) and asked.believes)
        paragraphs.append(Paragraph("second" if mains else None, facts))
        mains.append(main.passage)
    if not mains:
        return Plan(())
    if len(mains) == 1:
        paragraphs += _supplement(desk, asked, mains[0])
    if analysis is not None:
        paragraphs += _for_this_skin(desk, asked, analysis)
    return Plan(tuple(paragraphs), corrects)


def facets_of(analysis: Analysis, desk: Desk) -> tuple[Facet, ...]:
    """The facets of a result, strongest concern first."""
    tags = read_analysis(analysis).tags
    found = [facet for facet in facets(desk.lang) if facet.analysis & set(tags)]
    return tuple(sorted(found, key=lambda facet: min(tags.index(tag) for tag in facet.analysis if tag in tags)))


def _hits(desk: Desk, question: str, triage: Triage, *, sure: bool) -> list[Hit]:
    hits = desk.search(question, 8, Where(sure=sure))
    if group_of(triage) != "pregnancy":
        return hits
    on_pregnancy = desk.search(question, 4, Where(topics=frozenset({"pregnancy"}), sure=False))
    near = [hit for hit in on_pregnancy if hit.parts["similarity"] >= _NEAR]
    return near + [hit for hit in hits if hit.passage.id not in {other.passage.id for other in near}]


def _main(hits: Sequence[Hit], question: str, asked: Understanding, desk: Desk) -> Hit | None:
    """The passage that answers: a correction only for those who hold, or ask about, the very belief it corrects."""
    if not hits:
        return None
    fitting = [hit for hit in hits if hit.passage.section != "myths" or _holds_claim(question, hit.passage, desk)]
    best = fitting[0] if fitting else hits[0]
    if not asked.believes or best.passage.section == "myths":
        return best
    myths = [hit for hit in fitting[:5] if hit.passage.section == "myths" and strength(hit) >= strength(best)]
    return max(myths, key=strength, default=best)


def _holds_claim(question: str, passage: PassageRecord, desk: Desk) -> bool:
    """Whether a question holds most words of the belief that a passage on a myth is about."""
    if passage.section != "myths":
        return False
    claim = [word for word in tokenize(passage.heading, desk.lang) if not word.startswith("=")]
    held = set(tokenize(question, desk.lang))
    ideas = {word for word in tokenize(passage.heading, desk.lang) if word.startswith("=")} & held
    return sum(word in held for word in claim) + len(ideas) >= _CLAIM * max(1, len(claim))


def _supplement(desk: Desk, asked: Understanding, main: PassageRecord) -> list[Paragraph]:
    """One passage beside the main one, and when to see a doctor where something is wrong."""
    paragraphs = []
    if other := _other_subject(desk, asked, main):
        paragraphs.append(Paragraph("other", other))
    else:
        hits = [hit for hit in desk.search(asked.condensed, 8, Where(sure=False)) if _belongs(hit, main, asked, desk)]
        wants_reasons = {"why", "what", "compare", "duration"} & set(asked.intents[:2])
        worth = {} if wants_reasons else _WORTH
        hits.sort(key=lambda hit: strength(hit) + worth.get(hit.passage.section, 0.0), reverse=True)
        for hit in hits:
            if hit.passage.section != "see_doctor" and (facts := desk.take(hit.passage, _EXTRA, plain=True)):
                paragraphs.append(Paragraph(_role(hit.passage.section, facts, desk), facts))
                break
    if (asked.tells or "doctor" in asked.intents) and "result" not in asked.intents:
        for hit in desk.search(asked.condensed, 3, Where(sections=frozenset({"see_doctor"}), sure=False)):
            apt = hit.parts["similarity"] >= _APT and hit.parts["coverage"] >= _HELD
            if apt and _related(hit.passage, main) and (facts := desk.take(hit.passage, 1)):
                paragraphs.append(Paragraph("see_doctor", facts))
                break
    return paragraphs


def _other_subject(desk: Desk, asked: Understanding, main: PassageRecord) -> tuple[Fact, ...]:
    """Of two things compared, the one that the main passage leaves out."""
    if "compare" not in asked.intents:
        return ()
    told = set(tokenize(f"{main.heading} {main.text}", desk.lang))
    for word, idea in subject_of(asked.condensed, desk.lang).items():
        if idea in told:
            continue
        for hit in desk.search(f"{word} {asked.condensed}", 6, Where(sure=False)):
            if idea in tokenize(hit.passage.heading, desk.lang) and (facts := desk.take(hit.passage, _EXTRA)):
                return facts
    return ()


def _for_this_skin(desk: Desk, asked: Understanding, analysis: Analysis) -> list[Paragraph]:
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
    """Whether a passage supplements this question: near, on the same topic, and on something the question names."""
    named = set(subject_of(asked.condensed, desk.lang).values())
    told = tokenize(f"{hit.passage.heading} {hit.passage.text}", desk.lang)
    return hit.parts["similarity"] >= _NEAR and _related(hit.passage, main) and (not named or bool(named & set(told)))


def _role(section: str, facts: Sequence[Fact], desk: Desk) -> str:
    """The words that lead in: those of a section that tells what to do only where the sentences do tell it."""
    instructs = re.search(intent_rules(desk.lang)["instructs"], facts[0].text)
    return section if section in ("key_facts", "myths", "procedures") or instructs else "key_facts"


def _related(passage: PassageRecord, other: PassageRecord) -> bool:
    return passage.article == other.article or bool(set(passage.topics[:2]) & set(other.topics[:2]))
