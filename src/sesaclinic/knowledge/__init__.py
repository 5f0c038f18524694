"""Articles and documents, and which of their passages answer a question."""

from __future__ import annotations

from sesaclinic.knowledge.base import KnowledgeBase
from sesaclinic.knowledge.passages import Hit, PassageRecord, QuotableSentence

__all__ = ["Hit", "KnowledgeBase", "PassageRecord", "QuotableSentence"]
