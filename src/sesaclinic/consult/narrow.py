"""The plan for a question about one thing: the passage that answers it, and what a good adviser would add."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Final

from sesaclinic.consult.aim import (
    beside,
    by_kind,
    fit,
    headed,
    ideas_of,
    likeness,
    share_held,
    speaks_of,
    speaks_of_kind,
    things_of,
)
from sesaclinic.consult.beliefs import Weighed, convinced, corrected, weigh
from sesaclinic.consult.choice import POOL, Choice, choices, ranked, surety
from sesaclinic.consult.desk import LOOKED_AT, Desk, Paragraph, Plan
from sesaclinic.consult.named import on_named, speaks_of_named, strangers, unwritten
from sesaclinic.consult.phrases import group_of
from sesaclinic.consult.signs import sign_book
from sesaclinic.consult.supplement import for_this_skin, supplement
from sesaclinic.consult.understand import CARING, Understanding, facets, intent_rules, subject_of, understand
from sesaclinic.domain import Analysis, Triage
from sesaclinic.knowledge import Hit, PassageRecord, Where

_MAIN: Final = 4  # sentences of the passage that answers
_NEARBY: Final = 3  # of the nearest, where none answers
_NEAR: Final = 0.45  # cosine below which a passage supplements another question than this one
_VERY_NEAR: Final = 0.6  # from which one is read though the search is not sure of the question
_RESULT: Final = "analysis_result"  # topic of passages that explain what a photo shows
_PLAINLY: Final = 0.3  # likeness by which a later sentence answers better than the first
# intents of somebody who has something and wants help with it, however strangely it is put
_HELPED: Final = frozenset({"care", "ingredients", "avoid", "routine", "duration", "frequency", "doctor", "result"})
# intents of a question with one point; what explains or lists stands in its own order
_POINTED: Final = frozenset({"may", "why", "duration", "frequency", "side_effect", "combine", "doctor"})
_UNLIKELY: Final = 0.07  # that a passage is right, below which it is not even told as the nearest
_PROBABLE: Final = 0.25  # that a passage is right, from which it is given as the answer
_LIKELY: Final = 0.5  # the same for a second question, which is better left than answered beside the point
_OF_KIND: Final = 1.0  # log-odds that a passage on the kind of a thing lacks beside one on the thing


def plan_narrow(desk: Desk, asked: Understanding, triage: Triage, analysis: Analysis | None) -> Plan:
    """Answer each part of the question, then supplement where there is room."""
    paragraphs: list[Paragraph] = []
    mains: list[PassageRecord] = []
    so: bool | None = None
    far = False
    first: list[Choice] = []
    for one in _parts(desk, asked, triage):
        part, hits = _wanted(desk, one.condensed, triage)
        if group_of(triage) != "pregnancy" or strangers(part, desk.knowledge, desk.lang):
            hits = on_named(part, hits, desk)
        hits = hits if one.tells else [hit for hit in hits if not _tells_what_to_do_after(hit.passage, desk)] or hits
        belief = weigh(part, hits, desk) if _takes_for_true(one, part, desk) and not mains else None
        found = _found(desk, part, hits, one, triage)
        if belief is not None and _answers(belief, part, found, desk, triage):
            main: PassageRecord | None = belief.hit.passage
            so = None if belief.so and one.open else belief.so  # "why is it so" is no wish to hear that it is
        else:
            main = _answering(desk, part, found, one, triage)
        if main is None:
            continue
        if so is None and not mains and one.believes and not one.open and corrected(part, main, desk.lang):
            so = False
        apt = so is not None or _apt(found, part, desk)
        if mains and (surety(found) < _LIKELY or not _of_whole(main, asked, desk)):
            continue
        beyond = not (mains or apt)
        count = _NEARBY if beyond else _MAIN
        if not (facts := desk.take(main, count, lead=_lead(main, part, one, desk))):
            continue
        far = far or beyond
        paragraphs.append(Paragraph("second" if mains else None, facts))
        mains.append(main)
        first = first or found
    if not mains:
        return Plan((), unwritten=unwritten(asked.condensed, desk))
    refers = group_of(triage) != "pregnancy"  # who is pregnant is sent to a doctor anyway
    if far:
        nearest = Paragraph("near", paragraphs[0].facts)
        return Plan((nearest, *supplement(desk, asked, mains[0], first, refers=refers)))
    if len(mains) == 1:
        paragraphs += supplement(desk, asked, mains[0], first, refers=refers)
    if analysis is not None and CARING & set(asked.intents):
        paragraphs += for_this_skin(desk, asked, analysis)
    return Plan(tuple(paragraphs), so, myth=mains[0].section == "myths")


def _takes_for_true(asked: Understanding, part: str, desk: Desk) -> bool:
    """Whether a question may be told that it is so or not; who only says what happened has claimed nothing."""
    return asked.believes and (not asked.tells or convinced(part, desk.lang))


def _parts(desk: Desk, asked: Understanding, triage: Triage) -> Sequence[Understanding]:
    """The questions inside a question, each with what it alone wants, unless only the whole is answered surely."""
    if len(asked.parts) == 1:
        return [replace(asked, condensed=asked.parts[0])]
    parts = [replace(understand(part, (), desk.lang), tells=asked.tells) for part in asked.parts]
    whole, *each = (surety(_found(desk, *_wanted(desk, one.condensed, triage), one, triage)) for one in (asked, *parts))
    return parts if each[0] >= whole or min(each) >= _LIKELY else [asked]


def _of_whole(passage: PassageRecord, asked: Understanding, desk: Desk) -> bool:
    """Whether a passage is among those found for the whole question, which a later part says less of."""
    return passage.id in {hit.passage.id for hit in desk.search(asked.condensed, POOL, Where(sure=False))}


def _apt(found: Sequence[Choice], question: str, desk: Desk) -> bool:
    """Whether the best passage answers just this question, rather than being the nearest that is written on."""
    best = found[0].hit.passage
    named = speaks_of_named(best, question, desk) and speaks_of_kind(best, question, desk)
    return named and surety(found) >= _PROBABLE


def _wanted(desk: Desk, question: str, triage: Triage) -> tuple[str, list[Hit]]:
    """The question without what it says to leave out, and passages that are not about that."""
    pattern = intent_rules(desk.lang).get("except")
    left_out = re.search(pattern, question) if pattern else None
    if left_out is None:
        if group_of(triage) != "pregnancy":
            return question, _hits(desk, question, triage)
        # what is written on a thing for the pregnant is often written on the kind of thing
        wordings = (question, *by_kind(question, desk.lang))
        found = [(wording, _hits(desk, wording, triage)) for wording in wordings]
        return max(found, key=lambda one: _share_of_subject(one[1][0].passage, one[0], desk) if one[1] else 0.0)
    wanted = question.replace(left_out.group(), " ")
    unwanted = ideas_of(left_out["thing"], desk.lang)
    hits = _hits(desk, wanted, triage)
    return wanted, [hit for hit in hits if not unwanted & ideas_of(hit.passage.heading, desk.lang)]


def _found(desk: Desk, question: str, hits: Sequence[Hit], asked: Understanding, triage: Triage) -> list[Choice]:
    """The passages among which one answers: on the thing or, where none is likely to, on the kind of thing it is."""
    found = choices(question, hits, asked, desk)
    if group_of(triage) == "pregnancy" or surety(found) >= _LIKELY:
        return found
    for general in by_kind(question, desk.lang):
        near = [
            hit for hit in desk.search(general, POOL, Where(sure=False)) if speaks_of_named(hit.passage, question, desk)
        ]
        found += [replace(choice, score=choice.score - _OF_KIND) for choice in choices(general, near, asked, desk)]
    return ranked(found)


def _answering(
    desk: Desk, question: str, found: Sequence[Choice], asked: Understanding, triage: Triage
) -> PassageRecord | None:
    """The passage that answers; None where all that was found speaks of something else."""
    if not found:
        return None
    main = found[0].hit
    if group_of(triage) == "pregnancy":
        return main.passage
    known = fit(main, question, desk) >= intent_rules(desk.lang)["answers_from"]
    hits = [choice.hit for choice in found]
    doubted = beside(question, main, hits, desk) or surety(found) < _UNLIKELY
    doubted = doubted and not asked.tells and not _HELPED & set(asked.intents)
    return main.passage if known and not doubted else None


def _hits(desk: Desk, question: str, triage: Triage) -> list[Hit]:
    """Passages found, best first: for somebody pregnant those on pregnancy, where there are any."""
    hits = desk.search(question, POOL, Where()) or _on_facets(desk, question) or _on_everyday(desk, question)
    if group_of(triage) != "pregnancy":
        others = _not_spoken_of(question, desk)
        hits = [hit for hit in hits if not headed(hit.passage, desk) & others]
        return hits if _speaks_of_result(question, desk) else _off_results(hits) or hits
    on_pregnancy = desk.search(question, POOL, Where(topics=frozenset({"pregnancy"}), sure=False))
    near = [hit for hit in on_pregnancy if hit.parts["similarity"] >= _NEAR]
    return near or hits


def _on_facets(desk: Desk, question: str) -> list[Hit]:
    """Passages on the concern or skin type that a question names, where each speaks of all that it names."""
    articles = frozenset(
        article for facet in facets(desk.lang) if facet.named_in(question, desk.lang) for article in facet.articles
    )
    hits = desk.search(question, LOOKED_AT, Where(articles=articles, sure=False)) if articles else []
    return [hit for hit in hits if hit.parts["similarity"] >= _NEAR and speaks_of(hit.passage, question, desk)]


def _on_everyday(desk: Desk, question: str) -> list[Hit]:
    """Passages very near to a question that is ours by name, however unsure the search is of it."""
    hits = desk.search(question, POOL, Where(sure=False)) if sign_book(desk.lang).everyday(question) else []
    return [hit for hit in hits if hit.parts["similarity"] >= _VERY_NEAR]


def _speaks_of_result(question: str, desk: Desk) -> bool:
    """Whether a question speaks of a photo or its result, which some passages explain."""
    result = intent_rules(desk.lang).get("of_result")
    return result is None or bool(re.search(result, sign_book(desk.lang).letters(question)))


def _off_results(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.passage.topics[0] != _RESULT]


def _not_spoken_of(question: str, desk: Desk) -> Set[str]:
    """People for whom a passage can be headed – babies, say – and of whom the question does not speak."""
    people: dict[str, str] = intent_rules(desk.lang).get("people", {})
    letters = sign_book(desk.lang).letters(question)
    spoken_of = ideas_of(question, desk.lang) | {idea for idea, words in people.items() if re.search(words, letters)}
    return people.keys() - spoken_of


def _tells_what_to_do_after(passage: PassageRecord, desk: Desk) -> bool:
    """Whether a passage is for those who have already done what somebody else only asks about."""
    happened = intent_rules(desk.lang).get("happened")
    return happened is not None and bool(re.search(happened, passage.heading))


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
    first, later = (ideas_of(passage.sentences[place].text, desk.lang) for place in (0, best))
    names_more = things_of(question, desk.lang) & (later - first)  # else the passage's own order is the better one
    return best if held[best] >= held[0] + _PLAINLY and names_more and not leaning else 0


def _answers(belief: Weighed, question: str, found: Sequence[Choice], desk: Desk, triage: Triage) -> bool:
    """Whether a passage on a belief goes before what was chosen.

    Somebody pregnant is answered by what is written for the pregnant; who only asks whether something is so may mean
    something else than the nearest correction, unless it is what was chosen.
    """
    if belief.so is None or (group_of(triage) == "pregnancy" and "pregnancy" not in belief.hit.passage.topics):
        return False
    return convinced(question, desk.lang) or bool(found and found[0].hit.passage.id == belief.hit.passage.id)


def _share_of_subject(passage: PassageRecord, question: str, desk: Desk) -> float:
    """Share of what a question names – the state, the product, the procedure – that a passage is found by."""
    named = set(subject_of(question, desk.lang).values())
    return share_held(named, desk.knowledge.words_of(passage).told)
