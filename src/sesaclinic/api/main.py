"""The app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version

import structlog
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from sesaclinic.api import description, problems
from sesaclinic.api.body_limit import BodyLimit
from sesaclinic.api.engines import PRODUCT, Engines
from sesaclinic.api.logs import configure_logging
from sesaclinic.api.metrics import Metrics
from sesaclinic.api.observe import Observe
from sesaclinic.api.page import page
from sesaclinic.api.routes import ROUTERS
from sesaclinic.api.security import SecurityHeaders
from sesaclinic.api.services import run_services
from sesaclinic.settings import Settings, get_settings


def create_app(settings: Settings | None = None, engines: Engines = PRODUCT) -> FastAPI:
    """The service as an ASGI app. engines: what measures and answers."""
    settings = settings or get_settings()
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if not structlog.is_configured():  # its default prints local variables, and with them photos and questions
            configure_logging(settings)
        async with run_services(settings, engines, metrics) as app.state.services:
            yield

    app = FastAPI(
        title="SeSAClinic",
        version=version("sesaclinic"),
        lifespan=lifespan,
        redirect_slashes=False,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,  # the documentation pages load foreign scripts
    )
    app.state.settings = settings
    app.openapi = partial(description.describe, app)  # type: ignore[method-assign]
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.router.default = page(settings.server.web_dir)
    app.add_middleware(BodyLimit)
    if settings.server.cors_origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=settings.server.cors_origins, allow_methods=["*"], allow_headers=["*"]
        )
    app.add_middleware(Observe, metrics=metrics)
    app.add_middleware(SecurityHeaders)
    return app
