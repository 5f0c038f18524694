"""The folder that holds a service's documents, cut into passages.

    manifest.json            source to {digest, title, passages}
    passages/<digest>.jsonl  one passage a line

A document is known by the hash of its bytes: unchanged ones are not read again, the same bytes under a second name
are a duplicate. The manifest is replaced after each document, so that an interrupted run goes on where it stopped.
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

Status = Literal["added", "updated", "unchanged", "duplicate", "refused"]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one source. error: why it was refused."""

    source: str
    status: Status
    passages: int = 0
    error: DocumentError | None = None


class Library:
    """Documents of one folder; made on the first addition."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manifest: dict[str, dict[str, Any]] = self._read_manifest()

    def add(self, source: SourceFile) -> Ingested:
        """Read one source and keep its passages; a source that cannot be read is refused, not raised."""
        try:
            content, suffix = source.read()
            digest = sha256(content).hexdigest()[:16]
            if self._manifest.get(source.name, {}).get("digest") == digest:
                return Ingested(source.name, "unchanged", self._manifest[source.name]["passages"])
            if any(known["digest"] == digest for known in self._manifest.values()):
                return Ingested(source.name, "duplicate")
            document = read_document(content, suffix, source.name)
            records = passages_of_document(document, source.name, digest)
            if not records:
                raise DocumentError("document_empty", path=source.name)
        except DocumentError as error:
            return Ingested(source.name, "refused", error=error)
        before = self._manifest.get(source.name)
        self._write(digest, records)
        self._manifest[source.name] = {"digest": digest, "title": document.title, "passages": len(records)}
        self._write_manifest()
        if before:
            self._file(before["digest"]).unlink(missing_ok=True)
        return Ingested(source.name, "updated" if before else "added", len(records))

    def passages(self) -> Iterator[PassageRecord]:
        """Every passage kept; one whose words stand in two documents comes once."""
        seen: set[str] = set()
        for entry in self._manifest.values():
            path = self._file(entry["digest"])
            if not path.exists():
                continue
            for line in path.read_text(encoding="utf-8").splitlines():
                record = _record(json.loads(line))
                if record.id not in seen:
                    seen.add(record.id)
                    yield record

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
        manifest: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        return manifest

    def _write_manifest(self) -> None:
        path = self._folder / "manifest.json"
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(self._manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        temporary.replace(path)


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
