"""The command: write assets/models/scope.npz and retrieval.json."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from sesaclinic.domain import Lang
from sesaclinic.knowledge.corpus import load_articles, load_sources, shipped_knowledge
from sesaclinic.knowledge.embedders.static import StaticEmbedder
from sesaclinic.knowledge.lexical import LexicalIndex, documents
from sesaclinic.knowledge.passages import PassageRecord, passages_of
from sesaclinic.knowledge.retrieve import Calibration, Ear, Logistic, Retriever, Where
from sesaclinic.knowledge.semantic import SemanticIndex
from sesaclinic.knowledge.stores.faiss import FaissStore
from training.card import write_card
from training.embedder.pairs import held_out
from training.linear import Examples, fit_linear
from training.retrieval.scope import ASKED, BEYOND, examples

# Of our own questions that must still be answered. Held out, a way to ask has lost the words that its passage had from
# it, so that more than this share is answered in use; of the whole questions that Korean has more are asked for.
_KEEP: Final[dict[Lang, float]] = {"ko": 0.99, "en": 0.98, "ja": 0.98, "zh": 0.98}
_BEYOND_WEIGHT: Final = 10.0  # a hundred questions that sound like ours, beside thousands that do not
_LANGS: Final[tuple[Lang, ...]] = ("ko", "en", "ja", "zh")


def main() -> None:
    parser = argparse.ArgumentParser(description="Teach what is ours, and when a search is sure.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("src/sesaclinic/assets/models"))
    arguments = parser.parse_args()
    folder = shipped_knowledge()
    passages = passages_of(load_articles(folder), load_sources(folder))
    arrays: dict[str, NDArray[Any]] = {}
    record: dict[str, Any] = {
        "task": "whether a question is about skin, and whether a search that found a passage is sure of it",
        "command": "python -m training.retrieval",
        "licence": "AGPL-3.0-or-later",
        "calibration": {},
        "metrics": {},
        "note": "all figures on folds that the model did not see; answering everything reaches inside 1, outside 0",
    }
    for lang in _LANGS:
        spoken = [passage for passage in passages if passage.lang == lang]
        taught = examples(spoken, lang, arguments.data)
        model, log_odds = fit_linear(taught, lang)
        arrays |= model
        retriever, unseen = held_out_search(spoken, lang, dict(zip(taught.texts, log_odds.tolist(), strict=True)))
        seen = evidence(retriever, unseen, taught)
        fitted, threshold = fit(seen, lang)
        record["calibration"][lang] = {
            "answerable": coefficients(fitted),
            "relevant": coefficients(relevance(retriever, unseen)),
            "threshold": round(threshold, 4),
            "cosines": cosines(spoken, lang),
        }
        record["metrics"][lang] = scope_report(taught, log_odds) | confidence_report(seen, lang)
    model_file = arguments.out / "scope.npz"
    np.savez_compressed(model_file, **arrays)  # type: ignore[arg-type] # numpy types its keywords as bool
    write_card(arguments.out / "retrieval.json", model_file, "retrieval", record)
    print(json.dumps(record, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Evidence:
    """features: similarity, coverage, scope and strange things of each question. kinds: inside, outside or beyond."""

    features: NDArray[np.float64]
    kinds: NDArray[np.str_]

    def __getitem__(self, rows: NDArray[np.bool_]) -> Evidence:
        return Evidence(self.features[rows], self.kinds[rows])


def held_out_search(
    passages: Sequence[PassageRecord], lang: Lang, scope: Mapping[str, float]
) -> tuple[Retriever, list[PassageRecord]]:
    """A search that does not know the held-out questions, and the passages that have such a question.

    scope: of each question, the log-odds from a model that did not see it.
    """
    unseen = [replace(p, asks=tuple(a for a in p.asks if a != held_out(p))) for p in passages]
    embedder = StaticEmbedder()
    semantic = SemanticIndex(unseen, lang, embedder, FaissStore(embedder.dim))
    semantic.fill(unseen, {})
    lexical = LexicalIndex(list(documents(unseen, lang)), lang)
    unmeasured = Calibration(Logistic(0, 1, 1), Logistic(0, 1, 1), 0)
    retriever = Retriever(
        unseen, lexical, semantic, unmeasured, Ear(subject=scope.__getitem__, danger=lambda question: 0.0)
    )
    return retriever, [passage for passage in passages if held_out(passage)]


def evidence(retriever: Retriever, passages: Sequence[PassageRecord], taught: Examples) -> Evidence:
    """What is known of held-out ways to ask and of questions (inside), of everybody else's (outside), and of those that
    nobody wrote on (beyond)."""
    texts = np.array(taught.texts)
    inside = [held_out(passage) or "" for passage in passages] + texts[taught.kinds == ASKED].tolist()
    outside = [str(text) for text in texts[(taught.labels == 0) & (taught.kinds != BEYOND)]]
    outside = outside[:: max(1, len(outside) // (2 * len(inside)))]
    beyond = [str(text) for text in texts[taught.kinds == BEYOND]]
    rows = [astuple(retriever.evidence(question)) for question in (*inside, *outside, *beyond)]
    kinds = ["inside"] * len(inside) + ["outside"] * len(outside) + [BEYOND] * len(beyond)
    return Evidence(np.array(rows), np.array(kinds, dtype=np.str_))


def relevance(retriever: Retriever, passages: Sequence[PassageRecord]) -> LogisticRegression:
    """Whether a passage found for a held-out question is on a topic of the passage the question belongs to."""
    rows, labels = [], []
    for passage in passages:
        for hit in retriever.retrieve(held_out(passage) or "", top=10, where=Where(sure=False)):
            rows.append((max(hit.parts["similarity"], 0.0), hit.parts["coverage"]))
            labels.append(passage.topics[0] in hit.passage.topics)
    return LogisticRegression().fit(np.array(rows), np.array(labels))


def cosines(passages: Sequence[PassageRecord], lang: Lang) -> tuple[float, float]:
    """Mean cosine of ways to ask for two passages, and for one; what other embedders are scaled to."""
    asked = [passage for passage in passages if len(passage.asks) > 1]
    embedder = StaticEmbedder()
    first = embedder.embed([passage.asks[0] for passage in asked], "question", lang)
    second = embedder.embed([passage.asks[1] for passage in asked], "passage", lang)
    table = first @ second.T
    unrelated = (table.sum() - np.trace(table)) / (table.size - len(table))
    return round(float(unrelated), 4), round(float(np.mean(np.diag(table))), 4)


def coefficients(fitted: LogisticRegression) -> dict[str, float]:
    """As `Logistic` reads them."""
    names = ("similarity", "coverage", "scope", "strange")
    weights = {name: round(float(weight), 4) for name, weight in zip(names, fitted.coef_[0], strict=False)}
    return {"bias": round(float(fitted.intercept_[0]), 4), **weights}


def fit(seen: Evidence, lang: Lang) -> tuple[LogisticRegression, float]:
    """The logistic, and the probability below which nothing is shown."""
    ours = seen.kinds == "inside"
    weights = np.where(seen.kinds == BEYOND, _BEYOND_WEIGHT, 1.0)
    fitted = LogisticRegression(class_weight="balanced", max_iter=400).fit(seen.features, ours, sample_weight=weights)
    return fitted, float(np.quantile(fitted.predict_proba(seen.features[ours])[:, 1], 1 - _KEEP[lang]))


def scope_report(taught: Examples, log_odds: NDArray[np.float64]) -> dict[str, float]:
    """Share of each kind of text that scope takes for ours."""
    return {f"scope_{kind}": round(float((log_odds[taught.kinds == kind] > 0).mean()), 4) for kind in set(taught.kinds)}


def confidence_report(seen: Evidence, lang: Lang) -> dict[str, float]:
    """Two-fold: share of inside questions answered, of outside and of beyond ones declined."""
    fold = np.arange(len(seen.kinds)) % 2
    sure = np.zeros(len(seen.kinds), dtype=bool)
    for test in (0, 1):
        fitted, threshold = fit(seen[fold != test], lang)
        sure[fold == test] = fitted.predict_proba(seen.features[fold == test])[:, 1] >= threshold
    counts: dict[str, float] = {kind: int((seen.kinds == kind).sum()) for kind in ("inside", "outside", BEYOND)}
    answered = {kind: float(sure[seen.kinds == kind].mean()) for kind in counts}
    return counts | {
        "inside_answered": round(answered["inside"], 4),
        "outside_declined": round(1 - answered["outside"], 4),
        "beyond_declined": round(1 - answered[BEYOND], 4),
    }


if __name__ == "__main__":
    main()
