"""The routes, one file a resource."""

from __future__ import annotations

from fastapi import APIRouter

from sesaclinic.api.routes import analyses, chats, health, history, me, photos

api_router = APIRouter(prefix="/api")
for module in (analyses, photos, chats, history, me, health):
    api_router.include_router(module.router)

metrics_router = health.metrics_router
