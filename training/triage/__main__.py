"""The command: write assets/models/danger.npz and its card."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray

from sesaclinic.consult.triage import signs_triage
from sesaclinic.domain import Lang, TriageLevel
from sesaclinic.knowledge.corpus import load_articles, shipped_knowledge
from sesaclinic.knowledge.vocabulary import LANGS
from training.card import write_card
from training.linear import Examples, fit_linear

_SERIOUS: Final = ("urgent", "doctor")
_EVERYDAY: Final = ("answer", "caution")
_CALM: Final = (TriageLevel.NONE, TriageLevel.CAUTION)
_SENT: Final = (TriageLevel.DOCTOR, TriageLevel.URGENT)
_WRITTEN_WEIGHT: Final = 4.0  # the everyday look-alikes were written to be hard
# at most: of the articles' everyday questions, where the signs alone raise about as many; and of the look-alikes
_FALSE_ALARMS: Final = {"articles": 0.005, "written_everyday": 0.03}


def main() -> None:
    parser = argparse.ArgumentParser(description="Teach what sounds serious.")
    parser.add_argument("--out", type=Path, default=Path("src/sesaclinic/assets/models"))
    arguments = parser.parse_args()
    arrays: dict[str, Any] = {}
    model = arguments.out / "danger.npz"
    card: dict[str, Any] = {
        "task": "whether a question should be sent to a doctor though no sign of the triage files is in it",
        "command": "python -m training.triage",
        "licence": "AGPL-3.0-or-later",
        "data": {},
        "metrics": {},
        "note": "five-fold; the majority baseline has recall 0 and no false alarm",
    }
    for lang in LANGS:
        taught = examples(lang)
        fitted, log_odds = fit_linear(taught, lang)
        threshold = max(
            float(np.quantile(log_odds[taught.kinds == kind], 1 - alarms)) for kind, alarms in _FALSE_ALARMS.items()
        )
        # the threshold is part of the bias, so that 0 is the line as in every such model
        fitted[f"bias_{lang}"] = np.float32(fitted[f"bias_{lang}"] - threshold)
        arrays |= fitted
        card["data"][lang] = {kind: int((taught.kinds == kind).sum()) for kind in sorted(set(taught.kinds))}
        card["metrics"][lang] = report(taught, log_odds >= threshold, lang)
    np.savez_compressed(model, **arrays)
    write_card(arguments.out / "danger.json", model, "danger", card)
    print(json.dumps(card["metrics"]))


def examples(lang: Lang) -> Examples:
    """Written questions of one language, and the articles' ways of asking outside warning signs."""
    written = yaml.safe_load((Path(__file__).parent / f"questions.{lang}.yaml").read_text(encoding="utf-8"))
    rows: list[tuple[str, int, float, str]] = []
    rows += [(str(text), 1, 1.0, "written_serious") for kind in _SERIOUS for text in written[kind]]
    rows += [(str(text), 0, _WRITTEN_WEIGHT, "written_everyday") for kind in _EVERYDAY for text in written[kind]]
    for article in load_articles(shipped_knowledge()):
        if article.lang == lang and "redflag" not in article.topics:
            rows += [
                (ask, 0, 1.0, "articles")
                for block in article.blocks
                for ask in block.asks
                if block.section != "see_doctor" and signs_triage(ask, lang).level in _CALM
            ]
    texts, labels, weights, kinds = zip(*rows, strict=True)
    chance = np.random.default_rng(1).integers(0, 5, len(texts))
    return Examples(list(texts), np.array(labels), np.array(weights), chance, np.array(kinds, dtype=np.str_))


def report(taught: Examples, alarmed: NDArray[np.bool_], lang: Lang) -> dict[str, float]:
    """Recall of the model alone and with the signs, and shares of everyday questions that it takes for serious."""
    serious = taught.labels == 1
    signed = np.array([signs_triage(text, lang).level in _SENT for text in taught.texts])
    return {
        "recall": round(float(alarmed[serious].mean()), 4),
        "false_alarms_articles": round(float(alarmed[taught.kinds == "articles"].mean()), 4),
        "false_alarms_written": round(float(alarmed[taught.kinds == "written_everyday"].mean()), 4),
        "recall_with_signs": round(float((alarmed | signed)[serious].mean()), 4),
    }


if __name__ == "__main__":
    main()
