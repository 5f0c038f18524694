"""Conversations: a question in, citations and words out as they come."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import cast

import structlog
from fastapi import APIRouter, Depends
from sse_starlette import EventSourceResponse, JSONServerSentEvent

from sesaclinic.advice import suggest_questions
from sesaclinic.api.dependencies import LangDep, PersonDep, ServicesDep, limit_messages, require_json
from sesaclinic.api.description import events, problems
from sesaclinic.api.engines import QuestionAnswerer
from sesaclinic.api.schemas import ChatRequest, ChatResource, MessageRequest
from sesaclinic.api.services import Services
from sesaclinic.api.sse import failed_event
from sesaclinic.consult import CitationsEvent, DoneEvent, Event, TokenEvent, check_question
from sesaclinic.domain import Analysis, Lang, Turn
from sesaclinic.errors import ConflictError, NotFoundError, SesacError
from sesaclinic.jobs import Chat
from sesaclinic.storage import PersonToken

SUGGESTIONS = 4  # what fits on a phone above the keyboard

router = APIRouter(prefix="/api/chats", tags=["chats"])
log = structlog.get_logger(__name__)


@router.post(
    "",
    status_code=201,
    summary="Start a conversation",
    dependencies=[Depends(limit_messages), Depends(require_json)],
    responses=problems(400, 404, 409, 413, 415, 422, 429),
)
async def create_chat(body: ChatRequest, services: ServicesDep, lang: LangDep, person: PersonDep) -> ChatResource:
    """With `analysis_id`, the answers know the result."""
    analysis = await _analysis(services, body.analysis_id, person) if body.analysis_id else None
    chat = services.chats.open(body.lang or lang, body.analysis_id, analysis)
    return ChatResource(
        id=chat.id,
        lang=chat.lang,
        analysis_id=chat.analysis_id,
        expires_at=chat.expires_at,
        suggestions=suggest_questions(analysis, chat.lang, SUGGESTIONS),
    )


@router.post(
    "/{chat_id}/messages",
    response_class=EventSourceResponse,
    summary="Ask",
    dependencies=[Depends(limit_messages), Depends(require_json)],
    responses=events("`citations` […], `token` {text} …, then `done` (the whole Answer) or `failed` (a problem)")
    | problems(400, 404, 413, 415, 422, 429, 503),
)
async def ask(chat_id: str, body: MessageRequest, services: ServicesDep) -> EventSourceResponse:
    """Server-sent events; leaving early stops the answer. Where `done` differs from the pieces, its text counts."""
    chat = services.chats.get(chat_id)
    question = check_question(body.question, services.settings.consult.max_question_chars)
    consultant = await services.consultant.wait()
    return EventSourceResponse(_answer(services, chat, consultant, question))


@router.delete("/{chat_id}", status_code=204, summary="Forget a conversation", responses=problems(404))
async def delete_chat(chat_id: str, services: ServicesDep) -> None:
    services.chats.forget(chat_id)


async def _analysis(services: Services, analysis_id: str, person: PersonToken | None) -> Analysis:
    """A finished result by id; raises NotFoundError, or ConflictError while it is being measured."""
    try:
        job = services.analyses.get(analysis_id)
    except NotFoundError:
        kept = await services.history.result(person, analysis_id) if services.history and person else None
        if kept is None:
            raise
        return kept.analysis
    if job.analysis:
        return job.analysis
    if job.ended:
        raise NotFoundError("not_found")
    raise ConflictError("analysis_not_ready")


async def _answer(
    services: Services, chat: Chat, consultant: QuestionAnswerer, question: str
) -> AsyncIterator[JSONServerSentEvent]:
    try:
        async with chat.answering:
            stream = consultant.stream(question, analysis=chat.analysis, history=tuple(chat.turns), lang=chat.lang)
            async with aclosing(cast("AsyncGenerator[Event]", stream)) as consultation:
                async for event in consultation:
                    if isinstance(event, DoneEvent):
                        chat.turns.append(Turn(question=question, answer=event.answer.answer))
                        services.metrics.observe_answer(event.answer, services.settings.consult.provider)
                    yield _sse(event)
    except SesacError as error:
        yield _failed(services, error, chat.lang)
    except Exception:
        log.exception("answer_failed")
        yield _failed(services, SesacError("internal"), chat.lang)


def _sse(event: Event) -> JSONServerSentEvent:
    match event:
        case CitationsEvent(citations=citations):
            return JSONServerSentEvent([each.model_dump() for each in citations], event="citations")
        case TokenEvent(text=text):
            return JSONServerSentEvent({"text": text}, event="token")
        case DoneEvent(answer=answer):
            return JSONServerSentEvent(answer.model_dump(mode="json"), event="done")


def _failed(services: Services, error: SesacError, lang: Lang) -> JSONServerSentEvent:
    services.metrics.refusals.labels(error.code).inc()
    return failed_event(error, lang)
