"""`sesaclinic evaluate answers`: do answers cite, refer, decline and correct as they should."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sesaclinic.cli.output import emit_json
from sesaclinic.settings import get_settings


def register(app: typer.Typer) -> None:
    """Add `answers` to the evaluate group."""
    app.command()(answers)


def answers(
    questions: Annotated[Path, typer.Option(help="JSON lines with question and expected.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Citations that exist, sentences that their citations support, and the triage against what was expected.

    expected: answer, caution, doctor, urgent, out_of_scope or correct_the_premise. urgent_recall counts doctor and
    urgent together; false_alarm_rate is the share of plain questions sent to a doctor. Uses the settings' provider.

    Example: sesaclinic evaluate answers --questions questions.jsonl
    """
    from sesaclinic.consult import Consultant  # noqa: PLC0415 - heavy; --help stays fast
    from sesaclinic.evaluation.answers import evaluate_answers  # noqa: PLC0415
    from sesaclinic.evaluation.questions import read_questions  # noqa: PLC0415
    from sesaclinic.knowledge import KnowledgeBase  # noqa: PLC0415

    labelled = read_questions(questions)
    settings = get_settings()
    knowledge = KnowledgeBase.load(settings)
    result = evaluate_answers(Consultant(knowledge, settings), knowledge, labelled)
    if json:
        emit_json(result)
        return
    typer.echo(f"{result['n']} questions")
    for name in ("citation_validity", "support"):
        typer.echo(f"  {name:20} {_shown(result[name], result['intervals'][name])}")
    for name, value in result["triage"].items():
        typer.echo(f"  {name:20} {_shown(value, result['intervals'][name])}  n={result['counts'][name]}")
    for expected, given in result["confusion"].items():
        typer.echo(f"  {expected:20} {given}")


def _shown(value: float | None, interval: list[float] | None) -> str:
    return "–" if value is None else f"{value:.3f}  {interval}"
