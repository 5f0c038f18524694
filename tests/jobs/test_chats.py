"""A conversation remembers its last exchanges, and nothing of a result that was deleted."""

from __future__ import annotations

import pytest

from sesaclinic.domain import Turn
from sesaclinic.errors import NotFoundError
from sesaclinic.jobs import Chats
from tests.analyses import make_analysis


def test_a_chat_keeps_only_its_last_ten_exchanges() -> None:
    chat = Chats(ttl_s=60).open("ko")
    chat.turns.extend(Turn(question=str(number), answer="") for number in range(12))
    assert [turn.question for turn in chat.turns] == [str(number) for number in range(2, 12)]


def test_using_a_chat_prolongs_it() -> None:
    chats = Chats(ttl_s=60)
    chat = chats.open("ko")
    before = chat.expires_at
    assert chats.get(chat.id).expires_at > before


def test_a_forgotten_chat_is_gone() -> None:
    chats = Chats(ttl_s=60)
    chat = chats.open("ko")
    chats.forget(chat.id)
    with pytest.raises(NotFoundError):
        chats.get(chat.id)


def test_deleting_a_result_takes_it_out_of_every_conversation_about_it() -> None:
    chats = Chats(ttl_s=60)
    about, other = chats.open("ko", "a1", make_analysis()), chats.open("ko", "a2", make_analysis())
    about.turns.append(Turn(question="제 결과는요?", answer="건성이에요."))
    chats.forget_analysis("a1")
    assert (about.analysis_id, about.analysis, list(about.turns)) == (None, None, [])
    assert other.analysis is not None
