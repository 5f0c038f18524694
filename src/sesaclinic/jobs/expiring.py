"""Things kept in memory for a while, under ids nobody can guess."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from cachetools import TTLCache

from sesaclinic.errors import NotFoundError

T = TypeVar("T")

ID_BYTES = 16  # 128 random bits: an id is the only key to a result


def new_id() -> str:
    """An unguessable id, safe in a URL."""
    return secrets.token_urlsafe(ID_BYTES)


class Expiring(Generic[T]):
    """Maps ids to items; an item is gone `ttl_s` seconds after it was last put. The oldest go first when it is full.

    Belongs to one event loop; not for use from several threads.
    """

    def __init__(self, *, ttl_s: float, max_items: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.ttl_s = ttl_s
        self._items: TTLCache[str, T, float] = TTLCache(maxsize=max_items, ttl=ttl_s, timer=clock)

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item_id: str, item: T) -> None:
        """Keep `item` from now for the whole time."""
        self.discard(item_id)  # so that the time starts anew
        self._items[item_id] = item

    def get(self, item_id: str) -> T:
        """The item; raises NotFoundError when there is none or its time is up."""
        try:
            return self._items[item_id]
        except KeyError:
            raise NotFoundError("not_found") from None

    def forget(self, item_id: str) -> T:
        """Remove and return the item; raises NotFoundError when there is none."""
        item = self.get(item_id)
        del self._items[item_id]
        return item

    def discard(self, item_id: str) -> None:
        """Remove the item if it is there."""
        self._items.pop(item_id, None)

    def values(self) -> list[T]:
        return list(self._items.values())

    def sweep(self) -> None:
        """Let go of what has expired; without this, memory holds it until the next access."""
        self._items.expire()
