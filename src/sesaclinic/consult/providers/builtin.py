"""The provider that needs no key: it lets the knowledge base's own sentences speak, and so cannot invent."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Iterator, Sequence
from typing import Final

from sesaclinic.advice import ConcernReading, read_analysis
from sesaclinic.advice.words import fill
from sesaclinic.advice.words import words as advice_words
from sesaclinic.consult.beliefs import claims
from sesaclinic.consult.desk import Plan
from sesaclinic.consult.evidence import Fact, marks
from sesaclinic.consult.phrases import group_of, lead_key, phrases, variant
from sesaclinic.consult.providers.base import Consultation
from sesaclinic.consult.signs import sign_book
from sesaclinic.consult.understand import Facet, Understanding, intent_rules
from sesaclinic.domain import Analysis, Lang, TriageLevel
from sesaclinic.knowledge.claims import sentence_rules

_CONCERNS_NAMED: Final = 2


class BuiltinProvider:
    """Writes a plan out: opening, paragraphs of cited sentences, closing."""

    name = "builtin"

    async def stream(self, consultation: Consultation) -> AsyncGenerator[str, None]:
        """The answer, sentence by sentence."""
        space = phrases(consultation.lang)["space"]
        for number, paragraph in enumerate(compose(consultation)):
            yield ("\n\n" if number else "") + paragraph[0]
            for sentence in paragraph[1:]:
                yield space + sentence


def safety_words(consultation: Consultation) -> tuple[str | None, str]:
    """What goes before and after an answer whoever writes it, where the triage asks for care; None and nothing else."""
    key = lead_key(consultation.triage)
    before = variant(phrases(consultation.lang)["open"][key], consultation.question) if key else None
    return before, _closing(consultation) if key else ""


def compose(consultation: Consultation) -> Iterator[list[str]]:
    """Paragraphs of sentences."""
    words = phrases(consultation.lang)
    plan = consultation.plan
    opening = list(_opening(consultation))
    for number, paragraph in enumerate(plan.paragraphs):
        lead = words["join"].get(paragraph.role) if paragraph.role else None
        sentences = [fill(variant(lead, consultation.question), heading=paragraph.heading)] if lead else []
        sentences += list(_joined(paragraph.facts, words["space"]))
        yield (opening if number == 0 else []) + sentences
    if not plan.paragraphs and opening:
        unwritten = words["unwritten"].get(consultation.triage.level.value)
        yield [*opening, unwritten] if unwritten else opening
    if closing := _closing(consultation):
        yield [closing]


def _opening(consultation: Consultation) -> Iterator[str]:
    words, question = phrases(consultation.lang), consultation.question
    plan = consultation.plan
    if key := lead_key(consultation.triage):
        yield variant(words["open"][key], question)
        if plan.so is False and _yes_or_no(consultation):
            yield variant(words["open"][_verdict(plan, consultation)], question)
        return
    if consultation.analysis and (personal := _personal(consultation, consultation.analysis)):
        yield personal
    if plan.so is not None and plan.facts and _yes_or_no(consultation):
        yield variant(words["open"][_verdict(plan, consultation)], question)
    elif plan.facets:
        yield fill(
            variant(words["open"][_kind(plan, consultation.asked)], question),
            topic=_topic(plan.facets, consultation.lang),
        )


def _kind(plan: Plan, asked: Understanding) -> str:
    """Which opening fits a general answer: by what its first paragraph is about."""
    roles = [paragraph.role for paragraph in plan.paragraphs]
    if "morning" in roles:
        return "routine"
    if "avoid" in asked.intents:
        return "avoid"
    return "ingredients" if "care" in roles else "care"


def _topic(facets: Sequence[Facet], lang: Lang) -> str:
    """Names of the facets, joined as speech joins two."""
    names = [facet.name for facet in facets]
    if len(names) != 2:
        return ", ".join(names)
    return fill(phrases(lang)["lists"]["both"], first=names[0], second=names[1])


def _verdict(plan: Plan, consultation: Consultation) -> str:
    """Whether what is believed is so, and how firmly the first sentence corrects it where it is not."""
    if plan.so:
        return "confirm"
    first = plan.facts[0]
    firm = re.search(phrases(consultation.lang)["firm"], first.text)
    if not (firm and sentence_rules(consultation.lang).correction.search(first.text)):
        return "correct_softly"
    return "correct" if claims(consultation.asked.condensed, consultation.lang) else "deny"


def _yes_or_no(consultation: Consultation) -> bool:
    """Whether "that is not so" answers a question as it is put; whether there is a way to do it, it does not."""
    there = intent_rules(consultation.lang).get("there")
    return there is None or not re.search(there, sign_book(consultation.lang).letters(consultation.asked.condensed))


def _personal(consultation: Consultation, analysis: Analysis) -> str:
    """What the result says, where the question is about the asker's own skin."""
    words, names = phrases(consultation.lang)["analysis"], advice_words(consultation.lang)
    reading = read_analysis(analysis)
    asked = consultation.asked
    wanted = {tag for facet in asked.facets for tag in facet.analysis}
    if "result" in asked.intents:
        asked_of = tuple(concern for concern in reading.concerns if concern.concern in wanted)[:1]
        found = asked_of or (() if wanted else reading.main[:_CONCERNS_NAMED])
        told = [_finding(concern, analysis, consultation.lang) for concern in found]
        if any(told):
            return str(phrases(consultation.lang)["space"]).join(filter(None, told))
    shown = {concern.concern for concern in reading.main} | {reading.skin_type}
    if not (asked.my_skin or asked.broad or wanted & shown or "result" in asked.intents):
        return ""
    skin = words["skin"][reading.skin_type]
    listed = phrases(consultation.lang)["lists"]["and"].join(
        names["concerns"][concern.concern] for concern in reading.main[:_CONCERNS_NAMED]
    )
    concerns = fill(words["concerns"], list=listed) if listed else words["clear"]
    return fill(words["whole"], skin=skin + words["skin_and"] if skin else "", concerns=concerns)


def _finding(concern: ConcernReading, analysis: Analysis, lang: Lang) -> str:
    """Where a concern shows most, its grade and its score; nothing where no score was measured."""
    words, names = phrases(lang)["analysis"], advice_words(lang)
    scores = [f.score for f in analysis.findings if f.concern == concern.concern and f.score is not None]
    if not scores:
        return ""
    place = fill(words["place"], region=names["regions"][concern.place]) if concern.place else ""
    return fill(
        str(words["finding"]),
        concern=names["concerns"][concern.concern],
        place=place,
        grade=str(concern.grade),
        grade_word=names["grades"][concern.grade],
        score=str(round(min(scores))),
    )


def _joined(facts: tuple[Fact, ...], space: str) -> Iterator[str]:
    """Cited sentences; neighbours with the same citation each keep theirs, so that none stands bare."""
    for fact in facts:
        yield f"{fact.text}{space}{marks(fact.numbers)}".strip()


def _closing(consultation: Consultation) -> str:
    words, triage, question = phrases(consultation.lang), consultation.triage, consultation.question
    if triage.level is TriageLevel.CAUTION:
        return variant(words["close"][group_of(triage) or "medicine"], question)
    if triage.level in (TriageLevel.DOCTOR, TriageLevel.URGENT):
        return variant(words["close"][triage.level.value], question)
    if consultation.plan.facets or consultation.asked.my_skin:
        return variant(words["close"]["more"], question)
    return ""
