"""Every setting can be set from the environment, and an operator can read what it does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from sesaclinic.settings import Settings

OPERATIONS = Path(__file__).parents[1] / "docs" / "operations.md"


def _names(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _names(kind, f"{prefix}{name.upper()}__")
        else:
            yield f"{prefix}{name.upper()}"


@pytest.mark.parametrize("name", list(_names(Settings, "SESAC_")))
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in OPERATIONS.read_text(encoding="utf-8")


def test_the_environment_reaches_nested_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESAC_PHOTO__MAX_BYTES", "1000")
    monkeypatch.setenv("SESAC_SERVER__CORS_ORIGINS", '["https://example.org"]')
    settings = Settings(_env_file=None)
    assert settings.photo.max_bytes == 1000
    assert settings.server.cors_origins == ["https://example.org"]
