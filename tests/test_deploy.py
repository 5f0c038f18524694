"""The container finds what it is built from, and leaves a photo nowhere to be written."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
LET_IN = [line[1:] for line in (ROOT / "deploy" / "Dockerfile.dockerignore").read_text().split() if line[0] == "!"]


def _copied() -> list[str]:
    """What the image takes from the repository, not from another stage."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


@pytest.mark.parametrize("source", _copied())
def test_everything_that_is_copied_exists_and_is_let_into_the_build(source: str) -> None:
    assert (ROOT / source).exists()
    assert any(fnmatch(source, pattern) or source.startswith(f"{pattern}/") for pattern in LET_IN)


def test_the_container_cannot_write_a_photo_to_any_disk() -> None:
    service = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"]["sesaclinic"]
    assert service["read_only"] is True
    assert "volumes" not in service
    assert service["memswap_limit"] == service["mem_limit"]
    assert service["ulimits"]["core"] == 0
    assert re.findall(r"^USER (\d+)", DOCKERFILE, re.MULTILINE)[-1] != "0"
