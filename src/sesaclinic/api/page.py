"""The built page: its files, and index.html for every address that the page itself routes."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

import sesaclinic
from sesaclinic.errors import ServiceError

BUILT_PAGE = Path(sesaclinic.__file__).parent / "assets" / "web"
INDEX = "index.html"


def page(web_dir: Path | None) -> ASGIApp:
    """The page as an app of its own, compressed. web_dir: None for the page built into the package."""
    return GZipMiddleware(_Page(web_dir or BUILT_PAGE))


class _Page(StaticFiles):
    def __init__(self, web_dir: Path) -> None:
        super().__init__(directory=web_dir, check_dir=False)
        self._web_dir = web_dir

    async def check_config(self) -> None:
        """Asked before an answer until it holds once; raises ServiceError `page_missing`."""
        if not (self._web_dir / INDEX).is_file():
            raise ServiceError("page_missing")

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file; index.html for other addresses. Raises HTTPException 404 or 405."""
        if path.startswith("api/"):
            raise HTTPException(404)
        name = INDEX if path == "." else path
        try:
            response = await super().get_response(name, scope)
        except HTTPException as error:
            if error.status_code != 404 or PurePosixPath(path).suffix:
                raise
            name, response = INDEX, await super().get_response(INDEX, scope)
        # built files carry a hash in their name; index.html names the current ones
        hashed = name.startswith("assets/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        return response
