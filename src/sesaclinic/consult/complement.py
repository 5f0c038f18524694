"""What a question asks that its answer leaves out: another kind of thing to know, or another thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import islice
from typing import Final

from sesaclinic.consult.aim import answerable_intents, headed, named_in, tells
from sesaclinic.consult.choice import Choice
from sesaclinic.consult.desk import Desk
from sesaclinic.consult.named import speaks_of_named
from sesaclinic.consult.understand import Understanding
from sesaclinic.knowledge import PassageRecord

_REACH: Final = 8.0  # log-odds behind the best within which a passage may answer the rest of a question
_ELSE: Final = 3.0  # log-odds that a passage loses by each thing that its heading names and the question does not
_NEAR: Final = 0.7  # cosine below which a passage is about something else
_OTHERS: Final = frozenset({"see_doctor", "myths"})  # sections that answer no kind of question


def complements(
    desk: Desk, asked: Understanding, main: PassageRecord, found: Sequence[Choice]
) -> Iterator[PassageRecord]:
    """The passages that tell what a question asks beside what the main one tells. found: best first."""
    if main.section == "myths":
        return
    about = named_in(asked.condensed, desk)
    untold = [intent for intent in answerable_intents(asked, desk.lang) if not tells(main, intent, desk.lang)]
    missing = about - desk.knowledge.words_of(main).told - headed(main, desk)
    if not untold and not missing:
        return
    near = _near(desk, asked, found, about)
    for intent in untold:
        yield from islice((passage for passage in near if tells(passage, intent, desk.lang)), 1)
    yield from islice((p for p in near if headed(p, desk) & missing and headed(p, desk) <= about), 1)


def _near(desk: Desk, asked: Understanding, found: Sequence[Choice], about: Set[str]) -> list[PassageRecord]:
    """Passages on what a question names and not much else, best first."""
    best = max((choice.score for choice in found), default=0.0)
    near = []
    for choice in found:
        passage = choice.hit.passage
        heads = headed(passage, desk)
        behind = best - choice.score + _ELSE * len(heads - about)
        apt = behind <= _REACH and choice.hit.parts["similarity"] >= _NEAR and passage.section not in _OTHERS
        if apt and heads & about and speaks_of_named(passage, asked.condensed, desk):
            near.append((behind, passage))
    return [passage for _, passage in sorted(near, key=lambda placed: placed[0])]
