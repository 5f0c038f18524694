"""`sesaclinic evaluate retrieval`: does the right passage come first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sesaclinic.cli.output import emit_json
from sesaclinic.settings import get_settings


def register(app: typer.Typer) -> None:
    """Add `retrieval` to the evaluate group."""
    app.command()(retrieval)


def retrieval(
    questions: Annotated[Path, typer.Option(help="JSON lines with question and topics; articles, expected optional.")],
    compare: Annotated[
        bool, typer.Option("--compare", help="Also each half of the search alone: words, meaning.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a method.")] = False,
) -> None:
    """How often a passage on a right topic comes first, among five, and how high: hit@k, MRR, nDCG with 95 % intervals.

    Questions expected to be out of scope are left out.

    Example: sesaclinic evaluate retrieval --questions questions.jsonl --compare
    """
    from sesaclinic.evaluation.questions import read_questions  # noqa: PLC0415 - heavy; --help stays fast
    from sesaclinic.evaluation.retrieval import evaluate_retrieval  # noqa: PLC0415
    from sesaclinic.knowledge import KnowledgeBase  # noqa: PLC0415
    from sesaclinic.knowledge.retrieve import By  # noqa: PLC0415

    labelled = read_questions(questions)
    knowledge = KnowledgeBase.load(get_settings())
    methods: tuple[By | None, ...] = (None, "words", "meaning") if compare else (None,)
    for by in methods:
        result = evaluate_retrieval(knowledge, labelled, by)
        if json:
            emit_json(result)
            continue
        typer.echo(f"{result['by']}: {result['n']} questions, {result['unanswered']} unanswered")
        for name in ("hit@1", "hit@5", "mrr", "ndcg@10"):
            typer.echo(f"  {name:8} {result[name]:.3f}  {result['intervals'][name]}")
        typer.echo(f"  baseline {result['baseline']:.3f} (hit@1 of the commonest topic)")
