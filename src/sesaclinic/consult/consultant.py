"""A question in, an answer with citations out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from typing import Final

from sesaclinic.consult.decline import declines
from sesaclinic.consult.desk import Desk, Plan
from sesaclinic.consult.events import CitationsEvent, DoneEvent, Event, TokenEvent
from sesaclinic.consult.evidence import Evidence
from sesaclinic.consult.plan import plan_answer
from sesaclinic.consult.providers.base import Consultation, Provider
from sesaclinic.consult.providers.builtin import BuiltinProvider
from sesaclinic.consult.question import check_question
from sesaclinic.consult.triage import FALSE_PREMISE, NO_EVIDENCE, judge
from sesaclinic.consult.understand import understand
from sesaclinic.domain import Analysis, Answer, Lang, TriageLevel, Turn
from sesaclinic.knowledge import KnowledgeBase
from sesaclinic.settings import Settings

_MARK: Final = re.compile(r"\[(\d+)\]")


class Consultant:
    """Answers questions from a knowledge base. One for a process; every call is independent."""

    def __init__(self, knowledge: KnowledgeBase, settings: Settings) -> None:
        self._knowledge = knowledge
        self._settings = settings
        self._provider: Provider = BuiltinProvider()

    async def ask(
        self, question: str, *, analysis: Analysis | None = None, history: Sequence[Turn] = (), lang: Lang = "ko"
    ) -> Answer:
        """The whole answer; raises QuestionError for an empty or overlong question."""
        async for event in self.stream(question, analysis=analysis, history=history, lang=lang):
            if isinstance(event, DoneEvent):
                return event.answer
        raise AssertionError("a stream ends with its answer")

    async def stream(
        self, question: str, *, analysis: Analysis | None = None, history: Sequence[Turn] = (), lang: Lang = "ko"
    ) -> AsyncIterator[Event]:
        """Citations, then the text in pieces, then the answer. Closing the stream stops the provider."""
        question = check_question(question, self._settings.consult.max_question_chars)
        consultation = await asyncio.to_thread(self._prepare, question, analysis, tuple(history), lang)
        if words := declines(consultation):
            yield CitationsEvent(citations=())
            yield TokenEvent(text=words)
            yield DoneEvent(answer=Answer(answer=words, provider=self._provider.name, triage=consultation.triage))
            return
        yield CitationsEvent(citations=consultation.evidence.citations)
        text = ""
        async for piece in self._provider.stream(consultation):
            text += piece
            yield TokenEvent(text=piece)
        used = {int(number) for number in _MARK.findall(text)}
        yield DoneEvent(
            answer=Answer(
                answer=text.strip(),
                citations=tuple(citation for citation in consultation.evidence.citations if citation.n in used),
                provider=self._provider.name,
                triage=consultation.triage,
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
        if plan.corrects:
            judged = judged.model_copy(update={"reasons": (*judged.reasons, FALSE_PREMISE)})
        if not plan.paragraphs and judged.level is TriageLevel.NONE:
            judged = judged.model_copy(update={"reasons": (*judged.reasons, NO_EVIDENCE)})
        return Consultation(question, lang, asked, judged, plan, evidence, analysis, history)
