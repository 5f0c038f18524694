"""What the page is built from: the service's own types, and packages pinned for every platform."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sesaclinic.api import create_app
from sesaclinic.settings import Settings

WEB = Path(__file__).parents[2] / "web"
DESCRIBED = WEB / "openapi.json"
PROSE = {"title", "description", "summary", "examples"}  # words may change without changing a type


def test_the_types_of_the_page_were_generated_from_this_service() -> None:
    ours = _structure(create_app(Settings()).openapi()["components"]["schemas"])
    theirs = _structure(json.loads(DESCRIBED.read_text(encoding="utf-8"))["components"]["schemas"])
    assert theirs == ours, "run `npm run types` in web/"


def test_the_lock_pins_every_platform_and_names_no_registry() -> None:
    packages: dict[str, dict[str, Any]] = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))[
        "packages"
    ]
    assert not [name for name, package in packages.items() if "resolved" in package]
    pinned = {name.rpartition("node_modules/")[2] for name in packages}
    wanted = {name for package in packages.values() for name in package.get("optionalDependencies", {})}
    # `npm ci` refuses a lock that lacks a package of another platform
    assert wanted <= pinned, wanted - pinned


def _structure(schema: Any, *, names: bool = True) -> Any:
    """The schema without its prose. names: the keys are names of schemas or properties, not keywords."""
    if isinstance(schema, list):
        return [_structure(each, names=False) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _structure(value, names=key == "properties" and not names)
        for key, value in schema.items()
        if names or key not in PROSE
    }
