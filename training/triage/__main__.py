"""The command: write assets/models/danger.npz and its card."""

from __future__ import annotations

import argparse
import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray

from sesaclinic.consult.triage import signs_triage
from sesaclinic.domain import TriageLevel
from sesaclinic.knowledge.corpus import load_articles, shipped_knowledge
from training.linear import Examples, fit_linear

_SERIOUS: Final = ("urgent", "doctor")
_EVERYDAY: Final = ("answer", "caution")
_WRITTEN_WEIGHT: Final = 4.0  # the everyday look-alikes were written to be hard
_FALSE_ALARMS: Final = 0.005  # of the articles' everyday questions; the signs alone raise about as many


def main() -> None:
    parser = argparse.ArgumentParser(description="Teach what sounds serious.")
    parser.add_argument("--out", type=Path, default=Path("src/sesaclinic/assets/models"))
    arguments = parser.parse_args()
    taught = examples()
    arrays, log_odds = fit_linear(taught, "ko")
    everyday, serious = taught.kinds == "articles", taught.labels == 1
    threshold = float(np.quantile(log_odds[everyday], 1 - _FALSE_ALARMS))
    # the threshold is part of the bias, so that 0 is the line as in every such model
    arrays["bias_ko"] = np.float32(arrays["bias_ko"] - threshold)
    model = arguments.out / "danger.npz"
    np.savez_compressed(model, **arrays)
    card = {
        "name": "danger",
        "version": date.today().strftime("%Y.%m.%d"),
        "file": model.name,
        "sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
        "task": "whether a Korean question should be sent to a doctor though no sign of the triage files is in it",
        "command": "python -m training.triage",
        "licence": "AGPL-3.0-or-later",
        "data": {kind: int((taught.kinds == kind).sum()) for kind in sorted(set(taught.kinds))},
        "metrics": {
            "recall": round(float((log_odds[serious] >= threshold).mean()), 4),
            "false_alarms_articles": round(float((log_odds[everyday] >= threshold).mean()), 4),
            "false_alarms_written": round(float((log_odds[taught.kinds == "written_everyday"] >= threshold).mean()), 4),
            "recall_with_signs": round(float(np.mean(_either(taught, log_odds, threshold))), 4),
            "note": "five-fold; the majority baseline has recall 0 and no false alarm",
        },
    }
    (arguments.out / "danger.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(card["metrics"]))


def examples() -> Examples:
    """Written questions, and the articles' ways of asking outside warning signs."""
    written = yaml.safe_load((Path(__file__).parent / "questions.ko.yaml").read_text(encoding="utf-8"))
    rows: list[tuple[str, int, float, str]] = []
    rows += [(str(text), 1, 1.0, "written_serious") for kind in _SERIOUS for text in written[kind]]
    rows += [(str(text), 0, _WRITTEN_WEIGHT, "written_everyday") for kind in _EVERYDAY for text in written[kind]]
    for article in load_articles(shipped_knowledge()):
        if article.lang == "ko" and "redflag" not in article.topics:
            rows += [
                (ask, 0, 1.0, "articles")
                for block in article.blocks
                for ask in block.asks
                if block.section != "see_doctor" and _calm(ask)
            ]
    texts, labels, weights, kinds = zip(*rows, strict=True)
    chance = np.random.default_rng(1).integers(0, 5, len(texts))
    return Examples(list(texts), np.array(labels), np.array(weights), chance, np.array(kinds, dtype=np.str_))


def _calm(question: str) -> bool:
    return signs_triage(question, "ko").level in (TriageLevel.NONE, TriageLevel.CAUTION)


def _either(taught: Examples, log_odds: NDArray[Any], threshold: float) -> list[bool]:
    """Serious questions found by the signs or by the model."""
    return [
        odds >= threshold or signs_triage(text, "ko").level in (TriageLevel.DOCTOR, TriageLevel.URGENT)
        for text, label, odds in zip(taught.texts, taught.labels, log_odds, strict=True)
        if label == 1
    ]


if __name__ == "__main__":
    main()
