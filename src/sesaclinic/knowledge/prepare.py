"""Words and vectors of the shipped passages, made once at installation: `python -m sesaclinic.knowledge.prepare`.

Analysing every passage takes ten seconds or more; reading what was prepared takes a tenth of one. An entry belongs to a
passage's words by its id, so what changed since is simply analysed again at start.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from sesaclinic.domain import Lang
from sesaclinic.knowledge.corpus import load_articles, load_sources, shipped_knowledge
from sesaclinic.knowledge.embedders.base import Vectors
from sesaclinic.knowledge.embedders.static import StaticEmbedder
from sesaclinic.knowledge.lexical import documents, wordings
from sesaclinic.knowledge.passages import PassageRecord, passages_of
from sesaclinic.knowledge.prepared import FILE
from sesaclinic.knowledge.semantic import parts_of
from sesaclinic.knowledge.vocabulary import LANGS


def prepare(folder: Path) -> Path:
    """Analyse every passage of the articles in `folder` and write the file beside them."""
    embedder = StaticEmbedder()
    passages = passages_of(load_articles(folder), load_sources(folder))
    vocabulary: dict[str, int] = {}
    ids, words, asked, vectors = [], [], [], []
    for lang in LANGS:
        spoken = [passage for passage in passages if passage.lang == lang]
        ids += [passage.id for passage in spoken]
        for document in documents(spoken, lang):
            words.append([vocabulary.setdefault(word, len(vocabulary)) for word in document])
        for ways in wordings(spoken, lang):
            asked.append([[vocabulary.setdefault(word, len(vocabulary)) for word in way] for way in ways])
        vectors += list(_vectors(embedder, spoken, lang))
    path = folder / FILE
    temporary = path.with_suffix(".tmp.npz")
    np.savez_compressed(
        temporary,
        ids=np.array("\n".join(ids)),
        vocabulary=np.array("\n".join(vocabulary)),
        words=np.concatenate([np.array(document, dtype=np.int32) for document in words]),
        word_counts=np.array([len(document) for document in words]),
        asked=np.array([word for ways in asked for way in ways for word in way], dtype=np.int32),
        asked_counts=np.array([len(way) for ways in asked for way in ways]),
        way_counts=np.array([len(ways) for ways in asked]),
        embedder=np.array(embedder.name),
        # rows have length 1, so a step of 1/127 loses nothing that a rank would show
        vectors=np.round(np.vstack(vectors) * 127).astype(np.int8),
        text_counts=np.array([len(rows) for rows in vectors]),
    )
    temporary.replace(path)
    return path


def _vectors(embedder: StaticEmbedder, passages: Sequence[PassageRecord], lang: Lang) -> Iterator[Vectors]:
    texts = [parts_of(passage) for passage in passages]
    if texts:
        flat = embedder.embed([text for group in texts for text in group], "passage", lang)
        yield from np.split(flat, np.cumsum([len(group) for group in texts])[:-1])


if __name__ == "__main__":
    sys.stdout.write(f"prepared {prepare(shipped_knowledge())}\n")
