"""The consultant that ships, and consultations made by hand for a provider to write."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sesaclinic.consult import Consultant
from sesaclinic.consult.desk import Paragraph, Plan
from sesaclinic.consult.evidence import Evidence
from sesaclinic.consult.providers import Consultation
from sesaclinic.consult.understand import understand
from sesaclinic.domain import Citation, Triage, Turn
from sesaclinic.settings import Settings
from tests.knowledge_base import shipped_base

FACTS = (
    "보습제는 세안한 뒤 물기가 마르기 전에 바르면 좋아요.",
    "레티놀은 임신 중에는 쓰지 마세요.",
    "자외선 차단제는 두 시간마다 덧발라요.",
)


CORRECTING = (
    "그렇지 않아요",
    "그건 오해",
    "사실과 달라요",
    "꼭 그렇지는",
    "그렇게 단정",
)  # first words to who is mistaken


@cache
def consultant() -> Consultant:
    """The built-in consultant over the shipped articles, one for all tests."""
    return Consultant(shipped_base(), Settings())


def make_consultation(
    question: str = "보습제는 언제 발라요?", facts: Sequence[str] = FACTS, history: Sequence[Turn] = ()
) -> Consultation:
    """A question whose plan says the given facts, each with a citation of its own."""
    evidence = Evidence()
    told = tuple(
        evidence.add(
            fact, [Citation(n=1, article=f"article-{n}", section="care", title="출처", url=f"https://x.org/{n}")]
        )
        for n, fact in enumerate(facts)
    )
    asked = understand(question, history, "ko")
    return Consultation(question, "ko", asked, Triage(), Plan((Paragraph(None, told),)), evidence, None, tuple(history))
