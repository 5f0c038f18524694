"""`sesaclinic evaluate fairness`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from sesaclinic.cli.output import emit_json
from sesaclinic.settings import get_settings


def register(evaluate: typer.Typer) -> None:
    """Add the command to `sesaclinic evaluate`."""
    evaluate.command("fairness")(fairness)


def fairness(
    labels: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="CSV with photo,task,label,quality.")],
    photos: Annotated[Path, typer.Option(exists=True, file_okay=False, help="Folder the photo names start from.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Use the first N photos only.")] = None,
) -> None:
    """Scores, errors and redness alarms by skin tone, ethnicity, sex and age, as a Markdown table.

    Skin tone is measured (ITA°); the rest is what the file's quality column states ("age=61 sex=1 ethnicity=3").

    Example: sesaclinic evaluate fairness --labels labels.csv --photos photos
    """
    from sesaclinic.evaluation.fairness import evaluate_fairness  # noqa: PLC0415 - heavy; --help stays fast
    from sesaclinic.vision import Analyzer  # noqa: PLC0415

    analyzer = Analyzer(get_settings())
    analyzer.load()
    result = evaluate_fairness(analyzer, labels, photos, limit)
    if as_json:
        emit_json(result)
    else:
        typer.echo("\n".join(markdown(result)))


def markdown(result: dict[str, Any]) -> Iterator[str]:
    """The report as people read it."""
    scores = list(next((figures["scores"] for group in result["groups"].values() for figures in group.values()), {}))
    header = ["by", "group", "faces", "redness alarms", "false redness alarms", "wrong labels", "uncertain", *scores]
    yield _row(header)
    yield _row(["---"] * len(header))
    for attribute, groups in result["groups"].items():
        for name, figures in groups.items():
            shares = [_share(figures[key]) for key in ("alarms", "false_alarms", "errors")]
            doubt = "–" if figures["uncertain"] is None else f"{100 * figures['uncertain']:.0f} %"
            means = [f"{figures['scores'][score]:.0f}" if score in figures["scores"] else "–" for score in scores]
            yield _row([attribute, name, str(figures["faces"]), *shares, doubt, *means])
    found = result["redness_alarms"]
    yield ""
    yield f"False redness alarms: light skin {_share(found['light'])}, dark skin {_share(found['dark'])}."
    if found["points"] is not None:
        bounds = f" ({found['interval'][0]:+.1f} to {found['interval'][1]:+.1f})" if found["interval"] else ""
        yield f"Difference, dark minus light: {found['points']:+.1f} points{bounds}."
    yield f"Faces: {result['faces']}, refused: {result['refused']}"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _share(figures: dict[str, Any]) -> str:
    if figures["share"] is None:
        return "–"
    low, high = figures["interval"] or (figures["share"],) * 2
    return f"{100 * figures['share']:.1f} % ({100 * low:.0f}–{100 * high:.0f}; n {figures['n']})"
