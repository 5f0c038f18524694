"""The command: write assets/models/choice.npz and its card."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, astuple
from pathlib import Path

import numpy as np
import yaml

from sesaclinic.consult.choice import FEATURES, FILE, POOL, seen_of
from sesaclinic.consult.desk import Desk
from sesaclinic.consult.evidence import Evidence
from sesaclinic.consult.understand import understand
from sesaclinic.evaluation.statistics import interval
from sesaclinic.knowledge import KnowledgeBase, Where
from sesaclinic.settings import Settings
from training.card import write_card
from training.choice.fit import Search, fitted, folded, surety
from training.choice.questions import Labelled, labelled

_BEYOND = Path(__file__).parents[1] / "retrieval" / "beyond.yaml"


def main() -> None:
    parser = argparse.ArgumentParser(description="Teach which passage answers.")
    parser.add_argument("--out", type=Path, default=Path("src/sesaclinic/assets/models"))
    arguments = parser.parse_args()
    found = list(searches())
    model, outcome = fitted(found), folded(found)
    right = outcome.right[outcome.answerable]
    ours = [search.right for search in found if search.answerable]
    sure = surety(outcome)
    record = {
        "task": "which of the passages found answers a question",
        "command": "python -m training.choice",
        "licence": "AGPL-3.0-or-later",
        "weights": dict(zip(FEATURES, np.round(model.weights, 3).tolist(), strict=True)),
        "surety": asdict(sure),
        "metrics": {
            "questions": len(found),
            "answerable": len(right),
            "right": round(float(right.mean()), 3),
            "right_interval": interval(len(right), lambda rows: float(right[rows].mean())),
            "first_of_search": round(float(np.mean([rows[0] for rows in ours])), 3),
            "among_found": round(float(np.mean([rows.any() for rows in ours])), 3),
        },
        "note": "shares of the questions that some passage answers; right: chosen by models that did not see the fold",
    }
    file = arguments.out / FILE
    np.savez(file, means=model.means, scales=model.scales, weights=model.weights, surety=np.array(astuple(sure)))
    write_card(file.with_suffix(".json"), file, "choice", record)
    print(json.dumps(record["metrics"]))


def searches() -> Iterator[Search]:
    """What the search finds for each labelled question, and for those of `beyond.yaml`, which nothing answers."""
    knowledge = KnowledgeBase.load(Settings())
    beyond = yaml.safe_load(_BEYOND.read_text(encoding="utf-8"))["ko"]
    for one in [*labelled(), *(Labelled(question, frozenset()) for question in beyond)]:
        desk = Desk(knowledge, Evidence(), "ko")
        hits = desk.search(one.question, POOL, Where(sure=False))
        if hits:
            right = np.array([f"{hit.passage.article}/{hit.passage.heading}" in one.passages for hit in hits])
            seen = seen_of(one.question, hits, understand(one.question, (), "ko"), desk)
            yield Search(seen, right, answerable=bool(one.passages))


if __name__ == "__main__":
    main()
