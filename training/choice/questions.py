"""The labelled questions of `questions.jsonl`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).parent / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A Korean question and the passages that answer it (`article/heading`); none where nothing does."""

    question: str
    passages: frozenset[str]


def labelled() -> list[Labelled]:
    """Every question, in the order of the file."""
    rows = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]
    return [Labelled(row["question"], frozenset(row["passages"])) for row in rows]
