"""Words and vectors of passages that were analysed beforehand, by `python -m sesaclinic.knowledge.prepare`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import Lang
from sesaclinic.knowledge.corpus import shipped_knowledge
from sesaclinic.knowledge.embedders.base import Vectors, normalised
from sesaclinic.knowledge.lexical import documents, wordings
from sesaclinic.knowledge.passages import PassageRecord

FILE = "prepared.npz"


@dataclass(frozen=True, slots=True)
class Prepared:
    """words: of each passage, by id. wordings: those of its heading and of each way to ask for it, by id.
    vectors: (texts, dim) of each passage, by id, of one embedder."""

    words: Mapping[str, Sequence[str]]
    wordings: Mapping[str, Sequence[Sequence[str]]]
    vectors: Mapping[str, Vectors]

    def documents_of(self, passages: Sequence[PassageRecord], lang: Lang) -> list[Sequence[str]]:
        """The words of each passage, analysed now where they were not prepared."""
        news = [passage for passage in passages if passage.id not in self.words]
        fresh = dict(zip((passage.id for passage in news), documents(news, lang), strict=True))
        return [fresh[passage.id] if passage.id in fresh else self.words[passage.id] for passage in passages]

    def wordings_of(self, passages: Sequence[PassageRecord], lang: Lang) -> list[Sequence[Sequence[str]]]:
        """The words of each passage's heading and ways to ask, analysed now where they were not prepared."""
        news = [passage for passage in passages if passage.id not in self.wordings]
        fresh = dict(zip((passage.id for passage in news), wordings(news, lang), strict=True))
        return [fresh[passage.id] if passage.id in fresh else self.wordings[passage.id] for passage in passages]


def read_prepared(embedder: str, folder: Path | None = None) -> Prepared:
    """What was prepared; nothing when there is no file, no vectors when they are another embedder's."""
    path = (folder or shipped_knowledge()) / FILE
    if not path.exists():
        return Prepared({}, {}, {})
    with np.load(path) as data:
        ids = str(data["ids"]).split("\n")
        names = np.array(str(data["vocabulary"]).split("\n"), dtype=object)
        words = np.split(data["words"], np.cumsum(data["word_counts"])[:-1])
        known = {name: names[rows].tolist() for name, rows in zip(ids, words, strict=True)}
        asked = _asked(data, ids, names) if "asked" in data else {}
        if str(data["embedder"]) != embedder:
            return Prepared(known, asked, {})
        vectors = normalised(data["vectors"].astype(np.float32))
        parts = np.split(vectors, np.cumsum(data["text_counts"])[:-1])
        return Prepared(known, asked, dict(zip(ids, parts, strict=True)))


def _asked(data: Mapping[str, Any], ids: Sequence[str], names: NDArray[Any]) -> dict[str, list[list[str]]]:
    rows = iter(np.split(data["asked"], np.cumsum(data["asked_counts"])[:-1]))
    counts = data["way_counts"].tolist()
    return {name: [names[next(rows)].tolist() for _ in range(count)] for name, count in zip(ids, counts, strict=True)}
