"""The command: write assets/models/choice.json."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sesaclinic.consult.choice import CARD, FEATURES, POOL, seen_of
from sesaclinic.consult.desk import Desk
from sesaclinic.consult.evidence import Evidence
from sesaclinic.consult.understand import understand
from sesaclinic.evaluation.statistics import interval
from sesaclinic.knowledge import KnowledgeBase, Where
from sesaclinic.settings import Settings
from training.choice.fit import Search, fitted, folded

_QUESTIONS = Path(__file__).parent / "questions.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description="Teach which passage answers.")
    parser.add_argument("--out", type=Path, default=Path("src/sesaclinic/assets/models"))
    arguments = parser.parse_args()
    found = list(searches(_QUESTIONS))
    model, right = fitted(found), folded(found)
    record = {
        "task": "which of the passages found answers a question",
        "command": "python -m training.choice",
        "data": "training/choice/questions.jsonl, written for it",
        "licence": "AGPL-3.0-or-later",
        **{
            part: dict(zip(FEATURES, np.round(values, 4).tolist(), strict=True))
            for part, values in (("means", model.means), ("scales", model.scales), ("weights", model.weights))
        },
        "metrics": {
            "n": len(found),
            "right": round(float(right.mean()), 3),
            "right_interval": interval(len(right), lambda rows: float(right[rows].mean())),
            "right_first_of_search": round(float(np.mean([search.right[0] for search in found])), 3),
            "right_among_found": round(float(np.mean([search.right.any() for search in found])), 3),
        },
        "note": "right: on folds that the model did not see; right_first_of_search is the baseline",
    }
    (arguments.out / CARD).write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(record["metrics"]))


def searches(path: Path) -> Iterator[Search]:
    """What the search finds for each question that a passage answers."""
    knowledge = KnowledgeBase.load(Settings())
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        desk = Desk(knowledge, Evidence(), "ko")
        hits = desk.search(row["question"], POOL, Where(sure=False))
        if row["passages"] and hits:
            right = [f"{hit.passage.article}/{hit.passage.heading}" in row["passages"] for hit in hits]
            yield Search(seen_of(row["question"], hits, understand(row["question"], (), "ko"), desk), np.array(right))


if __name__ == "__main__":
    main()
