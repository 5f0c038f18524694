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
    rich_markup_mode=None,  # rich reads [x, y] in a description as a style and drops it
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _root() -> None:
    """Skin analysis from a photo and cited skincare consultation.

    Results go to stdout (with --json one object a line), errors to stderr. Exit code 0: all went well; 2: wrong usage;
    3: something was refused, and the error says why and what to do.

    Start here:

    \b
      sesaclinic analyze me.jpg                 a photo of a face
      sesaclinic ask "건성 피부는 어떻게 관리해요?"   a question
      sesaclinic serve --open                   the page in the browser

    Every command answers --help. Settings come from the environment (SESAC_…) or a .env file; docs/operations.md
    lists them.
    """


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
