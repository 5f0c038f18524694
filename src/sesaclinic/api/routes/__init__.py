"""The routes, one file a resource."""

from __future__ import annotations

from sesaclinic.api.routes import analyses, chats, health, history, me, photos

ROUTERS = (
    analyses.router,
    photos.router,
    chats.router,
    history.router,
    me.router,
    health.router,
    health.metrics_router,
)
