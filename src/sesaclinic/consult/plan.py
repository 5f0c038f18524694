"""What an answer will say and in which order: paragraphs of facts, each with the words that lead into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from sesaclinic.advice import read_analysis
from sesaclinic.consult.evidence import Evidence, Fact
from sesaclinic.consult.phrases import group_of
from sesaclinic.consult.understand import Facet, Understanding, facets, intent_rules
from sesaclinic.domain import Analysis, Lang, Triage, TriageLevel
from sesaclinic.knowledge import Hit, KnowledgeBase, PassageRecord, QuotableSentence, Where
from sesaclinic.knowledge.words import tokenize

_MAIN: Final = 4  # sentences of the passage that answers
_EXTRA: Final = 2  # of one that supplements
_NEAR: Final = 0.45  # cosine below which a passage supplements another question than this one
_SAME: Final = 0.6  # share of words from which two sentences say the same
_CARE_FIRST: Final = ("care", "ingredients_help", "ingredients_avoid", "see_doctor")
_INGREDIENTS_FIRST: Final = ("ingredients_help", "ingredients_avoid", "care", "see_doctor")
# sentences of each section: about ten in all, which is what people read to the end
_SENTENCES: Final = {"care": 4, "ingredients_help": 3, "ingredients_avoid": 2, "see_doctor": 1}
_SENTENCES_OF_TWO: Final = {"care": 2, "ingredients_help": 1, "ingredients_avoid": 2, "see_doctor": 1}
_RED: Final = frozenset({"redflag"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """role: which words lead into it (a section, or e.g. `meanwhile`); None for none."""

    role: str | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """corrects: the first paragraph says that something believed is not so. facets: what a general answer is about."""

    paragraphs: tuple[Paragraph, ...]
    corrects: bool = False
    facets: tuple[Facet, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for paragraph in self.paragraphs for fact in paragraph.facts)


@dataclass(slots=True)
class Planner:
    """Chooses the evidence for one question."""

    knowledge: KnowledgeBase
    evidence: Evidence
    lang: Lang
    _said: list[frozenset[str]] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)

    def plan(self, asked: Understanding, triage: Triage, analysis: Analysis | None) -> Plan:
        """The plan for a question; without paragraphs when nothing answers it."""
        if triage.level in (TriageLevel.DOCTOR, TriageLevel.URGENT):
            return self._referral(asked, triage)
        about = asked.facets or (self._facets_of(analysis) if asked.my_skin and analysis else ())
        if about and (asked.broad or (asked.my_skin and not asked.facets and "care" in asked.intents)):
            return self._general(asked, about)
        return self._narrow(asked, triage, analysis)

    # --- a question about one thing -------------------------------------------------------------------------------

    def _narrow(self, asked: Understanding, triage: Triage, analysis: Analysis | None) -> Plan:
        paragraphs: list[Paragraph] = []
        corrects = False
        for number, part in enumerate(asked.parts):
            subject = asked.condensed if number == 0 else f"{' '.join(facet.name for facet in asked.facets)} {part}"
            hits = self._hits(subject, triage, sure=number == 0)
            main = self._main(hits, asked, triage)
            if main is None:
                continue
            corrects = corrects or (number == 0 and main.passage.section == "myths")
            facts = self._take(main.passage, _MAIN)
            if facts:
                paragraphs.append(Paragraph("second" if number and paragraphs else None, facts))
            if number == 0:
                paragraphs += self._supplement(asked, hits, main)
        if paragraphs and analysis:
            paragraphs += self._for_this_skin(asked, analysis)
        return Plan(tuple(paragraphs), corrects)

    def _hits(self, question: str, triage: Triage, *, sure: bool = True) -> list[Hit]:
        hits = self.knowledge.retrieve(question, top=8, lang=self.lang, where=Where(sure=sure))
        if group_of(triage) != "pregnancy":
            return hits
        special = Where(topics=frozenset({"pregnancy"}), sure=False)
        on_pregnancy = [h for h in self.knowledge.retrieve(question, top=4, lang=self.lang, where=special) if _near(h)]
        seen = {hit.passage.id for hit in on_pregnancy}
        return on_pregnancy + [hit for hit in hits if hit.passage.id not in seen]

    def _main(self, hits: Sequence[Hit], asked: Understanding, triage: Triage) -> Hit | None:
        """The passage that answers. One that corrects a belief goes first where the question holds the belief."""
        if not hits:
            return None
        best = hits[0]
        if best.passage.section == "myths" or triage.level is TriageLevel.CAUTION:
            return best
        margin = 0.15 if asked.belief else 0.0
        myths = [
            hit for hit in hits[:5] if hit.passage.section == "myths" and _strength(hit) + margin > _strength(best)
        ]
        return max(myths, key=_strength, default=best)

    def _supplement(self, asked: Understanding, hits: Sequence[Hit], main: Hit) -> list[Paragraph]:
        """What else a good adviser would add: one passage beside the main one, and when to see a doctor."""
        paragraphs = []
        for hit in hits:
            if hit.passage.id in self._used or not _near(hit) or not _related(hit.passage, main.passage):
                continue
            if facts := self._take(hit.passage, _EXTRA):
                paragraphs.append(Paragraph(hit.passage.section, facts))
                break
        if paragraphs and paragraphs[0].role == "see_doctor":
            return paragraphs
        where = Where(sections=frozenset({"see_doctor"}), sure=False)
        for hit in self.knowledge.retrieve(asked.condensed, top=3, lang=self.lang, where=where):
            if hit.passage.id not in self._used and _near(hit) and _related(hit.passage, main.passage):
                if facts := self._take(hit.passage, 1):
                    paragraphs.append(Paragraph("see_doctor", facts))
                break
        return paragraphs

    def _for_this_skin(self, asked: Understanding, analysis: Analysis) -> list[Paragraph]:
        """A sentence or two that the result makes worth saying, where it is about the same thing as the question."""
        for facet in self._facets_of(analysis):
            if facet in asked.facets:
                continue
            where = Where(articles=facet.articles, sure=False)
            query = f"{facet.search} {asked.condensed}"
            for hit in self.knowledge.retrieve(query, top=4, lang=self.lang, where=where):
                named = facet.named_in(f"{hit.passage.heading} {hit.passage.text}", self.lang)
                if hit.passage.id in self._used or not named or not _near(hit):
                    continue
                if facts := self._take(hit.passage, _EXTRA):
                    return [Paragraph("result", facts)]
        return []

    # --- a question about skin types and concerns in general ------------------------------------------------------

    def _general(self, asked: Understanding, about: Sequence[Facet]) -> Plan:
        """Care, what helps, what to avoid and when to see a doctor, what was asked for first."""
        about = about[:2]
        order = _CARE_FIRST
        if {"ingredients", "avoid"} & set(asked.intents) and "routine" not in asked.intents:
            order = _INGREDIENTS_FIRST
        paragraphs: list[Paragraph] = []
        for section in order:
            facts = [fact for facet in about for fact in self._about(facet, section, alone=len(about) == 1)]
            if section == "see_doctor":
                facts = facts[:1]
            if facts:
                paragraphs.append(Paragraph(section if paragraphs else None, tuple(facts)))
        return Plan(tuple(paragraphs), facets=tuple(about))

    def _about(self, facet: Facet, section: str, *, alone: bool) -> list[Fact]:
        """Sentences on one facet: more of each passage, and more passages, where the answer is about it alone."""
        facts: list[Fact] = []
        wanted = _SENTENCES[section] if alone else _SENTENCES_OF_TWO[section]
        for article, heading in facet.general.get(section, ()):
            passage = self.knowledge.passage(article, heading, self.lang)
            if passage is not None and len(facts) < wanted:
                facts += self._take(passage, min(_EXTRA + 1, wanted - len(facts)))
        return facts

    def _facets_of(self, analysis: Analysis | None) -> tuple[Facet, ...]:
        """The facets of a result, strongest concern first."""
        if analysis is None:
            return ()
        tags = read_analysis(analysis).tags
        found = [facet for facet in facets(self.lang) if facet.analysis & set(tags)]
        return tuple(sorted(found, key=lambda facet: min(tags.index(tag) for tag in facet.analysis if tag in tags)))

    # --- a question that needs a doctor ---------------------------------------------------------------------------

    def _referral(self, asked: Understanding, triage: Triage) -> Plan:
        urgent = triage.level is TriageLevel.URGENT
        found = self.knowledge.retrieve(asked.condensed, top=4, lang=self.lang, where=Where(topics=_RED, sure=False))
        sections = Where(sections=frozenset({"see_doctor"}), sure=False)
        found += self.knowledge.retrieve(asked.condensed, top=4, lang=self.lang, where=sections)
        found += [hit for hit in self._hits(asked.condensed, triage, sure=False)[:3] if not urgent]
        ranked = sorted({hit.passage.id: hit for hit in found}.values(), key=_strength, reverse=True)
        paragraphs: list[Paragraph] = []
        for hit in ranked[:2]:
            if paragraphs and not _near(hit):
                break
            if facts := self._take(hit.passage, _MAIN if not paragraphs else _EXTRA):
                paragraphs.append(Paragraph(None if not paragraphs else hit.passage.section, facts))
        if not urgent:
            care = Where(sections=frozenset({"care"}), sure=False)
            for hit in self.knowledge.retrieve(asked.condensed, top=2, lang=self.lang, where=care):
                if _near(hit) and (facts := self._take(hit.passage, _EXTRA)):
                    paragraphs.append(Paragraph("meanwhile", facts))
                    break
        return Plan(tuple(paragraphs))

    # --- sentences ------------------------------------------------------------------------------------------------

    def _take(self, passage: PassageRecord, count: int) -> tuple[Fact, ...]:
        """The first sentences of a passage that were not said yet, as facts."""
        if passage.id in self._used:
            return ()
        rules = intent_rules(self.lang)
        facts: list[Fact] = []
        gap = False
        for sentence in passage.sentences:
            if len(facts) == count:
                break
            words = frozenset(tokenize(sentence.text, self.lang))
            leans = gap and re.search(rules["leans"], sentence.text)
            if leans or any(_overlap(words, said) >= _SAME for said in self._said):
                gap = True
                continue
            text = re.sub(rules["connectives"], "", sentence.text) if gap or not facts else sentence.text
            facts.append(self.evidence.take(passage, QuotableSentence(text, sentence.sources)))
            self._said.append(words)
            gap = False
        if facts:
            self._used.add(passage.id)
        return tuple(facts)


def _near(hit: Hit) -> bool:
    return hit.parts["similarity"] >= _NEAR


def _strength(hit: Hit) -> float:
    return hit.parts["similarity"] + hit.parts["coverage"]


def _related(passage: PassageRecord, other: PassageRecord) -> bool:
    return passage.article == other.article or bool(set(passage.topics[:2]) & set(other.topics[:2]))


def _overlap(words: frozenset[str], others: Iterable[str]) -> float:
    others = frozenset(others)
    return len(words & others) / max(1, min(len(words), len(others)))
