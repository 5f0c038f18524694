"""The description of the API is true: every answer to whatever a machine can think of is in it, and none is a 500."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sesaclinic.api import create_app
from sesaclinic.settings import ServerSettings, StorageSettings
from tests.api.conftest import live_app, make_settings

# limits are tested elsewhere; here every call is to reach its route
UNLIMITED = ServerSettings(analyses_per_minute=10**6, messages_per_minute=10**6)
MEMORY = StorageSettings(database_url="sqlite+aiosqlite:///:memory:")


schema = schemathesis.openapi.from_dict(create_app(make_settings()).openapi())


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with live_app(settings=make_settings(server=UNLIMITED, storage=MEMORY)) as (url, _, _):
        yield url


@schema.parametrize()  # type: ignore[untyped-decorator]
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: Any, url: str) -> None:
    response = case.call(base_url=url)
    assert response.status_code != 500, response.text
    case.validate_response(
        response, checks=[status_code_conformance, content_type_conformance, response_schema_conformance]
    )


def test_the_description_can_be_printed_for_generated_clients() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "sesaclinic.api.openapi"], check=True, capture_output=True, text=True
    ).stdout
    paths = json.loads(printed)["paths"]
    assert set(paths["/api/analyses"]) == {"post"}
    assert "application/problem+json" in paths["/api/analyses"]["post"]["responses"]["422"]["content"]
    photo = paths["/api/analyses"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert set(photo["properties"]) == {"photo", "framing", "quality", "answers"}
