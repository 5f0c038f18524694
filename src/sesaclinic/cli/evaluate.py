"""`sesaclinic evaluate …`: every figure the documentation shows, from your own labelled files.

A part of the product adds its command in a module of its own, `cli/evaluate_<part>.py` with `register(app)`; heavy
imports belong into the command's body.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sesaclinic.cli.output import emit_json
from sesaclinic.settings import get_settings

if TYPE_CHECKING:
    from sesaclinic.vision import Analyzer

_PARTS = ("lesions", "fairness", "retrieval", "answers")

PhotosOption = Annotated[
    Path, typer.Option("--photos", exists=True, file_okay=False, help="Folder the photo names are relative to.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
LimitOption = Annotated[int | None, typer.Option("--limit", min=1, help="Use the first N photos only.")]


def register(app: typer.Typer) -> None:
    """Add the `evaluate` command group."""
    evaluate = typer.Typer(no_args_is_help=True, help="Measure how good the product is, on your own labelled files.")
    evaluate.command()(signs)
    evaluate.command()(grades)
    evaluate.command()(repeatability)
    for part in _PARTS:
        module = f"sesaclinic.cli.evaluate_{part}"
        if find_spec(module) is not None:
            import_module(module).register(evaluate)
    app.add_typer(evaluate, name="evaluate")


def signs(
    labels: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="CSV with photo,task,label.")],
    photos: PhotosOption,
    json: JsonOption = False,
    limit: LimitOption = None,
) -> None:
    """Yes/no signs and skin type against labels: AUC, balanced accuracy, calibration, beside the majority baseline.

    Tasks: skin_type (dry, normal, oily), and redness, wrinkles, pores, dark_circles, blackhead, pigmentation (yes, no).
    Photos that cannot be measured are counted under "refused".

    Example: sesaclinic evaluate signs --labels labels.csv --photos photos --json
    """
    from sesaclinic.evaluation.signs import evaluate_signs  # noqa: PLC0415 - heavy; --help stays fast

    result = evaluate_signs(_analyzer(), labels, photos, limit)
    if json:
        emit_json(result)
    else:
        _print_table(result["tasks"])
        typer.echo(f"refused: {result['refused']}")


def grades(
    grades: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="CSV with photo and a column a sign.")],
    photos: PhotosOption,
    json: JsonOption = False,
    limit: LimitOption = None,
) -> None:
    """Scores against ordinal grades 0–3: rank correlation, weighted kappa; and the skin type.

    Columns: shine, dryness, redness, pores, wrinkles, dark_circles, pigmentation, skin_type; empty means unknown.

    Example: sesaclinic evaluate grades --grades grades.csv --photos photos --json
    """
    from sesaclinic.evaluation.grades import evaluate_grades  # noqa: PLC0415 - heavy; --help stays fast

    result = evaluate_grades(_analyzer(), grades, photos, limit)
    if json:
        emit_json(result)
    else:
        _print_table(result["signs"])
        _print_table({"skin_type": result["skin_type"]})
        typer.echo(f"refused: {result['refused']}")


def repeatability(photos: PhotosOption, json: JsonOption = False, limit: LimitOption = 60) -> None:
    """The same face in another light: how far scores move and how often a label flips.

    Each photo is analysed as it is and under exposure ±0.3 EV, white balance ±300 K, JPEG 60–95, scale 0.5–1, crop and
    5° roll. sd: of a score within one face; icc: share of the variance that is between faces; flips: share of copies
    whose label differs from the photo's own.

    Example: sesaclinic evaluate repeatability --photos photos --limit 60
    """
    from sesaclinic.evaluation.repeatability import evaluate_repeatability  # noqa: PLC0415 - heavy

    result = evaluate_repeatability(_analyzer(), photos, limit)
    if json:
        emit_json(result)
    else:
        _print_table(result["scores"])
        typer.echo(f"faces: {result['faces']}, refused: {result['refused']}")


def _analyzer() -> Analyzer:
    from sesaclinic.vision import Analyzer  # noqa: PLC0415 - heavy; --help stays fast

    analyzer = Analyzer(get_settings())
    analyzer.load()
    return analyzer


def _print_table(rows: object) -> None:
    """Rows by name, columns by key, as aligned text."""
    if not isinstance(rows, dict) or not rows:
        return
    columns = list(next(iter(rows.values())))
    width = max(len(str(name)) for name in rows) + 2
    typer.echo(" " * width + "".join(f"{column:>20}" for column in columns))
    for name, row in rows.items():
        cells = (row.get(column) for column in columns)
        typer.echo(f"{name:<{width}}" + "".join(f"{_cell(cell):>20}" for cell in cells))


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        return "–".join(_cell(part) for part in value)
    return f"{value:.3f}" if isinstance(value, float) else str(value)
