"""PostgreSQL with the pgvector extension: one table for each collection."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from pgvector.psycopg import register_vector
from psycopg import sql
from psycopg_pool import ConnectionPool

from sesaclinic.knowledge.embedders.base import Vectors
from sesaclinic.knowledge.stores.base import failures_of

_INDEXED: Final = 2000  # numbers of the longest vector that pgvector's HNSW takes; longer ones are searched exactly
_CANDIDATES: Final = 40, 1000  # rows the index looks at: by default, and at most
_WAIT_S: Final = 10.0  # for a connection: a server that restarts is back by then
_CONNECTIONS: Final = 4


class PgVectorStore:
    """url: postgresql://… of a database that has the extension, or in which it may be created."""

    def __init__(self, url: str, collection: str, dim: int) -> None:
        self._table = sql.Identifier(collection)
        with failures_of("pgvector", psycopg.Error):
            with psycopg.connect(url, autocommit=True, connect_timeout=int(_WAIT_S)) as connection:
                self._create(connection, collection, dim)
            self._pool = ConnectionPool(
                url,
                min_size=1,
                max_size=_CONNECTIONS,
                timeout=_WAIT_S,
                kwargs={"autocommit": True},
                configure=register_vector,
                check=ConnectionPool.check_connection,  # else a restarted server leaves us with dead connections
                open=True,
            )

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        query = sql.SQL(
            "INSERT INTO {} (id, embedding) VALUES (%s, %s)"
            " ON CONFLICT (id) DO UPDATE SET embedding = EXCLUDED.embedding"
        ).format(self._table)
        with self._connected() as connection, connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(query, list(zip(ids, vectors, strict=True)))

    def delete(self, ids: Collection[str]) -> None:
        query = sql.SQL("DELETE FROM {} WHERE id = ANY(%s)").format(self._table)
        with self._connected() as connection:
            connection.execute(query, (list(ids),))

    def ids(self) -> set[str]:
        with self._connected() as connection:
            rows = connection.execute(sql.SQL("SELECT id FROM {}").format(self._table)).fetchall()
        return {row[0] for row in rows}

    def search(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        query = sql.SQL("SELECT id, -(embedding <#> %s) FROM {} ORDER BY embedding <#> %s LIMIT %s").format(self._table)
        fewest, most = _CANDIDATES
        candidates = sql.SQL("SET LOCAL hnsw.ef_search = {}").format(sql.Literal(min(most, max(fewest, 2 * count))))
        with self._connected() as connection, connection.transaction():
            connection.execute(candidates)
            rows = connection.execute(query, (vector, vector, count)).fetchall()
        return [(row[0], float(row[1])) for row in rows]

    def close(self) -> None:
        self._pool.close()

    def _create(self, connection: psycopg.Connection[Any], collection: str, dim: int) -> None:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        connection.execute(
            sql.SQL("CREATE TABLE IF NOT EXISTS {} (id text PRIMARY KEY, embedding vector({}) NOT NULL)").format(
                self._table, sql.Literal(dim)
            )
        )
        if dim <= _INDEXED:
            # inner product, as vectors have length 1
            connection.execute(
                sql.SQL("CREATE INDEX IF NOT EXISTS {} ON {} USING hnsw (embedding vector_ip_ops)").format(
                    sql.Identifier(f"{collection}_hnsw"), self._table
                )
            )

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        with failures_of("pgvector", psycopg.Error), self._pool.connection() as connection:
            yield connection
