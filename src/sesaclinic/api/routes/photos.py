"""Photos that a browser cannot show."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from sesaclinic.api.dependencies import ServicesDep, cancelled_on_disconnect, limit_analyses
from sesaclinic.api.description import problems
from sesaclinic.api.uploads import Photo, form_in_openapi
from sesaclinic.settings import PhotoSettings

router = APIRouter(prefix="/api/photos", tags=["photos"])


@router.post(
    "/preview",
    response_class=Response,
    summary="An upright JPEG of a photo",
    dependencies=[Depends(limit_analyses)],
    openapi_extra=form_in_openapi(),
    responses={
        200: {
            "description": "at most 1600 px",
            "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}},
        },
        **problems(400, 408, 413, 415, 422, 429, 503),
    },
)
async def preview(request: Request, services: ServicesDep) -> Response:
    """For browsers that cannot show HEIC or AVIF. Nothing is kept."""
    services.intake.check_room()
    photo, _ = await services.uploads.read(request)
    async with cancelled_on_disconnect(request):
        jpeg = await services.intake.run(lambda: _jpeg(photo, services.settings.photo))
    return Response(jpeg, media_type="image/jpeg")


def _jpeg(photo: Photo, limits: PhotoSettings) -> bytes:
    from sesaclinic.vision import preview_jpeg  # noqa: PLC0415 - OpenCV loads in a thread, not before the page answers

    return preview_jpeg(photo.data, photo.name, limits)
