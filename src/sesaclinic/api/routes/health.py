"""Is it alive, is it ready, and how is it doing."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from sesaclinic.api.dependencies import ServicesDep
from sesaclinic.api.schemas import LiveResource, PartResource, ReadyResource

router = APIRouter(prefix="/api/health", tags=["operation"])
metrics_router = APIRouter(tags=["operation"])


@router.get("/live", summary="Alive")
async def live() -> LiveResource:
    return LiveResource(version=version("sesaclinic"))


@router.get(
    "/ready",
    summary="Ready, part by part",
    responses={503: {"model": ReadyResource, "description": "A part is still loading, or has failed"}},
)
async def ready(response: Response, services: ServicesDep) -> ReadyResource:
    """503 until every part has loaded. Early requests need not wait for this: they are answered when it is time."""
    states = {part.state for part in services.parts}
    status = "failed" if "failed" in states else "loading" if "loading" in states else "ready"
    response.status_code = 200 if status == "ready" else 503
    parts = {part.name: PartResource(state=part.state, seconds=part.seconds) for part in services.parts}
    parts["history"] = PartResource(state="ready" if services.history else "off")
    return ReadyResource(status=status, parts=parts)


@metrics_router.get("/metrics", summary="Prometheus", include_in_schema=False)
async def metrics(services: ServicesDep) -> Response:
    return Response(services.metrics.expose(), media_type=CONTENT_TYPE_LATEST)
