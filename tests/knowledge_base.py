"""The shipped knowledge base, built once for every test that asks it something."""

from __future__ import annotations

from functools import cache

from sesaclinic.knowledge import KnowledgeBase
from sesaclinic.settings import Settings


@cache
def shipped_base() -> KnowledgeBase:
    return KnowledgeBase.load(Settings())
