"""Teaches what is ours: questions about skin against everything else people say."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import yaml

from sesaclinic.domain import Lang
from sesaclinic.knowledge.passages import PassageRecord
from training.choice.questions import labelled
from training.embedder.pairs import public_groups
from training.linear import FOLDS, Examples

_TRIAGE: Final = Path(__file__).parents[1] / "triage"
_SUBJECTS: Final = Path(__file__).parent / "subjects.yaml"
_BEYOND: Final = Path(__file__).parent / "beyond.yaml"
BEYOND: Final = "beyond"
ASKED: Final = "asked"
_OURS: Final = ("urgent", "doctor", "caution", "answer")
# the few questions written for this weigh as much as the many collected ones say little
_WRITTEN_WEIGHT: Final = {"ours": 4.0, "theirs": 8.0}


def examples(passages: Sequence[PassageRecord], lang: Lang, data: Path) -> Examples:
    """Everything the model of one language learns from."""
    rows = [(text, 1, 1.0, i, "articles") for i, p in enumerate(passages) for text in (*p.asks, p.heading)]
    written = yaml.safe_load((_TRIAGE / f"questions.{lang}.yaml").read_text(encoding="utf-8"))
    rows += [
        (str(text), 1, _WRITTEN_WEIGHT["ours"], i, "written_ours")
        for kind in _OURS
        for i, text in enumerate(written.get(kind, ()))
    ]
    rows += [
        (str(text), 0, _WRITTEN_WEIGHT["theirs"], i, "written_theirs") for i, text in enumerate(written["out_of_scope"])
    ]
    subjects = yaml.safe_load(_SUBJECTS.read_text(encoding="utf-8"))[lang]
    rows += [(str(text), 1, _WRITTEN_WEIGHT["ours"], i, "written_ours") for i, text in enumerate(subjects["ours"])]
    rows += [
        (str(text), 0, _WRITTEN_WEIGHT["theirs"], i, "written_theirs") for i, text in enumerate(subjects["theirs"])
    ]
    # weighed at nothing: measured to learn when a search is sure, but not taught as another subject than skin
    sounding = yaml.safe_load(_BEYOND.read_text(encoding="utf-8"))[lang]
    rows += [(str(text), 0, 0.0, i, BEYOND) for i, text in enumerate(sounding)]
    if lang == "ko":
        # whole questions as people put them, further from the articles than ways to ask held out
        rows += [(one.question, 1, 0.0, i, ASKED) for i, one in enumerate(labelled()) if one.passages]
        rows += [(text, 0, 1.0, i, "small_talk") for i, text in enumerate(small_talk(data))]
        rows += [
            (text, 0, 1.0, i, "everyday")
            for i, group in enumerate(public_groups(data / "text")[:1000])
            for text in group.texts[::2]
        ]
    texts, labels, weights, folds, kinds = zip(*rows, strict=True)
    return Examples(
        list(texts), np.array(labels), np.array(weights), np.array(folds) % FOLDS, np.array(kinds, dtype=np.str_)
    )


def small_talk(data: Path) -> list[str]:
    """Questions of the Songys chatbot set (MIT)."""
    with (data / "text" / "songys_chatbot" / "ChatbotData.csv").open(encoding="utf-8") as file:
        return [row["Q"] for row in csv.DictReader(file)]
