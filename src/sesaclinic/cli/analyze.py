"""`sesaclinic analyze`: photos from the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from sesaclinic.cli.output import EXIT_REFUSED, emit_json, report_error
from sesaclinic.domain import Lang
from sesaclinic.errors import NotFoundError, SesacError
from sesaclinic.settings import get_settings

#: What a page needs and a script does not: shapes to draw on the photo, and answers that nobody was asked for here.
_FOR_THE_PAGE = {"image", "regions", "self_report"}


def register(app: typer.Typer) -> None:
    """Add `analyze`."""
    app.command()(analyze)


def analyze(
    photos: Annotated[list[str], typer.Argument(metavar="PHOTO…", help="Photos; - reads one from stdin.")],
    framing: Annotated[
        Literal["auto", "face", "closeup"],
        typer.Option(help="closeup: the whole photo is skin. auto: only when there is no face and it looks like skin."),
    ] = "auto",
    quality: Annotated[
        Literal["off", "normal", "strict"],
        typer.Option(help="What is refused: nothing, the unusable, or everything that makes a result inexact."),
    ] = "normal",
    lang: Annotated[Lang, typer.Option(help="Language of messages.")] = "ko",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Say what photos show: skin type, redness, wrinkles, pores, lesions, and scores 0–100 by region.

    A higher score is better. Reads JPEG, PNG, WebP, HEIC and AVIF. A photo is decoded in memory, measured and
    forgotten; nothing is written.

    With --json each photo is one line on stdout, in the order of the arguments:

    \b
      {"photo", "face": {"box": [x, y, w, h] or null, "count"},
       "quality": {"score", "accepted", "issues": [{"code", "message"}]},
       "skin_type": {"label", "probabilities": {"dry", "normal", "oily"}},
       "redness", "wrinkles", "pores": {"label", "probability", "score"},
       "lesions": [{"label", "confidence", "box": [x0, y0, x1, y1]}],
       "findings": [{"concern", "region", "score", "grade", "value", "unit"}],
       "models": {name: version}, "timings_ms": {stage: ms}}

    and a refused one

    \b
      {"photo", "error": {"code", "message", "hint"}}

    Boxes are in pixels of the photo. Grades run from 0 (none) to 3 (marked); null means that it could not be measured
    here.

    Exit code 0: all analysed; 2: wrong usage; 3: some photo was refused.

    Examples:

    \b
      sesaclinic analyze me.jpg
      sesaclinic analyze cheek.heic --framing closeup --lang en
      sesaclinic analyze photos/*.jpg --json > results.jsonl
      curl -s https://example.org/me.jpg | sesaclinic analyze - --json
    """
    from sesaclinic.cli.report import report  # noqa: PLC0415 - heavy; --help stays fast
    from sesaclinic.vision import Analyzer  # noqa: PLC0415

    analyzer = Analyzer(get_settings())
    try:
        analyzer.load()
    except SesacError as error:
        report_error(error, lang)
        raise typer.Exit(EXIT_REFUSED) from None
    refused = False
    for name in photos:
        try:
            analysis = analyzer.analyze(_read(name), name=name, framing=framing, quality=quality, lang=lang)
        except SesacError as error:
            refused = True
            if json:
                emit_json({"photo": name, "error": error.as_dict(lang)})
            else:
                typer.echo(f"{name}:", err=True)
                report_error(error, lang)
            continue
        if json:
            emit_json(analysis.model_dump(mode="json", exclude=_FOR_THE_PAGE))
        else:
            typer.echo("\n".join(report(analysis, lang)))
    if refused:
        raise typer.Exit(EXIT_REFUSED)


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise NotFoundError("photo_not_found", path=name) from error
