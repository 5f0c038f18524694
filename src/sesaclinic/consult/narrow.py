"""The plan for a question about one thing: the passage that answers it, and what a good adviser would add."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from typing import Final

from sesaclinic.advice import read_analysis
from sesaclinic.consult.aim import aim, beside, fit, ideas_of, likeness
from sesaclinic.consult.beliefs import weigh
from sesaclinic.consult.desk import Desk, Paragraph, Plan, strength
from sesaclinic.consult.evidence import Fact
from sesaclinic.consult.phrases import group_of
from sesaclinic.consult.understand import Facet, Understanding, facets, intent_rules, subject_of
from sesaclinic.domain import Analysis, Triage
from sesaclinic.knowledge import Hit, PassageRecord, Where
from sesaclinic.knowledge.claims import sentence_rules
from sesaclinic.knowledge.words import lexicon, tokenize

_MAIN: Final = 4  # sentences of the passage that answers
_EXTRA: Final = 2  # of one that supplements
_NEAR: Final = 0.45  # cosine below which a passage supplements another question than this one
_LOOKED_AT: Final = 8  # best passages among which the kind of question decides
_FITS: Final = 0.45  # strength that a passage may lack whose heading is the very kind of question that was asked
_OF_SUBJECT: Final = 0.4  # strength that one on pregnancy gains which also says the product or procedure asked about
_APT: Final = 0.5  # cosine and share of words from which advice to see a doctor is about this very problem
_HELD: Final = 0.4
_CLAIM: Final = 0.5  # share of a belief's words that a question must hold to be holding the belief
_SAID: Final = 0.5  # of a way of asking for the correction
_BARELY: Final = 1  # words of a question by which a passage's other sentences may lie nearer to it than the correction
_STAY: Final = 0.3  # strength that a passage of the article already quoted may lack: a second question stays on topic
# fit from which a passage adds to the answer: what to do about it sooner than what else there is to know
_ADDS: Final = {"care": 1.65, "ingredients_help": 1.65, "ingredients_avoid": 1.65}
_ADDS_ELSE: Final = 1.8
_PLAINLY: Final = 0.2  # likeness by which a later sentence answers better than the first
# intents of somebody who has something and wants help with it, however strangely it is put
_HELPED: Final = frozenset({"care", "ingredients", "avoid", "routine", "duration", "frequency", "doctor", "result"})
# intents of a question with one point; what explains or lists stands in its own order
_POINTED: Final = frozenset({"may", "why", "duration", "frequency", "side_effect", "combine", "doctor"})
_CARING: Final = frozenset({"care", "ingredients", "avoid", "routine"})  # intents that a result has something to add to
_FAR: Final = 1.35  # fit below which an answer says first that nothing is written on just this


def plan_narrow(desk: Desk, asked: Understanding, triage: Triage, analysis: Analysis | None) -> Plan:
    """Answer each part of the question, then supplement where there is room."""
    paragraphs: list[Paragraph] = []
    mains: list[PassageRecord] = []
    so: bool | None = None
    far = False
    for asked_part in asked.parts:
        part, hits = _wanted(desk, asked_part, triage)
        if mains:
            hits = sorted(hits, key=lambda hit: -strength(hit) - _STAY * (hit.passage.article == mains[0].article))
        belief = weigh(part, hits, desk) if asked.believes and not mains else None
        if belief is not None and belief.so is not None and _in_place(belief.hit, triage):
            main: Hit | None = belief.hit
            so = belief.so
        else:
            main = _answering(desk, part, hits, asked, triage)
        if main is None or not (facts := desk.take(main.passage, _MAIN, lead=_lead(main.passage, part, asked, desk))):
            continue
        far = far or (not mains and so is None and fit(main, part, desk) < _FAR)
        paragraphs.append(Paragraph("second" if mains else None, facts))
        mains.append(main.passage)
    if not mains:
        return Plan(())
    if far:
        return Plan((Paragraph("near", paragraphs[0].facts[:_EXTRA]),))
    if len(mains) == 1:
        paragraphs += _supplement(desk, asked, mains[0])
    if analysis is not None and _CARING & set(asked.intents):
        paragraphs += _for_this_skin(desk, asked, analysis)
    return Plan(tuple(paragraphs), so)


def facets_of(analysis: Analysis, desk: Desk) -> tuple[Facet, ...]:
    """The facets of a result, strongest concern first."""
    tags = read_analysis(analysis).tags
    found = [facet for facet in facets(desk.lang) if facet.analysis & set(tags)]
    return tuple(sorted(found, key=lambda facet: min(tags.index(tag) for tag in facet.analysis if tag in tags)))


def _wanted(desk: Desk, question: str, triage: Triage) -> tuple[str, list[Hit]]:
    """The question without what it says to leave out, and passages that are not about that."""
    pattern = intent_rules(desk.lang).get("except")
    left_out = re.search(pattern, question) if pattern else None
    if left_out is None:
        return question, _hits(desk, question, triage)
    wanted = question.replace(left_out.group(), " ")
    unwanted = ideas_of(left_out["thing"], desk.lang)
    hits = _hits(desk, wanted, triage)
    return wanted, [hit for hit in hits if not unwanted & ideas_of(hit.passage.heading, desk.lang)]


def _answering(desk: Desk, question: str, hits: Sequence[Hit], asked: Understanding, triage: Triage) -> Hit | None:
    """The passage that answers; None where all that was found speaks of something else."""
    main = _main(hits, question, asked, desk)
    if main is None or group_of(triage) == "pregnancy":
        return main
    apt = _fits(main.passage, question, asked, desk)
    main = aim(question, main, () if apt else hits, desk)
    known = fit(main, question, desk) >= intent_rules(desk.lang)["answers_from"]
    doubted = not asked.tells and not _HELPED & set(asked.intents) and beside(question, main, hits, desk)
    return main if known and not doubted else None


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


def _lead(passage: PassageRecord, question: str, asked: Understanding, desk: Desk) -> int:
    """Which sentence goes first: one that says whether it may be done, or one that holds more of the question."""
    if passage.section == "myths" or not _POINTED.issuperset(asked.intents[:1]):
        return 0
    rules = intent_rules(desk.lang)
    held = [likeness(sentence.text, question, desk.lang) for sentence in passage.sentences]
    if asked.intents[:1] == ("may",):
        verdicts = [re.search(rules["verdict"], sentence.text) for sentence in passage.sentences]
        held = [share + (_PLAINLY if verdict else 0) for share, verdict in zip(held, verdicts, strict=True)]
    best = max(range(len(held)), key=held.__getitem__)
    leaning = any(
        re.search(f"{rules['leans']}|{rules['connectives']}", sentence.text)
        for sentence in passage.sentences[best : best + 2]
    )
    return best if held[best] >= held[0] + _PLAINLY and not leaning else 0


def _in_place(hit: Hit, triage: Triage) -> bool:
    """Whether a passage may answer at all: somebody pregnant is answered by what is written for the pregnant."""
    return group_of(triage) != "pregnancy" or "pregnancy" in hit.passage.topics


def _fits(passage: PassageRecord, question: str, asked: Understanding, desk: Desk) -> bool:
    """Whether a passage answers the kind of question that was asked, of the thing that was named and of no other."""
    kinds = intent_rules(desk.lang)["headings"]
    if not any(re.search(kinds[intent], passage.heading) for intent in asked.intents[:1] if intent in kinds):
        return False
    named = _named(question, desk)
    return bool(named) and _headed(passage, desk) <= named


def _headed(passage: PassageRecord, desk: Desk) -> Set[str]:
    """The things of the field that a passage's heading names."""
    return _things(desk.knowledge.words_of(passage).wordings[0], desk)


def _named(question: str, desk: Desk) -> Set[str]:
    """The things of the field that a question names."""
    return _things(subject_of(question, desk.lang).values(), desk)


def _things(ideas: Iterable[str], desk: Desk) -> Set[str]:
    """Those of ideas that are things, rather than what may be asked of one."""
    return {idea for idea in ideas if idea.startswith("=")}.difference(intent_rules(desk.lang).get("no_things", ()))


def _share_of_subject(passage: PassageRecord, question: str, desk: Desk) -> float:
    """Share of what a question names – the state, the product, the procedure – that a passage is found by."""
    named = set(subject_of(question, desk.lang).values())
    return len(named & desk.knowledge.words_of(passage).told) / len(named) if named else 0.0


def _main(hits: Sequence[Hit], question: str, asked: Understanding, desk: Desk) -> Hit | None:
    """The passage that answers: a correction only for those who hold, or ask about, the very belief it corrects."""
    if not hits:
        return None
    fitting = [hit for hit in hits if hit.passage.section != "myths" or _holds_claim(question, hit.passage, desk)]
    best = fitting[0] if fitting else hits[0]
    named = _named(question, desk)
    covered = len(_headed(best.passage, desk) & named)
    apt = [hit for hit in fitting[:_LOOKED_AT] if _fits(hit.passage, question, asked, desk)]
    apt = [hit for hit in apt if len(_headed(hit.passage, desk) & named) >= covered]
    return next((hit for hit in apt if strength(hit) + _FITS >= strength(best)), best)


def _holds_claim(question: str, passage: PassageRecord, desk: Desk) -> bool:
    """Whether a question holds the belief that a passage corrects: most of its words, and nothing that it affirms."""
    if passage.section != "myths":
        return False
    held = set(tokenize(question, desk.lang))
    heading, *asks = (_held(way, ideas_of(question, desk.lang)) for way in desk.knowledge.words_of(passage).wordings)
    if max(asks, default=0.0) < _SAID and heading < _CLAIM:
        return False
    corrects, *affirms = (_of_question(sentence.text, held, desk) for sentence in passage.sentences)
    return max(affirms, default=0) <= max(corrects, _of_question(passage.heading, held, desk)) + _BARELY


def _held(words: Set[str], held: Set[str]) -> float:
    """Share of words that are held; one alone says nothing."""
    shared = len(words & held)
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
        hits.sort(key=lambda hit: fit(hit, asked.condensed, desk), reverse=True)
        for hit in hits:
            if facts := desk.take(hit.passage, _EXTRA, plain=True):
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
    told = desk.knowledge.words_of(main).told
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
    """Whether a passage adds to this answer: on the subject, and asked for in nearly these words. Rather none."""
    wanted = _ADDS.get(hit.passage.section, _ADDS_ELSE)
    if hit.passage.section == "see_doctor" or not _related(hit.passage, main):
        return False
    if fit(hit, asked.condensed, desk) < wanted:
        return False
    named = set(subject_of(asked.condensed, desk.lang).values())
    return not named or bool(named & desk.knowledge.words_of(hit.passage).told)


def _role(section: str, facts: Sequence[Fact], desk: Desk) -> str:
    """The words that lead in: those of a section that corrects, or tells what to do, only where the sentences do so."""
    if section == "myths":
        return section if sentence_rules(desk.lang).correction.search(facts[0].text) else "key_facts"
    instructs = re.search(intent_rules(desk.lang)["instructs"], facts[0].text)
    return section if section in ("key_facts", "procedures") or instructs else "key_facts"


def _related(passage: PassageRecord, other: PassageRecord) -> bool:
    """Whether two passages are on one subject: what an article is on comes first among its topics."""
    return passage.article == other.article or passage.topics[0] in other.topics
