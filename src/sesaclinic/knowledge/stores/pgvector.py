"""PostgreSQL with the pgvector extension: one table for each collection."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence

import psycopg
from pgvector.psycopg import register_vector
from psycopg import sql

from sesaclinic.errors import ServiceError
from sesaclinic.knowledge.embedders.base import Vectors


class PgVectorStore:
    """url: postgresql://… of a database in which the extension may be created."""

    def __init__(self, url: str, collection: str, dim: int) -> None:
        self._table = sql.Identifier(collection.lower())
        self._lock = threading.Lock()  # one connection, used by one thread at a time
        try:
            self._connection = psycopg.connect(url, autocommit=True)
            self._connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
            register_vector(self._connection)
            self._connection.execute(
                sql.SQL("CREATE TABLE IF NOT EXISTS {} (id text PRIMARY KEY, embedding vector({}) NOT NULL)").format(
                    self._table, sql.Literal(dim)
                )
            )
            # inner product, as vectors have length 1; HNSW answers a hundred thousand rows in milliseconds
            self._connection.execute(
                sql.SQL("CREATE INDEX IF NOT EXISTS {} ON {} USING hnsw (embedding vector_ip_ops)").format(
                    sql.Identifier(f"{collection.lower()}_hnsw"), self._table
                )
            )
        except psycopg.Error as error:
            raise ServiceError("store_failed", name="pgvector") from error

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        query = sql.SQL(
            "INSERT INTO {} (id, embedding) VALUES (%s, %s)"
            " ON CONFLICT (id) DO UPDATE SET embedding = EXCLUDED.embedding"
        ).format(self._table)
        with self._lock, _failures(), self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.executemany(query, list(zip(ids, vectors, strict=True)))

    def delete(self, ids: Collection[str]) -> None:
        query = sql.SQL("DELETE FROM {} WHERE id = ANY(%s)").format(self._table)
        with self._lock, _failures():
            self._connection.execute(query, (list(ids),))

    def ids(self) -> set[str]:
        with self._lock, _failures():
            rows = self._connection.execute(sql.SQL("SELECT id FROM {}").format(self._table)).fetchall()
        return {row[0] for row in rows}

    def search(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        query = sql.SQL("SELECT id, -(embedding <#> %s) FROM {} ORDER BY embedding <#> %s LIMIT %s").format(self._table)
        with self._lock, _failures(), self._connection.transaction():
            # the index looks at 40 candidates unless told otherwise, which is fewer than are asked for
            self._connection.execute(
                sql.SQL("SET LOCAL hnsw.ef_search = {}").format(sql.Literal(min(1000, max(40, count))))
            )
            rows = self._connection.execute(query, (vector, vector, count)).fetchall()
        return [(row[0], float(row[1])) for row in rows]

    def close(self) -> None:
        self._connection.close()


class _failures:  # noqa: N801 - reads as a statement: `with _failures():`
    """Turns the driver's errors into ours."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, psycopg.Error):
            raise ServiceError("store_failed", name="pgvector") from error
