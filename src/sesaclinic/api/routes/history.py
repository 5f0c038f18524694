"""What a person asked to keep."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from sesaclinic.api.dependencies import LangDep, PersonDep, ServicesDep
from sesaclinic.api.description import problems
from sesaclinic.api.resources import history_entry
from sesaclinic.api.schemas import HistoryResource

router = APIRouter(prefix="/api/history", tags=["history"])


@router.get("", summary="Kept results, newest first", responses=problems(422))
async def get_history(
    services: ServicesDep, lang: LangDep, person: PersonDep, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> HistoryResource:
    """Empty where the service keeps nothing (`enabled` false) or nobody asked it to (`keep_results` false)."""
    history = services.history
    if history is None or person is None or not await history.consented(person):
        return HistoryResource(enabled=history is not None, keep_results=False, results=[])
    results = await history.results(person, limit=limit)
    return HistoryResource(enabled=True, keep_results=True, results=[history_entry(each, lang) for each in results])
