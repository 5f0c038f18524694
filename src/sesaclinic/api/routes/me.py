"""Consent and deletion. A person is a random cookie, nothing more."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from sesaclinic.api.dependencies import PERSON_COOKIE, PersonDep, ServicesDep, require_json
from sesaclinic.api.description import problems
from sesaclinic.api.schemas import ConsentRequest, ConsentResource
from sesaclinic.errors import ConflictError
from sesaclinic.storage import new_person_token

router = APIRouter(prefix="/api/me", tags=["history"])

DAY_S = 24 * 60 * 60


@router.put(
    "/consent",
    summary="Keep results, or stop",
    dependencies=[Depends(require_json)],
    responses=problems(400, 404, 409, 413, 415, 422),
)
async def put_consent(
    body: ConsentRequest, request: Request, response: Response, services: ServicesDep, person: PersonDep
) -> ConsentResource:
    """Consent sets the cookie and keeps results, `analysis_id` first. Withdrawing it deletes everything kept."""
    history = services.history
    if history is None:
        raise ConflictError("history_off")
    if not body.keep_results:
        for result_id in await history.forget(person) if person else []:
            services.analyses.mark_not_kept(result_id)
        _delete_cookie(request, response)
        return ConsentResource(enabled=True, keep_results=False)
    job = services.analyses.get(body.analysis_id) if body.analysis_id else None
    person = person or new_person_token()
    await history.consent(person)
    if job and job.analysis:
        job.kept = await history.keep(person, job.id, job.created_at, job.analysis)
    response.set_cookie(
        PERSON_COOKIE,
        person,
        max_age=services.settings.storage.keep_days * DAY_S,
        path="/api",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return ConsentResource(enabled=True, keep_results=True)


@router.delete("", status_code=204, summary="Delete everything kept for me")
async def delete_me(request: Request, response: Response, services: ServicesDep, person: PersonDep) -> None:
    """Results, also in memory and in conversations, consent and cookie; 204 also when there was nothing."""
    for result_id in await services.history.forget(person) if services.history and person else []:
        services.analyses.discard(result_id)
        services.chats.forget_analysis(result_id)
    _delete_cookie(request, response)


def _delete_cookie(request: Request, response: Response) -> None:
    response.delete_cookie(
        PERSON_COOKIE, path="/api", secure=request.url.scheme == "https", httponly=True, samesite="lax"
    )
