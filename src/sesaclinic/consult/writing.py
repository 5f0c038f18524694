"""One answer being written: by the configured provider under guard, or by the built-in one."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Final

from sesaclinic.consult.check import SentenceChecker
from sesaclinic.consult.phrases import phrases
from sesaclinic.consult.providers import BuiltinProvider, Consultation, Provider
from sesaclinic.consult.providers.builtin import safety_words
from sesaclinic.domain import TriageLevel
from sesaclinic.errors import ServiceError

UNSAFE_REMOVED: Final = "unsafe_removed"  # the model wrote something that we do not say; it was left out

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Writing:
    """Writes one answer. by: who wrote the words that came last. reasons: what the triage of the words adds."""

    consultation: Consultation
    provider: Provider
    builtin: BuiltinProvider
    by: str = "builtin"
    reasons: list[str] = field(default_factory=list)

    async def pieces(self) -> AsyncGenerator[str, None]:
        """The text. A provider that fails, or says too little that holds, hands over to built-in with a notice."""
        if self._asks_model:
            self.by, said, held = self.provider.name, False, False
            checker = SentenceChecker(self.consultation.facts_by_number(), self.consultation.lang)
            try:
                async with aclosing(self._drafted(checker)) as sentences:
                    async for sentence in sentences:
                        said = True
                        yield sentence
                held = checker.holds
                if not held:
                    log.warning(
                        "provider %s: %d sentences stood on facts, %d did not",
                        self.provider.name,
                        checker.sound,
                        checker.dropped,
                    )
            except ServiceError as error:
                log.warning("provider %s failed: %s", self.provider.name, _reason(error))
            if checker.unsafe:
                self.reasons.append(UNSAFE_REMOVED)
            if held:
                return
            self.by = self.builtin.name
            yield ("\n\n" if said else "") + f"{phrases(self.consultation.lang)['fallback']}\n\n"
        async with aclosing(self.builtin.stream(self.consultation)) as pieces:
            async for piece in pieces:
                yield piece

    @property
    def _asks_model(self) -> bool:
        """An emergency is never left to a language model, and without facts it has nothing to say."""
        consultation = self.consultation
        return (
            self.provider.name != self.builtin.name
            and consultation.triage.level is not TriageLevel.URGENT
            and bool(consultation.evidence.citations)
        )

    async def _drafted(self, checker: SentenceChecker) -> AsyncGenerator[str, None]:
        """A model's answer behind our own safety words, sentence by sentence as each proves sound."""
        before, after = safety_words(self.consultation)
        async with aclosing(self.provider.stream(self.consultation)) as pieces:
            async for piece in pieces:
                for sentence in checker.feed(piece):
                    yield f"{before or ''}{sentence}"
                    before = None
        for sentence in checker.finish():
            yield f"{before or ''}{sentence}"
            before = None
        if checker.holds and after:
            yield f"\n\n{after}"


def _reason(error: ServiceError) -> str:
    """What went wrong without its message, which may quote what a person wrote: APIStatusError 401."""
    cause = error.__cause__ or error
    return f"{type(cause).__name__} {getattr(cause, 'status_code', '')}".strip()
