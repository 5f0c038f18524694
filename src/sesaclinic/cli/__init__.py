"""The command line: `sesaclinic analyze | ask | search | ingest | serve | evaluate | train | stores | embedders`.

Results go to stdout (with --json one object a line), errors to stderr. Exit codes: 0 ok, 2 usage, 3 some input refused.
"""

from __future__ import annotations

import sys

import typer

from sesaclinic.cli.output import EXIT_REFUSED, report_error
from sesaclinic.errors import SesacError

app = typer.Typer(
    name="sesaclinic",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _root() -> None:
    """Skin analysis from a photo and cited skincare consultation. Every command answers --help."""


def _register() -> None:
    from sesaclinic.cli import analyze, consult, evaluate, knowledge, serve, train  # noqa: PLC0415 - each adds its commands

    for module in (analyze, consult, knowledge, serve, evaluate, train):
        module.register(app)


_register()


def main() -> None:
    """Entry point; turns a product error into its words and exit code."""
    try:
        app()
    except SesacError as error:
        report_error(error)
        sys.exit(EXIT_REFUSED)
