"""Conversations held in memory, each with the result it is about and its last exchanges."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sesaclinic.domain import Analysis, Lang, Turn
from sesaclinic.jobs.expiring import Expiring, new_id

MAX_CHATS = 2000  # ten exchanges of about 5 kB each, so 100 MB if every chat were full
MAX_TURNS = 10  # a follow-up question refers to the last few exchanges, not to the whole afternoon


@dataclass(eq=False)
class Chat:
    """One conversation. answering: held while a question is being answered, so that turns keep their order."""

    id: str
    lang: Lang
    expires_at: datetime
    analysis_id: str | None = None
    analysis: Analysis | None = None
    turns: deque[Turn] = field(default_factory=lambda: deque(maxlen=MAX_TURNS))
    answering: asyncio.Lock = field(default_factory=asyncio.Lock)


class Chats:
    """Opens conversations and finds them again until half an hour or so after their last message."""

    def __init__(self, *, ttl_s: float) -> None:
        self._chats: Expiring[Chat] = Expiring(ttl_s=ttl_s, max_items=MAX_CHATS)

    def __len__(self) -> int:
        return len(self._chats)

    def open(self, lang: Lang, analysis_id: str | None = None, analysis: Analysis | None = None) -> Chat:
        chat = Chat(new_id(), lang, self._expiry(), analysis_id, analysis)
        self._chats.put(chat.id, chat)
        return chat

    def get(self, chat_id: str) -> Chat:
        """The chat, its time begun anew; raises NotFoundError when there is none or its time is up."""
        chat = self._chats.get(chat_id)
        chat.expires_at = self._expiry()
        self._chats.put(chat_id, chat)
        return chat

    def forget(self, chat_id: str) -> None:
        """Remove the chat; raises NotFoundError when there is none."""
        self._chats.forget(chat_id)

    def forget_analysis(self, analysis_id: str) -> None:
        """Take a result that its owner deleted out of every conversation about it."""
        for chat in self._chats.values():
            if chat.analysis_id == analysis_id:
                chat.analysis_id = chat.analysis = None
                chat.turns.clear()  # the answers speak of the result

    def sweep(self) -> None:
        self._chats.sweep()

    def _expiry(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._chats.ttl_s)
