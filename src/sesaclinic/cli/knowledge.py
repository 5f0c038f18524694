"""`sesaclinic ingest`, `stores compare`, `embedders compare`: what the consultation knows, and what it is kept in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sesaclinic.cli.output import EXIT_REFUSED, emit_json, report_error
from sesaclinic.domain import Lang
from sesaclinic.errors import DocumentError
from sesaclinic.settings import get_settings

if TYPE_CHECKING:
    from sesaclinic.knowledge.ingest import Ingested, Library

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


def register(app: typer.Typer) -> None:
    """Add `ingest` and the `stores` and `embedders` groups."""
    app.command()(ingest)
    stores = typer.Typer(
        no_args_is_help=True, help="Compare vector stores: faiss, chroma, pgvector, weaviate, pinecone."
    )
    stores.command("compare")(compare_stores)
    app.add_typer(stores, name="stores")
    embedders = typer.Typer(no_args_is_help=True, help="Compare embedders: what they find, how fast, how large.")
    embedders.command("compare")(compare_embedders)
    app.add_typer(embedders, name="embedders")


def ingest(
    sources: Annotated[list[str] | None, typer.Argument(help="Files, folders or web addresses.")] = None,
    urls: Annotated[
        list[Path] | None, typer.Option("--urls", exists=True, dir_okay=False, help="A list of addresses, one a line.")
    ] = None,
    library: Annotated[
        Path | None, typer.Option(help="Folder to keep them in (default: SESAC_KNOWLEDGE__LIBRARY_DIR).")
    ] = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Drop these documents from the library instead of adding them.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Add documents of your own: PDF, HTML, Markdown, text, whole folders, web addresses.

    What did not change is not read again, the same content twice is kept once, and an interrupted run goes on where it
    stopped. Start the service with SESAC_KNOWLEDGE__LIBRARY_DIR set to the same folder.

    Example:

    \b
      sesaclinic ingest guidelines/ https://example.org/page --library ./library
    """
    from tqdm import tqdm  # noqa: PLC0415 - heavy; --help stays fast

    from sesaclinic.knowledge.ingest import Library, collect  # noqa: PLC0415

    folder = library or get_settings().knowledge.library_dir
    if folder is None:
        report_error(DocumentError("library_missing"))
        raise typer.Exit(EXIT_REFUSED)
    shelf = Library(folder)
    if forget:
        results = _forgotten(shelf, [*(sources or ()), *(source.name for source in collect((), urls or ()))])
    else:
        found = list(collect(sources or (), urls or ()))
        results = (shelf.add(source) for source in tqdm(found, desc="ingest", unit="doc", disable=json or None))
    counts: Counter[str] = Counter()
    # each is reported when it is done, so that an interrupted run has said what it did
    for result in results:
        with tqdm.external_write_mode():
            _report(result, json)
        counts[result.status] += 1
        counts["passages"] += result.passages if result.status in ("added", "updated") else 0
    if not counts:
        raise typer.BadParameter("name at least one file, folder or address")
    if not json:
        typer.echo(f"{counts.total() - counts['passages']} sources, {counts['passages']} new passages in {folder}")
    if counts["refused"]:
        raise typer.Exit(EXIT_REFUSED)


def compare_stores(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="NAME or NAME=ADDRESS (default: faiss, chroma in memory, and the store of the settings)."),
    ] = None,
    vectors: Annotated[int, typer.Option(min=100, help="How many vectors to generate.")] = 10_000,
    dim: Annotated[int, typer.Option(min=8, help="Length of a vector.")] = 128,
    json: JsonOption = False,
) -> None:
    """Build time, query time, recall and memory of vector stores, on generated vectors.

    Example: sesaclinic stores compare faiss chroma pgvector=postgresql://localhost/sesac
    """
    from sesaclinic.evaluation.comparison import compare_stores as compare  # noqa: PLC0415 - heavy; --help stays fast

    chosen = get_settings().knowledge
    wanted = names or list(dict.fromkeys(["faiss", "chroma", chosen.store]))
    settings = []
    for name in wanted:
        store, _, url = name.partition("=")
        address = url or (chosen.store_url if store == chosen.store else None)
        settings.append(chosen.model_copy(update={"store": store, "store_url": address}))
    _print(compare(settings, vectors, dim), json)


def compare_embedders(
    names: Annotated[
        list[str] | None, typer.Argument(help="builtin, koelectra, kobert, openai, transformers:FOLDER_OR_NAME.")
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the passages.")] = "ko",
    limit: Annotated[int, typer.Option(min=10, help="How many passages at most.")] = 500,
    json: JsonOption = False,
) -> None:
    """Quality, speed, memory and size of embedders, on the shipped articles; one that is not installed says so.

    Example: sesaclinic embedders compare builtin koelectra transformers:./my-model
    """
    from sesaclinic.evaluation.comparison import compare_embedders as compare  # noqa: PLC0415 - heavy

    _print(compare(names or ["builtin", "koelectra", "kobert"], lang, limit), json)


def _forgotten(shelf: Library, names: list[str]) -> Iterator[Ingested]:
    from sesaclinic.knowledge.ingest import Ingested, known_as  # noqa: PLC0415

    for name in names:
        missing = Ingested(name, "refused", error=DocumentError("file_not_found", path=name))
        yield from shelf.forget(known_as(name)) or [missing]


def _report(result: Ingested, json: bool) -> None:
    if json:
        record: dict[str, object] = {"source": result.source, "status": result.status, "passages": result.passages}
        if result.error is not None:
            record["error"] = result.error.as_dict(get_settings().lang)
        emit_json(record)
    elif result.error is not None:
        report_error(result.error)
    elif result.status != "unchanged":
        typer.echo(f"{result.status:9} {result.passages:5} {result.source}")


def _print(rows: Iterator[dict[str, Any]], json: bool) -> None:
    for row in rows:
        if json:
            emit_json(row)
        elif "error" in row:
            typer.echo(f"{next(iter(row.values()))}: {row['error']['message']}")
        else:
            typer.echo("  ".join(f"{key} {value}" for key, value in row.items()))
