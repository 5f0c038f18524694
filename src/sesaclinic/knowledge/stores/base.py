"""The port a vector store fills."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from sesaclinic.errors import ServiceError
from sesaclinic.knowledge.embedders.base import Vectors


class VectorStore(Protocol):
    """Vectors by id, found by inner product. One collection of one embedder in one language.

    Every method raises ServiceError `store_failed` when the store cannot be reached.
    """

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Put vectors, shape (ids, dim), rows of length 1; an id that is there is replaced."""
        ...

    def delete(self, ids: Collection[str]) -> None:
        """Forget vectors; ids that are not there are ignored."""
        ...

    def ids(self) -> set[str]:
        """Every id held."""
        ...

    def search(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        """The `count` nearest ids and their inner products, nearest first. vector: shape (dim,)."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


@contextmanager
def failures_of(store: str, *kinds: type[Exception]) -> Iterator[None]:
    """Turns a client's own errors into ServiceError `store_failed`."""
    try:
        yield
    except kinds as error:
        raise ServiceError("store_failed", name=store) from error
