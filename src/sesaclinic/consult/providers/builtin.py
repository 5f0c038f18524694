"""The provider that needs no key: it lets the knowledge base's own sentences speak, and so cannot invent."""

from __future__ import annotations

from collections.abc import AsyncIterator

from sesaclinic.consult.providers.base import Consultation


class BuiltinProvider:
    """Composes an answer from the passages' sentences."""

    name = "builtin"

    async def stream(self, consultation: Consultation) -> AsyncIterator[str]:
        """The answer, sentence by sentence."""
        for hit in consultation.hits[:2]:
            for sentence in hit.passage.sentences:
                yield consultation.evidence.take(hit.passage, sentence).cited + " "
