"""The command: measure with questions held out, train on everything, write weights and card."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from sesaclinic.knowledge.corpus import load_articles, load_sources, shipped_knowledge
from sesaclinic.knowledge.embedders.static import CARD
from sesaclinic.knowledge.passages import passages_of
from training.card import write_card
from training.embedder.measure import held_out_retrieval, similarity
from training.embedder.model import Recipe
from training.embedder.pairs import passage_groups, public_groups, similarity_pairs
from training.embedder.train import Table, train


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the built-in embedder.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("src/sesaclinic/assets/models"))
    parser.add_argument("--steps", type=int, default=Recipe().steps)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    recipe = Recipe(steps=arguments.steps)
    folder = shipped_knowledge()
    passages = passages_of(load_articles(folder), load_sources(folder))
    public = public_groups(arguments.data / "text")

    partial = passage_groups(passages, hold_out=True)
    table = train(partial, public, recipe)
    metrics = {
        "held_out_questions": held_out_retrieval(table, passages, partial),
        "korsts_test": similarity(table, similarity_pairs(arguments.data / "text" / "korsts" / "sts-test.tsv")),
    }
    print(json.dumps(metrics))
    whole = train(passage_groups(passages, hold_out=False), public, recipe)
    write(whole, arguments.out, recipe, metrics, len(passages))


def write(table: Table, out: Path, recipe: Recipe, metrics: dict[str, dict[str, float]], passages: int) -> None:
    """Weights as int8 with a scale a row, and the card."""
    scales = np.maximum(np.abs(table.vectors).max(axis=1), 1e-6) / 127
    path = out / "embedder.npz"
    np.savez_compressed(
        path,
        features=np.frombuffer("\n".join(table.features).encode(), dtype=np.uint8),
        vectors=np.round(table.vectors / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float16),
    )
    card = {
        "task": "embed questions and passages so that inner products say how near their meanings are",
        "input": "text in ko, en, ja or zh; Kiwi morphemes with the product's word groups, runs of letters",
        "dim": recipe.dim,
        "features": len(table.features),
        "licence": "CC-BY-SA-4.0",
        "licence_reason": "trained on share-alike data: ParaKQC, KorSTS and KLUE-STS (CC BY-SA 4.0)",
        "training": {
            "command": "python -m training.embedder",
            "recipe": asdict(recipe),
            "data": {
                "passages": f"{passages} passages of the shipped articles: headings, ways to ask, texts",
                "parakqc": "1,000 groups of ten Korean paraphrases, CC BY-SA 4.0",
                "korsts": "train pairs scored 4 and above, CC BY-SA 4.0",
                "klue-sts": "validation pairs scored 4 and above, CC BY-SA 4.0",
                "kiwi": "starting vectors of words from the morpheme similarities of kiwipiepy-model (LGPL)",
            },
        },
        "metrics": metrics,
        "metrics_note": "of the same recipe trained without the held-out questions; the shipped table has seen all",
    }
    write_card(out / CARD, path, "sesac-static", card)


if __name__ == "__main__":
    main()
