"""History: what one person asked to keep, listed, opened and really deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import structlog
from pydantic import ValidationError
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from sesaclinic.domain import Analysis
from sesaclinic.storage.kept import KeptAnalysis
from sesaclinic.storage.person import PersonToken, person_id
from sesaclinic.storage.tables import Person, Result

log = structlog.get_logger(__name__)


class History:
    """Every call takes the person's token; nobody reaches another person's results with a result's id alone."""

    def __init__(self, engine: AsyncEngine, *, keep_days: int) -> None:
        self._engine = engine
        self._session = async_sessionmaker(engine, expire_on_commit=False)
        self._keep = timedelta(days=keep_days)

    async def close(self) -> None:
        await self._engine.dispose()

    async def consent(self, token: PersonToken) -> None:
        """Remember that this person wants their results kept."""
        async with self._session.begin() as session:
            if await session.get(Person, person_id(token)) is None:
                session.add(Person(id=person_id(token), consented_at=datetime.now(UTC)))

    async def consented(self, token: PersonToken) -> bool:
        async with self._session() as session:
            return await session.get(Person, person_id(token)) is not None

    async def keep(self, token: PersonToken, result_id: str, created_at: datetime, analysis: Analysis) -> bool:
        """Keep a result if this person consented; False if not, or if another person keeps it already."""
        kept = analysis.model_copy(update={"photo": "", "image": None, "regions": ()})
        async with self._session.begin() as session:
            if await session.get(Person, person_id(token)) is None:
                return False
            if row := await session.get(Result, result_id):
                return row.person_id == person_id(token)
            session.add(
                Result(id=result_id, person_id=person_id(token), created_at=created_at, analysis=kept.model_dump_json())
            )
        return True

    async def results(self, token: PersonToken, *, limit: int) -> list[KeptAnalysis]:
        """The newest `limit` results of this person, newest first."""
        mine = select(Result).where(Result.person_id == person_id(token), Result.created_at > self._oldest())
        async with self._session() as session:
            rows = await session.scalars(mine.order_by(Result.created_at.desc()).limit(limit))
            return [kept for row in rows if (kept := _read(row))]

    async def result(self, token: PersonToken, result_id: str) -> KeptAnalysis | None:
        """One result of this person, or None."""
        async with self._session() as session:
            row = await session.get(Result, result_id)
            if row is None or row.person_id != person_id(token) or row.created_at <= self._oldest():
                return None
            return _read(row)

    async def forget_result(self, token: PersonToken, result_id: str) -> bool:
        """Delete one result of this person; False if there is none."""
        mine = delete(Result).where(Result.id == result_id, Result.person_id == person_id(token)).returning(Result.id)
        async with self._session.begin() as session:
            return (await session.execute(mine)).first() is not None

    async def forget(self, token: PersonToken) -> list[str]:
        """Delete this person and everything kept for them; returns the ids of the results that were deleted."""
        results = delete(Result).where(Result.person_id == person_id(token)).returning(Result.id)
        async with self._session.begin() as session:
            deleted = list(await session.scalars(results))
            await session.execute(delete(Person).where(Person.id == person_id(token)))
        return deleted

    async def delete_expired(self) -> None:
        """Delete results older than they may become, and people of whom nothing is left."""
        without_results = Person.id.not_in(select(Result.person_id))
        async with self._session.begin() as session:
            await session.execute(delete(Result).where(Result.created_at <= self._oldest()))
            await session.execute(delete(Person).where(Person.consented_at <= self._oldest(), without_results))

    def _oldest(self) -> datetime:
        return datetime.now(UTC) - self._keep


def _read(row: Result) -> KeptAnalysis | None:
    """The result, or None for one written by a version whose `Analysis` this version cannot read."""
    try:
        return KeptAnalysis(id=row.id, created_at=row.created_at, analysis=Analysis.model_validate_json(row.analysis))
    except ValidationError:
        log.warning("kept_result_unreadable", result_created_at=row.created_at.date().isoformat())
        return None
