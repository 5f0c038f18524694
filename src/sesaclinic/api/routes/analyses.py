"""Photos in, analyses out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Header, Request, Response
from sse_starlette import EventSourceResponse, JSONServerSentEvent

from sesaclinic.api.dependencies import LangDep, PersonDep, ServicesDep, cancelled_on_disconnect, limit_analyses
from sesaclinic.api.description import events, problems
from sesaclinic.api.resources import job_resource, kept_resource
from sesaclinic.api.schemas import AnalysisResource
from sesaclinic.api.services import Services
from sesaclinic.api.sse import failed_event
from sesaclinic.api.uploads import AnalysisForm, Photo, form_in_openapi
from sesaclinic.domain import Analysis, Lang
from sesaclinic.errors import NotFoundError
from sesaclinic.jobs import AnalysisJob, ReportProgress
from sesaclinic.settings import PhotoSettings
from sesaclinic.storage import PersonToken

router = APIRouter(prefix="/api/analyses", tags=["analyses"])
log = structlog.get_logger(__name__)


@router.post(
    "",
    status_code=201,
    summary="Analyse a photo",
    dependencies=[Depends(limit_analyses)],
    openapi_extra=form_in_openapi(AnalysisForm),
    responses={
        202: {"model": AnalysisResource, "description": "Accepted, with Prefer: respond-async; see Location"},
        **problems(400, 408, 413, 415, 422, 429, 503),
    },
)
async def create_analysis(
    request: Request,
    response: Response,
    services: ServicesDep,
    lang: LangDep,
    person: PersonDep,
    prefer: Annotated[str, Header(description="respond-async: answer 202 at once")] = "",
) -> AnalysisResource:
    """Measure the photo and answer with the result; leaving early stops the work. The photo is not stored.

    With `Prefer: respond-async`, check the file, answer 202 and go on; progress comes from `/events`.
    """
    if "respond-async" in prefer.lower():
        job = await _begin(request, services, lang, person)
        response.status_code = 202
        response.headers["Preference-Applied"] = "respond-async"
    else:
        job = await _finish(request, services, lang, person)
        if job.error:
            services.analyses.discard(job.id)
            raise job.error
    response.headers["Location"] = str(request.app.url_path_for("get_analysis", analysis_id=job.id))
    return job_resource(job, lang)


@router.get("/{analysis_id}", summary="A result, or how far it is", responses=problems(404))
async def get_analysis(analysis_id: str, services: ServicesDep, lang: LangDep, person: PersonDep) -> AnalysisResource:
    """Summary, routine and errors come in the language of this request, whichever the photo was sent in."""
    try:
        return job_resource(services.analyses.get(analysis_id), lang)
    except NotFoundError:
        kept = await services.history.result(person, analysis_id) if services.history and person else None
        if kept is None:
            raise
        return kept_resource(kept, lang)


@router.get(
    "/{analysis_id}/events",
    response_class=EventSourceResponse,
    summary="Progress of an analysis",
    responses=events("`progress` {stage, done, total} …, then `done` {id} or `failed` (a problem)") | problems(404),
)
async def follow_analysis(analysis_id: str, services: ServicesDep, lang: LangDep) -> EventSourceResponse:
    """Server-sent events from the first step, whenever one begins to listen."""
    return EventSourceResponse(_events(services.analyses.get(analysis_id), lang))


@router.delete("/{analysis_id}", status_code=204, summary="Forget a result", responses=problems(404))
async def delete_analysis(analysis_id: str, services: ServicesDep, person: PersonDep) -> None:
    """Gone from memory, from this person's history and from conversations about it; a running analysis is stopped."""
    kept = await services.history.forget_result(person, analysis_id) if services.history and person else False
    try:
        services.analyses.forget(analysis_id)
    except NotFoundError:
        if not kept:
            raise
    services.chats.forget_analysis(analysis_id)


async def _begin(request: Request, services: Services, lang: Lang, person: PersonToken | None) -> AnalysisJob:
    """Read and check the photo; the analysis goes on in the background."""
    services.analyses.check_room()
    photo, form = await services.uploads.read(request)
    await services.intake.run(lambda: _check(photo, services.settings.photo))
    job = services.analyses.open()
    services.background.start_soon(_analyse, services, job, photo, form, lang, person)
    return job


def _check(photo: Photo, limits: PhotoSettings) -> None:
    from sesaclinic.vision import check_photo  # noqa: PLC0415 - OpenCV loads in a thread, not before the page answers

    check_photo(photo.data, photo.name, limits)


async def _finish(request: Request, services: Services, lang: Lang, person: PersonToken | None) -> AnalysisJob:
    """Read the photo and wait for the end of its analysis, as long as the client does."""
    services.analyses.check_room()
    photo, form = await services.uploads.read(request)
    job = services.analyses.open()
    async with cancelled_on_disconnect(request):
        await _analyse(services, job, photo, form, lang, person)
    return job


async def _analyse(
    services: Services, job: AnalysisJob, photo: Photo, form: AnalysisForm, lang: Lang, person: PersonToken | None
) -> None:
    """Measure the photo, and keep the result of a person who asked for that."""

    def measure(report: ReportProgress) -> Analysis:
        return services.analyzer.get().analyze(
            photo.data,
            name=photo.name,
            framing=form.framing,
            quality=form.quality,
            lang=lang,
            answers=form.answers,
            progress=report,
        )

    async def keep(analysis: Analysis) -> bool:
        services.metrics.observe_analysis(analysis)
        if services.history is None or person is None:
            return False
        try:
            return await services.history.keep(person, job.id, job.created_at, analysis)
        except Exception:
            log.exception("result_not_kept")  # the person still gets the result, and sees that it is not kept
            return False

    await services.analyses.run(job, measure, keep)


async def _events(job: AnalysisJob, lang: Lang) -> AsyncIterator[JSONServerSentEvent]:
    async for step in job.steps():
        yield JSONServerSentEvent(step._asdict(), event="progress")
    if job.error:
        yield failed_event(job.error, lang)
    else:
        yield JSONServerSentEvent({"id": job.id}, event="done")
