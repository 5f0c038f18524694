"""The command: write assets/models/choice.json."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np

from sesaclinic.consult.choice import CARD, FEATURES, POOL, seen_of
from sesaclinic.consult.desk import Desk
from sesaclinic.consult.evidence import Evidence
from sesaclinic.consult.understand import understand
from sesaclinic.evaluation.statistics import interval
from sesaclinic.knowledge import KnowledgeBase, Where
from sesaclinic.settings import Settings
from training.choice.fit import Search, fitted, folded, surety

_QUESTIONS = Path(__file__).parent / "questions.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description="Teach which passage answers.")
    parser.add_argument("--out", type=Path, default=Path("src/sesaclinic/assets/models"))
    arguments = parser.parse_args()
    found = list(searches(_QUESTIONS))
    answerable = np.array([search.answerable for search in found])
    model, outcome = fitted(found), folded(found)
    right = outcome.right[answerable]
    ours = [search.right for search in found if search.answerable]
    record = {
        "task": "which of the passages found answers a question",
        "command": "python -m training.choice",
        "data": "training/choice/questions.jsonl, written for it",
        "licence": "AGPL-3.0-or-later",
        **{
            part: dict(zip(FEATURES, np.round(values, 4).tolist(), strict=True))
            for part, values in (("means", model.means), ("scales", model.scales), ("weights", model.weights))
        },
        "surety": asdict(surety(outcome)),
        "metrics": {
            "n": len(right),
            "right": round(float(right.mean()), 3),
            "right_interval": interval(len(right), lambda rows: float(right[rows].mean())),
            "right_first_of_search": round(float(np.mean([rows[0] for rows in ours])), 3),
            "right_among_found": round(float(np.mean([rows.any() for rows in ours])), 3),
        },
        "note": "right: on folds that the model did not see; right_first_of_search is the baseline",
    }
    (arguments.out / CARD).write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(record["metrics"]))


def searches(path: Path) -> Iterator[Search]:
    """What the search finds for each question."""
    knowledge = KnowledgeBase.load(Settings())
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        desk = Desk(knowledge, Evidence(), "ko")
        hits = desk.search(row["question"], POOL, Where(sure=False))
        if hits:
            right = np.array([f"{hit.passage.article}/{hit.passage.heading}" in row["passages"] for hit in hits])
            seen = seen_of(row["question"], hits, understand(row["question"], (), "ko"), desk)
            yield Search(seen, right, answerable=bool(row["passages"]))


if __name__ == "__main__":
    main()
