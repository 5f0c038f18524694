"""The folder that holds a service's documents, cut into passages.

    manifest.json            source to {digest, title, passages}
    passages/<digest>.jsonl  one passage a line

A document is known by the hash of its bytes: unchanged ones are not read again, the same bytes under a second name
are a duplicate. The manifest is replaced after each document, so that an interrupted run goes on where it stopped.
One process writes at a time; services read the folder when they start.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from sesaclinic.errors import DocumentError
from sesaclinic.knowledge.corpus import Source
from sesaclinic.knowledge.ingest.document import read_document
from sesaclinic.knowledge.ingest.sources import SourceFile
from sesaclinic.knowledge.ingest.split import passages_of_document
from sesaclinic.knowledge.passages import PassageRecord, QuotableSentence

Status = Literal["added", "updated", "unchanged", "duplicate", "refused", "forgotten"]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one source. error: why it was refused."""

    source: str
    status: Status
    passages: int = 0
    error: DocumentError | None = None


class Library:
    """Documents of one folder, which is made on the first addition.

    Raises DocumentError `file_invalid` when the manifest or a passage file is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manifest: dict[str, dict[str, Any]] = self._read_manifest()

    def add(self, source: SourceFile) -> Ingested:
        """Read one source and keep its passages; a source that cannot be read is refused, not raised."""
        try:
            content, suffix = source.read()
            digest = sha256(content).hexdigest()[:16]
            before = self._manifest.get(source.name)
            if before and before["digest"] == digest and self._file(digest).exists():
                return Ingested(source.name, "unchanged", before["passages"])
            if any(known["digest"] == digest for name, known in self._manifest.items() if name != source.name):
                self._drop(source.name)  # what it said before, it says no more
                return Ingested(source.name, "duplicate")
            document = read_document(content, suffix, source.name)
            records = passages_of_document(document, source.name, digest)
            if not records:
                raise DocumentError("document_empty", path=source.name)
        except DocumentError as error:
            return Ingested(source.name, "refused", error=error)
        self._write(digest, records)
        self._manifest[source.name] = {"digest": digest, "title": document.title, "passages": len(records)}
        self._write_manifest()
        if before and before["digest"] != digest:
            self._file(before["digest"]).unlink(missing_ok=True)
        return Ingested(source.name, "updated" if before else "added", len(records))

    def forget(self, name: str) -> list[Ingested]:
        """Drop a source, or every source below a folder or address, with their passages; empty when there is none."""
        gone = [known for known in self._manifest if known == name or known.startswith(f"{name.rstrip('/')}/")]
        return [Ingested(known, "forgotten", self._drop(known)) for known in gone]

    def passages(self) -> Iterator[PassageRecord]:
        """Every passage kept; one whose words stand in two documents comes once."""
        seen: set[str] = set()
        for entry in self._manifest.values():
            path = self._file(entry["digest"])
            if not path.exists():
                continue
            for record in _records(path):
                if record.id not in seen:
                    seen.add(record.id)
                    yield record

    def _drop(self, name: str) -> int:
        """Forget one source; how many passages it had."""
        entry = self._manifest.pop(name, None)
        if entry is None:
            return 0
        self._write_manifest()
        self._file(entry["digest"]).unlink(missing_ok=True)
        return int(entry["passages"])

    def _file(self, digest: str) -> Path:
        return self._folder / "passages" / f"{digest}.jsonl"

    def _write(self, digest: str, records: list[PassageRecord]) -> None:
        path = self._file(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(asdict(record), ensure_ascii=False) for record in records)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _read_manifest(self) -> dict[str, dict[str, Any]]:
        path = self._folder / "manifest.json"
        if not path.exists():
            return {}
        try:
            manifest: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise DocumentError("file_invalid", detail=str(path)) from error
        return manifest

    def _write_manifest(self) -> None:
        path = self._folder / "manifest.json"
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(self._manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        temporary.replace(path)


def _records(path: Path) -> list[PassageRecord]:
    try:
        # on line feeds alone: a document may hold other characters that Python takes for the end of a line
        return [_record(json.loads(line)) for line in path.read_text(encoding="utf-8").split("\n") if line]
    except (ValueError, KeyError, TypeError) as error:
        raise DocumentError("file_invalid", detail=str(path)) from error


def _record(row: dict[str, Any]) -> PassageRecord:
    sentences = tuple(
        QuotableSentence(sentence["text"], tuple(Source(**source) for source in sentence["sources"]))
        for sentence in row["sentences"]
    )
    return PassageRecord(
        **{
            **row,
            "topics": tuple(row["topics"]),
            "concerns": tuple(row["concerns"]),
            "asks": tuple(row["asks"]),
            "sentences": sentences,
        }
    )
