"""The door to the optional training group: without it the commands say what to install."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sesaclinic.errors import ServiceError


@contextmanager
def training_group() -> Iterator[None]:
    """Import training code inside. Raises ServiceError training_missing where the group is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ServiceError("training_missing") from error
