"""How fast a question finds its passages: `make bench-retrieval`.

The shipped Korean passages are taken apart and put together again, at 1,000 and at 100,000: words and vectors of one
passage come from several, with a little noise, and every second passage gets a word of its own, so that rare words,
misspellings and neighbours are as many as in a library of that size. What is timed is the whole search: analysing the
question, its vector, BM25, FAISS, fusion and the calibrated answer. Two threads; times depend on the machine.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import replace

import faiss
import numpy as np

from sesaclinic.knowledge.corpus import load_articles, load_sources, shipped_knowledge
from sesaclinic.knowledge.embedders.base import Vectors, normalised
from sesaclinic.knowledge.embedders.static import StaticEmbedder
from sesaclinic.knowledge.lexical import LexicalIndex
from sesaclinic.knowledge.passages import PassageRecord, passages_of
from sesaclinic.knowledge.prepared import Prepared, read_prepared
from sesaclinic.knowledge.retrieve import Ear, Retriever, calibration_for
from sesaclinic.knowledge.semantic import SemanticIndex
from sesaclinic.knowledge.stores.faiss import FaissStore

THREADS = 2
QUESTIONS = 200
NOISE = 0.03  # of a vector's length, in each of its numbers
SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호"


def main() -> None:
    """Measure each size and print."""
    parser = argparse.ArgumentParser(description="Latency of the search.")
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 100_000], help="how many passages")
    faiss.omp_set_num_threads(THREADS)
    folder = shipped_knowledge()
    shipped = [p for p in passages_of(load_articles(folder), load_sources(folder)) if p.lang == "ko"]
    embedder = StaticEmbedder()
    prepared = read_prepared(embedder.name)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {QUESTIONS} questions, one at a time")
    for size in parser.parse_args().sizes:
        _measure(_retriever(shipped, prepared, embedder, size), _questions(shipped), size)


def _questions(shipped: Sequence[PassageRecord]) -> list[str]:
    """Ways of asking for shipped passages, every fifth with a syllable mistyped."""
    rng = np.random.default_rng(2)
    asked = [ask for passage in shipped for ask in passage.asks]
    questions = [asked[row] for row in rng.choice(len(asked), QUESTIONS, replace=False)]
    for number in range(0, QUESTIONS, 5):
        place = int(rng.integers(len(questions[number])))
        questions[number] = questions[number][:place] + SYLLABLES[number % 14] + questions[number][place + 1 :]
    return questions


def _retriever(shipped: Sequence[PassageRecord], prepared: Prepared, embedder: StaticEmbedder, size: int) -> Retriever:
    rng = np.random.default_rng(1)
    passages, words, store = [], [], FaissStore(embedder.dim)
    for number in range(size):
        first, *others = (shipped[row] for row in rng.integers(0, len(shipped), 3))
        record = replace(first, id=f"{number:016x}", article=f"generated-{number // 12}")
        passages.append(record)
        words.append(_words([first, *others], prepared, rng))
        vectors = _vectors([first, *others], prepared, rng)
        store.upsert([f"{record.id}:{place}" for place in range(len(vectors))], vectors)
    semantic = SemanticIndex(passages, "ko", embedder, store)
    return Retriever(passages, LexicalIndex(words, "ko"), semantic, calibration_for("ko"), Ear.shipped("ko"))


def _words(parts: Sequence[PassageRecord], prepared: Prepared, rng: np.random.Generator) -> list[str]:
    """A third of each passage's words, and for every second passage one that no other has."""
    words = [str(word) for part in parts for word in rng.permutation(list(prepared.words[part.id]))[::3]]
    own = "".join(SYLLABLES[place] for place in rng.integers(0, len(SYLLABLES), 4))
    return [*words, own] if rng.random() < 0.5 else words


def _vectors(parts: Sequence[PassageRecord], prepared: Prepared, rng: np.random.Generator) -> Vectors:
    """As many vectors as the first passage has, each a little aside of one of any of them."""
    pool = np.vstack([prepared.vectors[part.id] for part in parts])
    chosen = pool[rng.integers(0, len(pool), len(prepared.vectors[parts[0].id]))]
    return normalised(chosen + NOISE * rng.standard_normal(chosen.shape).astype(np.float32))


def _measure(retriever: Retriever, questions: Sequence[str], size: int) -> None:
    start = time.perf_counter()
    retriever.retrieve("피부", top=5)  # builds the index and loads the analyser
    ready = time.perf_counter() - start
    times, answered = [], 0
    for question in questions:
        start = time.perf_counter()
        answered += bool(retriever.retrieve(question, top=5))
        times.append((time.perf_counter() - start) * 1000)
    p50, p95 = np.percentile(times, (50, 95))
    print(
        f"{size:8,} passages   p50 {p50:5.1f} ms   p95 {p95:5.1f} ms   "
        f"answered {answered}/{len(questions)}   first question {ready:.1f} s"
    )


if __name__ == "__main__":
    main()
