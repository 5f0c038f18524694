"""`sesaclinic ask` and `sesaclinic search`: questions from the command line."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from sesaclinic.cli.output import EXIT_REFUSED, emit_json, report_error
from sesaclinic.domain import Analysis, Lang
from sesaclinic.errors import QuestionError, SesacError
from sesaclinic.settings import get_settings

if TYPE_CHECKING:
    from sesaclinic.domain import Answer, Passage

QuestionArgument = Annotated[str, typer.Argument(help="The question, in quotation marks.", show_default=False)]
LangOption = Annotated[Lang, typer.Option("--lang", help="Language of the question and the answer.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


def register(app: typer.Typer) -> None:
    """Add `ask` and `search`."""
    app.command()(ask)
    app.command()(search)


def ask(
    question: QuestionArgument,
    analysis: Annotated[
        Path | None, typer.Option(help="A result of `sesaclinic analyze --json`; the answer takes it into account.")
    ] = None,
    lang: LangOption = "ko",
    json: JsonOption = False,
) -> None:
    """Answer a question about skin, citing sources.

    Works without a key; SESAC_CONSULT__PROVIDER chooses another provider (openai, gguf). Where that one fails, the
    built-in provider answers and says so.

    With --json:

    \b
      {"answer", "citations": [{"n", "article", "section", "title", "url"}], "provider",
       "triage": {"level": none|caution|doctor|urgent|out_of_scope, "reasons": []}}

    Sentences of the answer carry the numbers of their citations. An empty question or one of more than 2,000
    characters is refused with exit code 3.

    Examples:

    \b
      sesaclinic ask "레티놀이랑 비타민C 같이 써도 되나요?"
      sesaclinic analyze me.jpg --json > me.json
      sesaclinic ask "제 피부에는 무엇이 좋을까요?" --analysis me.json
    """
    with _refusals(json, lang):
        from sesaclinic.consult import Consultant  # noqa: PLC0415 - heavy; --help stays fast
        from sesaclinic.knowledge import KnowledgeBase  # noqa: PLC0415

        settings = get_settings()
        result = _read_analysis(analysis) if analysis else None
        consultant = Consultant(KnowledgeBase.load(settings), settings)
        answer = asyncio.run(consultant.ask(question, analysis=result, lang=lang))
    if json:
        emit_json(answer.model_dump(mode="json"))
    else:
        typer.echo(_answer_text(answer))


def search(
    question: QuestionArgument,
    top: Annotated[int, typer.Option(min=1, max=100, help="How many passages at most.")] = 5,
    lang: LangOption = "ko",
    json: JsonOption = False,
) -> None:
    """Show the passages that answer a question, best first; nothing when none does.

    With --json each passage is one line:

    \b
      {"rank", "article", "section", "topics": [], "score", "text", "url"}

    Example: sesaclinic search "모공 줄이는 법" --top 3
    """
    with _refusals(json, lang):
        from sesaclinic.knowledge import KnowledgeBase  # noqa: PLC0415 - heavy; --help stays fast

        if not question.strip():
            raise QuestionError("question_empty")
        settings = get_settings()
        limit = settings.consult.max_question_chars
        if len(question) > limit:
            raise QuestionError("question_too_long", length=len(question), limit=limit)
        passages = KnowledgeBase.load(settings).search(question, top=top, lang=lang)
    for passage in passages:
        if json:
            emit_json(passage.model_dump(mode="json"))
        else:
            typer.echo(_passage_text(passage))


class _refusals:  # noqa: N801 - reads as a statement: `with _refusals(json, lang):`
    """Turns a refused question into the contract's output and exit code."""

    def __init__(self, json: bool, lang: Lang) -> None:
        self._json = json
        self._lang = lang

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, SesacError):
            if self._json:
                emit_json({"error": error.as_dict(self._lang)})
            report_error(error, self._lang)
            raise typer.Exit(EXIT_REFUSED) from None


def _read_analysis(path: Path) -> Analysis:
    """The first result of a file that `analyze --json` wrote; raises QuestionError when there is none."""
    try:
        first = next((line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()), "")
    except (OSError, UnicodeDecodeError):
        raise QuestionError("file_not_found", path=path) from None
    try:
        return Analysis.model_validate_json(first)
    except ValidationError:
        raise QuestionError("analysis_invalid") from None


def _answer_text(answer: Answer) -> str:
    lines = [answer.answer, ""]
    lines += [f"[{c.n}] {c.title} — {c.url}" for c in answer.citations]
    return "\n".join(lines).rstrip()


def _passage_text(passage: Passage) -> str:
    topics = ", ".join(passage.topics)
    return f"{passage.rank}. {passage.article} › {passage.section} ({topics}; {passage.score:.2f})\n   {passage.text}\n"
