"""A question in, an answer with citations out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Final

from sesaclinic.consult.beliefs import claims, convinced
from sesaclinic.consult.decline import declines
from sesaclinic.consult.desk import Desk, Plan, sayable
from sesaclinic.consult.events import CitationsEvent, DoneEvent, Event, TokenEvent
from sesaclinic.consult.evidence import Evidence
from sesaclinic.consult.phrases import phrases
from sesaclinic.consult.plan import plan_answer
from sesaclinic.consult.providers import PROVIDERS, BuiltinProvider, Consultation, Provider
from sesaclinic.consult.question import check_question
from sesaclinic.consult.triage import FALSE_PREMISE, judge, unanswered
from sesaclinic.consult.understand import Understanding, understand
from sesaclinic.consult.writing import Writing
from sesaclinic.domain import Analysis, Answer, Lang, TriageLevel, Turn
from sesaclinic.knowledge import KnowledgeBase, Where
from sesaclinic.settings import Settings

_MARK: Final = re.compile(r"\[(\d+)\]")
_READ: Final = 5  # passages a language model is given besides those of the plan


class Consultant:
    """Answers questions from a knowledge base. One for a process; every call is independent."""

    def __init__(self, knowledge: KnowledgeBase, settings: Settings, provider: Provider | None = None) -> None:
        self._knowledge = knowledge
        self._settings = settings.consult
        self._builtin = BuiltinProvider()
        self._provider = provider or PROVIDERS[settings.consult.provider](settings.consult)

    async def ask(
        self, question: str, *, analysis: Analysis | None = None, history: Sequence[Turn] = (), lang: Lang = "ko"
    ) -> Answer:
        """The whole answer; raises QuestionError for an empty or overlong question."""
        async with aclosing(self.stream(question, analysis=analysis, history=history, lang=lang)) as events:
            async for event in events:
                if isinstance(event, DoneEvent):
                    return event.answer
        raise AssertionError("a stream ends with its answer")

    async def stream(
        self, question: str, *, analysis: Analysis | None = None, history: Sequence[Turn] = (), lang: Lang = "ko"
    ) -> AsyncGenerator[Event, None]:
        """Citations, then the text in pieces, then the answer. Closing the stream stops the provider."""
        question = check_question(question, self._settings.max_question_chars)
        consultation = await asyncio.to_thread(self._prepare, question, analysis, tuple(history), lang)
        if words := declines(consultation):
            yield CitationsEvent(citations=())
            yield TokenEvent(text=words)
            yield DoneEvent(answer=Answer(answer=words, provider=self._builtin.name, triage=consultation.triage))
            return
        yield CitationsEvent(citations=consultation.evidence.citations)
        text, writing = "", Writing(consultation, self._provider, self._builtin)
        async with aclosing(writing.pieces()) as pieces:
            async for piece in pieces:
                text += piece
                yield TokenEvent(text=piece)
        used = {int(number) for number in _MARK.findall(text)}
        judged = consultation.triage
        yield DoneEvent(
            answer=Answer(
                answer=text.strip(),
                citations=tuple(citation for citation in consultation.evidence.citations if citation.n in used),
                provider=writing.by,
                triage=judged.model_copy(update={"reasons": (*judged.reasons, *writing.reasons)}),
            )
        )

    def _prepare(self, question: str, analysis: Analysis | None, history: tuple[Turn, ...], lang: Lang) -> Consultation:
        """Everything before the first word: understanding, triage, and the facts to answer with."""
        asked = understand(question, history, lang)
        judged = judge(asked, self._knowledge, lang)
        evidence = Evidence()
        plan = Plan(())
        if judged.level is not TriageLevel.OUT_OF_SCOPE:
            plan = plan_answer(Desk(self._knowledge, evidence, lang), asked, judged, analysis)
        if plan.so is False or (plan.so is None and _corrects(plan, asked, lang)):
            judged = judged.model_copy(update={"reasons": (*judged.reasons, FALSE_PREMISE)})
        if not plan.paragraphs and judged.level in (TriageLevel.NONE, TriageLevel.CAUTION):
            judged = unanswered(judged, asked, lang)
        if plan.paragraphs and self._provider.name != self._builtin.name:
            for hit in self._knowledge.retrieve(asked.condensed, top=_READ, lang=lang, where=Where(sure=False)):
                for sentence in hit.passage.sentences:
                    if sayable(hit.passage, sentence, lang):
                        evidence.take(hit.passage, sentence)
        return Consultation(question, lang, asked, judged, plan, evidence, analysis, history)


def _corrects(plan: Plan, asked: Understanding, lang: Lang) -> bool:
    """Whether somebody who claims something, or asks whether a common error is so, hears first that it is not.

    Who asks why or how, or tells of himself, has claimed nothing, however the first sentence is put.
    """
    if not asked.believes or not plan.facts or not re.search(phrases(lang)["firm"], plan.facts[0].text):
        return False
    if convinced(asked.condensed, lang):
        return True
    return not asked.tells and (claims(asked.condensed, lang) or (plan.myth and not asked.open))
