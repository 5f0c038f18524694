"""A question in, an answer with citations out."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from typing import Final

from sesaclinic.consult.events import CitationsEvent, DoneEvent, Event, TokenEvent
from sesaclinic.consult.evidence import Evidence
from sesaclinic.consult.providers.base import Consultation, Provider
from sesaclinic.consult.providers.builtin import BuiltinProvider
from sesaclinic.consult.question import check_question
from sesaclinic.consult.triage import triage
from sesaclinic.domain import Analysis, Answer, Lang, Turn
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
        evidence = Evidence()
        hits = tuple(self._knowledge.retrieve(question, lang=lang))
        evidence.take_all(hits[:2])
        consultation = Consultation(
            question=question,
            condensed=question,
            lang=lang,
            triage=triage(question, lang),
            hits=hits,
            evidence=evidence,
            analysis=analysis,
            history=tuple(history),
        )
        yield CitationsEvent(citations=evidence.citations)
        text = ""
        async for piece in self._provider.stream(consultation):
            text += piece
            yield TokenEvent(text=piece)
        used = {int(number) for number in _MARK.findall(text)}
        yield DoneEvent(
            answer=Answer(
                answer=text.strip(),
                citations=tuple(citation for citation in evidence.citations if citation.n in used),
                provider=self._provider.name,
                triage=consultation.triage,
            )
        )
