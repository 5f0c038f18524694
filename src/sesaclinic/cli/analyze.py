"""`sesaclinic analyze`: photos from the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sesaclinic.cli.output import EXIT_REFUSED, emit_json, report_error
from sesaclinic.domain import Lang
from sesaclinic.errors import NotFoundError, SesacError
from sesaclinic.settings import get_settings

if TYPE_CHECKING:
    from sesaclinic.domain import Analysis

#: Only for drawing on the photo; a page needs them, a script does not.
_DRAWING = {"image", "regions"}


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

    A higher score is better.

    Reads JPEG, PNG, WebP, HEIC and AVIF. A photo is decoded in memory, measured and forgotten; nothing is written.

    With --json each photo is one line:

      {"photo", "face": {"box": [x, y, w, h], "count"}, "quality": {"score", "accepted", "issues"}, "skin_type",
       "redness", "wrinkles", "pores", "lesions", "findings", "models", "timings_ms"}

    and a refused one {"photo", "error": {"code", "message", "hint"}}.

    Exit code 0: all analysed, 2: wrong usage, 3: some photo was refused.

    Examples:

      sesaclinic analyze me.jpg

      sesaclinic analyze cheek.heic --framing closeup --lang en

      sesaclinic analyze photos/*.jpg --json > results.jsonl

      curl -s https://example.org/me.jpg | sesaclinic analyze - --json
    """
    from sesaclinic.vision import Analyzer  # noqa: PLC0415 - heavy; --help stays fast

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
            emit_json(analysis.model_dump(mode="json", exclude=_DRAWING))
        else:
            typer.echo("\n".join(_lines(analysis, lang)))
    if refused:
        raise typer.Exit(EXIT_REFUSED)


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise NotFoundError("photo_not_found", path=name) from error


_WORDS = {
    "ko": {
        "quality": "사진 품질",
        "skin_type": "피부 타입",
        "redness": "홍조",
        "wrinkles": "주름",
        "pores": "모공",
        "lesions": "병변",
        "none": "없음",
        "no_model": "모델 없음",
        "scores": "점수 (100점 만점, 높을수록 좋음)",
        "ms": "걸린 시간",
        "dry": "건성",
        "normal": "중성",
        "oily": "지성",
        "combination": "복합성",
        "uncertain": "판단 보류",
        "present": "있음",
        "absent": "없음",
    },
    "en": {
        "quality": "photo quality",
        "skin_type": "skin type",
        "redness": "redness",
        "wrinkles": "wrinkles",
        "pores": "pores",
        "lesions": "lesions",
        "none": "none",
        "no_model": "no model",
        "scores": "scores (of 100, higher is better)",
        "ms": "time",
    },
}


def _lines(analysis: Analysis, lang: Lang) -> Iterator[str]:
    """An analysis for people, one photo a paragraph."""
    words = _WORDS.get(lang, _WORDS["en"])

    def word(key: str) -> str:
        return words.get(key, key)

    yield f"{analysis.photo}"
    yield f"  {word('quality')}: {analysis.quality.score:.0f}"
    for issue in analysis.quality.issues:
        yield f"    – {issue.message}"
    yield f"  {word('skin_type')}: {word(analysis.skin_type.label)}"
    for name in ("redness", "wrinkles", "pores"):
        sign = getattr(analysis, name)
        yield f"  {word(name)}: {word(sign.label)} ({sign.probability:.0%})"
    counts: dict[str, int] = {}
    for lesion in analysis.lesions:
        counts[lesion.label] = counts.get(lesion.label, 0) + 1
    found = ", ".join(f"{label} {count}" for label, count in counts.items())
    missing = analysis.models.get("lesions") == "not installed"
    yield f"  {word('lesions')}: {found or word('no_model' if missing else 'none')}"
    yield f"  {word('scores')}:"
    by_concern: dict[str, list[str]] = {}
    for finding in analysis.findings:
        if finding.score is not None:
            by_concern.setdefault(finding.concern, []).append(f"{finding.region} {finding.score:.0f}")
    for concern, scores in by_concern.items():
        yield f"    {concern:<13} {', '.join(scores)}"
    yield f"  {word('ms')}: {analysis.timings_ms.get('total', 0):.0f} ms"
