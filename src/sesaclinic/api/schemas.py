"""What the API takes and gives, beside the nouns of the domain."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from sesaclinic.advice import RoutineStep
from sesaclinic.api.problems import Problem
from sesaclinic.domain import Analysis, Concern, Lang, Score


class Body(BaseModel):
    """Base of every request body: a field we do not know is an error, not silence."""

    model_config = ConfigDict(extra="forbid")


class AnalysisResource(BaseModel):
    """A photo being measured, or its result. Whoever knows the id can read it."""

    id: str
    status: Literal["queued", "running", "done", "failed"]
    created_at: datetime
    expires_at: datetime | None = Field(description="null for a kept result")
    kept: bool = Field(description="whether it is in this person's history")
    analysis: Analysis | None = Field(description="null until done")
    summary: list[str] = Field(description="at most five lines")
    routine: list[RoutineStep] = Field(description="morning and evening steps")
    error: Problem | None = Field(description="set when failed")


class ChatRequest(Body):
    analysis_id: str | None = Field(None, description="the result that the conversation is about")
    lang: Lang | None = Field(None, description="language of the answers; Accept-Language when absent")


class ChatResource(BaseModel):
    id: str
    lang: Lang
    analysis_id: str | None
    expires_at: datetime
    suggestions: list[str] = Field(description="questions to start with")


class MessageRequest(Body):
    question: str = Field(examples=["건성 피부인데 홍조가 있어요. 어떻게 관리하면 좋을까요?"])


class ConsentRequest(Body):
    keep_results: bool
    analysis_id: str | None = Field(None, description="a result to keep at once")


class ConsentResource(BaseModel):
    enabled: bool = Field(description="whether this service keeps results at all")
    keep_results: bool = Field(description="whether this person asked it to")


class HistoryEntry(BaseModel):
    id: str
    created_at: datetime
    skin_type: str
    scores: dict[Concern, Score] = Field(description="mean over the regions in which it was measured")
    summary: list[str]


class HistoryResource(ConsentResource):
    results: list[HistoryEntry] = Field(description="newest first")


class LiveResource(BaseModel):
    status: Literal["ok"] = "ok"
    version: str


class PartResource(BaseModel):
    state: Literal["loading", "ready", "failed", "off"]
    seconds: float | None = Field(None, description="how long it took to load")


class ReadyResource(BaseModel):
    status: Literal["ready", "loading", "failed"]
    parts: dict[str, PartResource]
