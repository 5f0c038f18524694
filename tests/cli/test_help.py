"""--help is a manual: every command has one, and it shows brackets, examples and exit codes as they are typed."""

import pytest
import typer
from typer.testing import CliRunner

from sesaclinic.cli import app


def _commands() -> list[tuple[str, ...]]:
    root = typer.main.get_command(app)
    found: list[tuple[str, ...]] = []
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        found.append((name,))
        found += [(name, part) for part in getattr(command, "commands", {})]
    return found


@pytest.mark.parametrize("command", _commands(), ids=" ".join)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    usage, explanation, *_ = [part for part in result.stdout.split("\n\n") if part.strip()]
    assert f"sesaclinic {' '.join(command)}" in usage.replace("root", "sesaclinic")
    assert len(explanation.split()) >= 3


def test_the_first_page_says_how_to_begin_and_what_exit_codes_mean() -> None:
    text = CliRunner().invoke(app, ["--help"]).stdout
    for part in ("sesaclinic analyze me.jpg", "sesaclinic serve", "Exit code", "stderr"):
        assert part.lower() in " ".join(text.split()).lower()
