"""The two engines that the service drives, as ports: one measures photos, one answers questions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from sesaclinic.consult import Consultant, Event
from sesaclinic.domain import Analysis, Lang, Turn
from sesaclinic.jobs import ReportProgress
from sesaclinic.knowledge import KnowledgeBase
from sesaclinic.settings import Settings


class PhotoAnalyzer(Protocol):
    """Measures photos, in worker threads, several at once."""

    def analyze(  # noqa: PLR0913 - the facade of the vision package
        self,
        photo: bytes,
        *,
        name: str,
        framing: Literal["auto", "face", "closeup"],
        quality: Literal["off", "normal", "strict"],
        lang: Lang,
        answers: Mapping[str, str] | None,
        progress: ReportProgress | None,
    ) -> Analysis: ...


class QuestionAnswerer(Protocol):
    """Answers questions, on the event loop. Closing the stream stops the provider."""

    def stream(
        self, question: str, *, analysis: Analysis | None, history: Sequence[Turn], lang: Lang
    ) -> AsyncIterator[Event]: ...


@dataclass(frozen=True)
class Engines:
    """How the engines are built: slowly, in a background thread."""

    analyzer: Callable[[Settings], PhotoAnalyzer]
    consultant: Callable[[Settings], QuestionAnswerer]


def _load_analyzer(settings: Settings) -> PhotoAnalyzer:
    from sesaclinic.vision import Analyzer  # noqa: PLC0415 - OpenCV and MediaPipe take seconds to import

    analyzer = Analyzer(settings)
    analyzer.load()
    return analyzer


def _load_consultant(settings: Settings) -> QuestionAnswerer:
    knowledge = KnowledgeBase.load(settings)
    for lang in knowledge.langs:
        knowledge.warm(lang)  # else the first question would build its index on the event loop
    return Consultant(knowledge, settings)


PRODUCT = Engines(analyzer=_load_analyzer, consultant=_load_consultant)
