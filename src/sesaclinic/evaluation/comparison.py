"""Embedders and stores side by side, on the shipped articles."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

import numpy as np

from sesaclinic.domain import Lang
from sesaclinic.errors import ServiceError
from sesaclinic.evaluation.statistics import rounded
from sesaclinic.knowledge.corpus import load_articles, load_sources, shipped_knowledge
from sesaclinic.knowledge.embedders import open_embedder
from sesaclinic.knowledge.passages import PassageRecord, passages_of
from sesaclinic.knowledge.stores import collection_name, open_store
from sesaclinic.settings import KnowledgeSettings

_QUERIES: Final = 50  # enough for a median
_ASKED: Final = 60  # vectors a query looks up, as the search does


def compare_embedders(names: Iterable[str], lang: Lang, limit: int | None) -> Iterator[dict[str, Any]]:
    """Quality, speed, memory and size of each embedder; one that cannot be opened says why.

    hit@1 and mrr: each passage's first way of asking must find that passage by its other texts. The built-in embedder
    has seen these pairs in training; its figures on unseen ones stand in its card.
    """
    passages = [p for p in _passages(lang) if len(p.asks) > 1][:limit]
    for name in names:
        try:
            yield {"embedder": name, **_embedder(KnowledgeSettings(embedder=name), passages, lang)}
        except ServiceError as error:
            yield {"embedder": name, "error": error.as_dict()}


def compare_stores(settings: Iterable[KnowledgeSettings], count: int, dim: int) -> Iterator[dict[str, Any]]:
    """Build time, query time and recall of each store on `count` generated vectors."""
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((count, dim)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    queries = vectors[rng.integers(0, count, _QUERIES)] + 0.1 * rng.standard_normal((_QUERIES, dim)).astype(np.float32)
    best = [set(np.argsort(-(vectors @ query))[:10]) for query in queries]
    for setting in settings:
        try:
            yield {"store": setting.store, **_store(setting, vectors, queries, best)}
        except ServiceError as error:
            yield {"store": setting.store, "error": error.as_dict()}


def _passages(lang: Lang) -> list[PassageRecord]:
    folder = shipped_knowledge()
    return [p for p in passages_of(load_articles(folder), load_sources(folder)) if p.lang == lang]


def _embedder(settings: KnowledgeSettings, passages: Sequence[PassageRecord], lang: Lang) -> dict[str, Any]:
    before = _resident_mb()
    started = time.perf_counter()
    embedder = open_embedder(settings)
    embedder.embed([passages[0].heading], "question", lang)
    load_s = time.perf_counter() - started
    texts = [f"{passage.heading} {' '.join(passage.asks[1:])} {passage.text}" for passage in passages]
    started = time.perf_counter()
    held = embedder.embed(texts, "passage", lang)
    per_passage_ms = (time.perf_counter() - started) / len(texts) * 1000
    asked = embedder.embed([passage.asks[0] for passage in passages], "question", lang)
    times = []
    for passage in passages[:_QUERIES]:
        started = time.perf_counter()
        embedder.embed([passage.asks[0]], "question", lang)
        times.append((time.perf_counter() - started) * 1000)
    scores = asked @ held.T
    ranks = (scores > np.diag(scores)[:, None]).sum(axis=1) + 1
    return {
        "passages": len(passages),
        "dim": embedder.dim,
        "hit@1": rounded(np.mean(ranks == 1)),
        "mrr": rounded(np.mean(1 / ranks)),
        "load_s": rounded(load_s),
        "question_ms_p50": rounded(median(times)),
        "passage_ms": rounded(per_passage_ms),
        "memory_mb": rounded(_resident_mb() - before),
    }


def _store(
    settings: KnowledgeSettings, vectors: np.ndarray[Any, Any], queries: np.ndarray[Any, Any], best: list[set[int]]
) -> dict[str, Any]:
    count, dim = vectors.shape
    store = open_store(settings, collection_name("comparison", "ko"), dim)
    try:
        store.delete(store.ids())
        before = _resident_mb()
        started = time.perf_counter()
        store.upsert([str(i) for i in range(count)], vectors)
        store.search(queries[0], _ASKED)  # a store may build its index on the first question
        build_s = time.perf_counter() - started
        times, found = [], []
        for query, wanted in zip(queries, best, strict=True):
            started = time.perf_counter()
            hits = store.search(query, _ASKED)
            times.append((time.perf_counter() - started) * 1000)
            found.append(len(wanted & {int(name) for name, _ in hits[:10]}) / len(wanted))
        memory = _resident_mb() - before
        store.delete(store.ids())
    finally:
        store.close()
    return {
        "vectors": count,
        "dim": dim,
        "build_s": rounded(build_s),
        "query_ms_p50": rounded(median(times)),
        "recall@10": rounded(np.mean(found)),
        "memory_mb": rounded(memory),
    }


def _resident_mb() -> float:
    """Memory of this process, from the kernel; 0 where it does not say."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)
