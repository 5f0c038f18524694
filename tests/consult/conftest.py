"""What provider tests share: a scripted model server, and consultations to hand to a provider."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.consult.model_server import ModelServer, model_server


@pytest.fixture
def model() -> Iterator[ModelServer]:
    """A language model whose words the test chooses."""
    with model_server() as server:
        yield server
