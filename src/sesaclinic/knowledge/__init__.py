"""Articles and documents, and which of their passages answer a question."""

from __future__ import annotations

from sesaclinic.knowledge.base import KnowledgeBase
from sesaclinic.knowledge.passages import Hit, PassageRecord, QuotableSentence
from sesaclinic.knowledge.retrieve import ANYWHERE, Where
from sesaclinic.knowledge.semantic import Closeness

__all__ = ["ANYWHERE", "Closeness", "Hit", "KnowledgeBase", "PassageRecord", "QuotableSentence", "Where"]
