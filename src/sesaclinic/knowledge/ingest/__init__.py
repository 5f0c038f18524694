"""A service's own documents: read, cut into passages, kept in a folder."""

from __future__ import annotations

from sesaclinic.knowledge.ingest.library import Ingested, Library, Status
from sesaclinic.knowledge.ingest.sources import SourceFile, collect, known_as

__all__ = ["Ingested", "Library", "SourceFile", "Status", "collect", "known_as"]
