"""A question in, an answer with citations out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Final

from sesaclinic.consult.check import SentenceChecker
from sesaclinic.consult.decline import declines
from sesaclinic.consult.desk import Desk, Plan, sayable
from sesaclinic.consult.events import CitationsEvent, DoneEvent, Event, TokenEvent
from sesaclinic.consult.evidence import Evidence
from sesaclinic.consult.phrases import phrases
from sesaclinic.consult.plan import plan_answer
from sesaclinic.consult.providers import PROVIDERS, BuiltinProvider, Consultation, Provider
from sesaclinic.consult.providers.builtin import safety_words
from sesaclinic.consult.question import check_question
from sesaclinic.consult.triage import FALSE_PREMISE, NO_EVIDENCE, judge
from sesaclinic.consult.understand import understand
from sesaclinic.domain import Analysis, Answer, Lang, TriageLevel, Turn
from sesaclinic.errors import ServiceError
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
        text, writer = "", self._builtin.name
        async with aclosing(self._written(consultation)) as pieces:
            async for piece, name in pieces:
                text, writer = text + piece, name
                yield TokenEvent(text=piece)
        used = {int(number) for number in _MARK.findall(text)}
        yield DoneEvent(
            answer=Answer(
                answer=text.strip(),
                citations=tuple(citation for citation in consultation.evidence.citations if citation.n in used),
                provider=writer,
                triage=consultation.triage,
            )
        )

    async def _written(self, consultation: Consultation) -> AsyncGenerator[tuple[str, str], None]:
        """Pieces of text and who wrote them. A provider that fails, or says nothing that holds, hands over to built-in.

        An emergency is never left to a language model.
        """
        if self._provider.name != self._builtin.name and consultation.triage.level is not TriageLevel.URGENT:
            said = False
            try:
                async with aclosing(self._checked(consultation)) as pieces:
                    async for piece in pieces:
                        said = True
                        yield piece, self._provider.name
            except ServiceError:
                pass
            else:
                if said:
                    return
            yield (
                f"\n\n{phrases(consultation.lang)['fallback']}\n\n"
                if said
                else (f"{phrases(consultation.lang)['fallback']}\n\n"),
                self._builtin.name,
            )
        async for piece in self._builtin.stream(consultation):
            yield piece, self._builtin.name

    async def _checked(self, consultation: Consultation) -> AsyncGenerator[str, None]:
        """A language model's answer behind our own safety words, sentence by sentence as each proves sound."""
        checker = SentenceChecker(consultation.facts_by_number(), consultation.lang)
        before, after = safety_words(consultation)
        sound = ""
        async with aclosing(self._provider.stream(consultation)) as pieces:
            async for piece in pieces:
                for sentence in checker.feed(piece):
                    sound += sentence
                    yield sentence if before is None else f"{before}{sentence}"
                    before = None
        for sentence in checker.finish():
            sound += sentence
            yield sentence if before is None else f"{before}{sentence}"
            before = None
        if sound and after:
            yield f"\n\n{after}"

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
        if plan.paragraphs and self._provider.name != self._builtin.name:
            for hit in self._knowledge.retrieve(asked.condensed, top=_READ, lang=lang, where=Where(sure=False)):
                for sentence in hit.passage.sentences:
                    if sayable(hit.passage, sentence, lang):
                        evidence.take(hit.passage, sentence)
        return Consultation(question, lang, asked, judged, plan, evidence, analysis, history)
