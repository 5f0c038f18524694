"""Reading an uploaded photo into memory, and only into memory."""

from __future__ import annotations

import threading
import weakref
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Literal

import anyio
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, Json, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser

from sesaclinic.errors import LimitError, PhotoError, ServiceError
from sesaclinic.settings import Settings

FORM_OVERHEAD_BYTES = 64 * 1024  # boundaries, part headers and the small fields around the photo
MAX_FIELDS = 10  # beside the photo; we know three
MEGABYTE = 1024 * 1024


class AnalysisForm(BaseModel):
    """The fields beside the photo."""

    framing: Literal["auto", "face", "closeup"] = Field("auto", description="closeup: the whole photo is skin, no face")
    quality: Literal["off", "normal", "strict"] = Field("normal", description="strict refuses poor photos")
    answers: Json[dict[str, str]] | None = Field(None, description="self-report: a JSON object, question to answer")


class Photo:
    """An uploaded photo, the only one who holds its bytes."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name


class Uploads:
    """Reads forms with a photo, within three limits: bytes of one photo, bytes of all photos at once, and time."""

    def __init__(self, settings: Settings) -> None:
        self.max_bytes = settings.photo.max_bytes
        self.timeout_s = settings.server.upload_timeout_s
        self.memory_bytes = settings.server.upload_memory_bytes
        self._held_bytes = 0
        self._lock = threading.Lock()  # a photo is let go of in the thread that measured it

    @property
    def held_bytes(self) -> int:
        """Bytes of all photos being read, waiting or measured right now."""
        return self._held_bytes

    async def read(self, request: Request) -> tuple[Photo, AnalysisForm]:
        """The photo and the fields of a multipart form.

        Raises LimitError `photo_too_many_bytes` as soon as the limit is passed, ServiceError `overloaded` when other
        photos fill the memory, PhotoError `photo_missing`, RequestValidationError for a wrong field, and
        HTTPException 400, 408 or 415 for a body that is broken, does not arrive in time or is no form.
        """
        if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
            raise HTTPException(415)
        self.check_size(int(request.headers.get("content-length") or 0))
        share = _Share(self)
        try:
            with anyio.fail_after(self.timeout_s):
                form = await _parse(request, share)
            photo, fields = await _photo(form), _fields(form)
        except BaseException as error:
            share.give_back()
            if isinstance(error, TimeoutError):
                raise HTTPException(408) from None
            raise
        weakref.finalize(photo, share.give_back)
        return photo, fields

    def check_size(self, body_bytes: int) -> None:
        size = body_bytes - FORM_OVERHEAD_BYTES
        if size > self.max_bytes:
            raise LimitError("photo_too_many_bytes", size_mb=-(-size // MEGABYTE), limit_mb=self.max_bytes // MEGABYTE)

    def hold(self, size: int) -> None:
        with self._lock:
            if self._held_bytes + size > self.memory_bytes:
                raise ServiceError("overloaded")
            self._held_bytes += size

    def let_go(self, size: int) -> None:
        with self._lock:
            self._held_bytes -= size


class _Share:
    """What one request takes of the upload memory. It is given back when its photo is garbage."""

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads
        self._size = 0

    def take(self, size: int) -> None:
        self._uploads.check_size(self._size + size)
        self._uploads.hold(size)
        self._size += size

    def give_back(self) -> None:
        self._uploads.let_go(self._size)
        self._size = 0


class _MemoryParser(MultiPartParser):
    """Starlette's parser without its temporary files: 0 tells SpooledTemporaryFile never to move to the disk."""

    spool_max_size = 0


async def _parse(request: Request, share: _Share) -> FormData:
    async def counted() -> AsyncGenerator[bytes, None]:
        async with aclosing(request.stream()) as chunks:
            async for chunk in chunks:
                share.take(len(chunk))
                yield chunk

    async with aclosing(counted()) as chunks:
        try:
            return await _MemoryParser(request.headers, chunks, max_files=1, max_fields=MAX_FIELDS).parse()
        except MultiPartException as error:
            raise HTTPException(400, error.message) from None


async def _photo(form: FormData) -> Photo:
    part = form.get("photo")
    try:
        if not isinstance(part, UploadFile) or not part.filename:
            raise PhotoError("photo_missing")
        return Photo(await part.read(), part.filename)
    finally:
        await form.close()


def _fields(form: FormData) -> AnalysisForm:
    try:
        return AnalysisForm.model_validate({name: value for name, value in form.items() if isinstance(value, str)})
    except ValidationError as error:
        raise RequestValidationError([{**each, "loc": ("body", *each["loc"])} for each in error.errors()]) from None


def form_in_openapi(fields: type[BaseModel] | None = None) -> dict[str, Any]:
    """The `openapi_extra` of a route that reads a photo and these fields."""
    photo = {"type": "string", "format": "binary", "description": "JPEG, PNG, WebP, HEIC or AVIF"}
    properties = {"photo": photo, **(fields.model_json_schema()["properties"] if fields else {})}
    schema = {"type": "object", "required": ["photo"], "properties": properties}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}
