"""The plan for a question about one thing: the passage that answers it, and what a good adviser would add."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Final

from sesaclinic.advice import read_analysis
from sesaclinic.consult.desk import Desk, Paragraph, Plan, strength
from sesaclinic.consult.evidence import Fact
from sesaclinic.consult.phrases import group_of
from sesaclinic.consult.understand import Facet, Understanding, facets, intent_rules, subject_of
from sesaclinic.domain import Analysis, Triage
from sesaclinic.knowledge import Hit, PassageRecord, Where
from sesaclinic.knowledge.words import lexicon, tokenize

_MAIN: Final = 4  # sentences of the passage that answers
_EXTRA: Final = 2  # of one that supplements
_NEAR: Final = 0.45  # cosine below which a passage supplements another question than this one
_BESIDE: Final = 0.6  # cosine and share of words from which a passage of another article adds to the answer
_SHARED: Final = 0.4
_LOOKED_AT: Final = 4  # best passages among which the kind of question decides
_FITS: Final = 0.25  # strength that a passage may lack whose heading is the very kind of question that was asked
_OF_SUBJECT: Final = 0.4  # strength that one on pregnancy gains which also says the product or procedure asked about
_APT: Final = 0.5  # cosine and share of words from which advice to see a doctor is about this very problem
_HELD: Final = 0.4
_CLAIM: Final = 0.5  # share of a belief's words that a question must hold to be holding the belief
_SAID: Final = 0.5  # of a way of asking for the correction
_BARELY: Final = 1  # words of a question by which a passage's other sentences may lie nearer to it than the correction
_STAY: Final = 0.3  # strength that a passage of the article already quoted may lack: a second question stays on topic
# what helps most after the direct answer, by what was asked
_WORTH: Final = {"care": 0.25, "ingredients_avoid": 0.15, "ingredients_help": 0.1, "myths": -0.15, "procedures": -0.1}


def plan_narrow(desk: Desk, asked: Understanding, triage: Triage, analysis: Analysis | None) -> Plan:
    """Answer each part of the question, then supplement where there is room."""
    paragraphs: list[Paragraph] = []
    mains: list[PassageRecord] = []
    corrects = False
    for part in asked.parts:
        hits = _hits(desk, part, triage)
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


def _hits(desk: Desk, question: str, triage: Triage) -> list[Hit]:
    hits = desk.search(question, 8, Where())
    if group_of(triage) != "pregnancy":
        return hits
    on_pregnancy = desk.search(question, 8, Where(topics=frozenset({"pregnancy"}), sure=False))
    shares = {hit.passage.id: _share_of_subject(hit.passage, question, desk) for hit in on_pregnancy}
    near = [
        hit
        for hit in on_pregnancy
        if hit.parts["similarity"] >= _NEAR and (hit.passage.topics[0] == "pregnancy" or shares[hit.passage.id] == 1.0)
    ]
    near.sort(key=lambda hit: strength(hit) + _OF_SUBJECT * shares[hit.passage.id], reverse=True)
    return near + [hit for hit in hits if hit.passage.id not in {other.passage.id for other in near}]


def _fits(passage: PassageRecord, asked: Understanding, desk: Desk) -> bool:
    """Whether a passage answers the kind of question that was asked: what it is, how long, which ingredient."""
    kinds = intent_rules(desk.lang)["headings"]
    return any(re.search(kinds[intent], passage.heading) for intent in asked.intents[:1] if intent in kinds)


def _share_of_subject(passage: PassageRecord, question: str, desk: Desk) -> float:
    """Share of what a question names – the state, the product, the procedure – that a passage is found by."""
    named = set(subject_of(question, desk.lang).values())
    told = tokenize(" . ".join((passage.heading, passage.text, *passage.asks)), desk.lang)
    return len(named & set(told)) / len(named) if named else 0.0


def _main(hits: Sequence[Hit], question: str, asked: Understanding, desk: Desk) -> Hit | None:
    """The passage that answers: a correction only for those who hold, or ask about, the very belief it corrects."""
    if not hits:
        return None
    fitting = [hit for hit in hits if hit.passage.section != "myths" or _holds_claim(question, hit.passage, desk)]
    best = fitting[0] if fitting else hits[0]
    apt = [hit for hit in fitting[:_LOOKED_AT] if _fits(hit.passage, asked, desk)]
    best = next((hit for hit in apt if strength(hit) + _FITS >= strength(best)), best)
    if not asked.believes or best.passage.section == "myths":
        return best
    myths = [hit for hit in fitting[:5] if hit.passage.section == "myths" and strength(hit) >= strength(best)]
    return max(myths, key=strength, default=best)


def _holds_claim(question: str, passage: PassageRecord, desk: Desk) -> bool:
    """Whether a question holds the belief that a passage corrects: most of its words, and nothing that it affirms."""
    if passage.section != "myths":
        return False
    held = set(tokenize(question, desk.lang))
    said = max((_held(ask, held, desk) for ask in passage.asks), default=0.0) >= _SAID
    if not said and _held(passage.heading, held, desk) < _CLAIM:
        return False
    corrects, *affirms = (_of_question(sentence.text, held, desk) for sentence in passage.sentences)
    return max(affirms, default=0) <= max(corrects, _of_question(passage.heading, held, desk)) + _BARELY


def _held(text: str, held: Set[str], desk: Desk) -> float:
    """Share of a text's words that are held, by themselves or by a word of the same idea; one alone says nothing."""
    ideas = lexicon(desk.lang).ideas
    words = [word for word in tokenize(text, desk.lang) if not word.startswith("=")]
    shared = sum(word in held or ideas.get(word) in held for word in words)
    return shared / len(words) if shared > 1 else 0.0


def _of_question(text: str, held: Set[str], desk: Desk) -> int:
    """How many of a question's words a text says."""
    said = set(tokenize(text, desk.lang))
    ideas = lexicon(desk.lang).ideas
    return sum(word in said or ideas.get(word) in said for word in held if not word.startswith("="))


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
            named = hit.parts["similarity"] >= _NEAR and idea in tokenize(hit.passage.heading, desk.lang)
            if named and (facts := desk.take(hit.passage, _EXTRA)):
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
    """Whether a passage supplements this question: near, on the main one's subject, and on something that is named."""
    named = set(subject_of(asked.condensed, desk.lang).values())
    told = tokenize(f"{hit.passage.heading} {hit.passage.text}", desk.lang)
    if named and not named & set(told):
        return False
    if hit.passage.article == main.article:
        return hit.parts["similarity"] >= _NEAR and hit.parts["coverage"] >= _SHARED - 0.1
    near = hit.parts["similarity"] >= _BESIDE and hit.parts["coverage"] >= _SHARED
    return near and _related(hit.passage, main)


def _role(section: str, facts: Sequence[Fact], desk: Desk) -> str:
    """The words that lead in: those of a section that tells what to do only where the sentences do tell it."""
    instructs = re.search(intent_rules(desk.lang)["instructs"], facts[0].text)
    return section if section in ("key_facts", "myths", "procedures") or instructs else "key_facts"


def _related(passage: PassageRecord, other: PassageRecord) -> bool:
    """Whether two passages are on one subject: what an article is on comes first among its topics."""
    return passage.article == other.article or passage.topics[0] in other.topics
