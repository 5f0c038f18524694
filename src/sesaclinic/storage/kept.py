"""A kept result, and the way to the history that keeps it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sesaclinic.domain import Analysis, Noun

if TYPE_CHECKING:
    from sesaclinic.storage.history import History


class KeptAnalysis(Noun):
    """A result that was kept. analysis: without file name, size and outlines, so `photo` is empty and `image` None."""

    id: str
    created_at: datetime
    analysis: Analysis


async def open_history(database_url: str, *, keep_days: int) -> History:
    """The history in this database, its tables brought up to date. The caller closes it."""
    # SQLAlchemy and Alembic take half a second to import; a service that keeps nothing starts without them
    from sesaclinic.storage.database import open_database  # noqa: PLC0415
    from sesaclinic.storage.history import History  # noqa: PLC0415

    history = History(await open_database(database_url), keep_days=keep_days)
    await history.delete_expired()
    return history
