"""What is kept in memory is found by its id until its time is up, and then it is gone."""

from __future__ import annotations

import gc
import weakref

import pytest

from sesaclinic.errors import NotFoundError
from sesaclinic.jobs import Expiring
from sesaclinic.jobs.expiring import new_id


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Thing:
    """Something that can be watched going away."""


def test_an_item_is_found_until_its_time_is_up() -> None:
    clock = Clock()
    store: Expiring[str] = Expiring(ttl_s=10, max_items=5, clock=clock)
    store.put("a", "first")
    clock.now = 9
    assert store.get("a") == "first"
    clock.now = 11
    with pytest.raises(NotFoundError):
        store.get("a")


def test_putting_an_item_again_begins_its_time_anew() -> None:
    clock = Clock()
    store: Expiring[str] = Expiring(ttl_s=10, max_items=5, clock=clock)
    store.put("a", "first")
    clock.now = 9
    store.put("a", store.get("a"))
    clock.now = 18
    assert store.get("a") == "first"


def test_a_sweep_lets_go_of_what_has_expired_without_anybody_asking_for_it() -> None:
    clock = Clock()
    store: Expiring[Thing] = Expiring(ttl_s=10, max_items=5, clock=clock)
    thing = Thing()
    watched = weakref.ref(thing)
    store.put("a", thing)
    del thing
    clock.now = 11
    store.sweep()
    gc.collect()
    assert watched() is None


def test_the_oldest_goes_when_the_store_is_full() -> None:
    store: Expiring[int] = Expiring(ttl_s=10, max_items=2)
    for number in range(3):
        store.put(str(number), number)
    assert store.values() == [1, 2]


def test_a_forgotten_item_is_gone_and_cannot_be_forgotten_twice() -> None:
    store: Expiring[str] = Expiring(ttl_s=10, max_items=5)
    store.put("a", "first")
    assert store.forget("a") == "first"
    with pytest.raises(NotFoundError):
        store.forget("a")
    store.discard("a")
    assert len(store) == 0


def test_ids_are_long_and_never_the_same() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert min(len(each) for each in ids) >= 22  # 128 bits in base64
