"""Groups of texts in, a table of feature vectors out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from sesaclinic.domain import Lang
from sesaclinic.knowledge.embedders.base import Vectors, normalised
from sesaclinic.knowledge.embedders.features import features_of
from training.embedder.model import Bag, Recipe, alike
from training.embedder.pairs import Group
from training.embedder.prior import prior_vectors


@dataclass(frozen=True, slots=True)
class Table:
    """features: their names. vectors: (features, dim) float32."""

    features: tuple[str, ...]
    vectors: NDArray[np.float32]

    def embed(self, texts: Sequence[str], lang: Lang) -> Vectors:
        rows = {name: row for row, name in enumerate(self.features)}
        sums = np.zeros((len(texts), self.vectors.shape[1]), dtype=np.float32)
        for i, names in enumerate(features_of(texts, lang)):
            known = [rows[name] for name in names if name in rows]
            if known:
                sums[i] = self.vectors[known].sum(axis=0)
        return normalised(sums)


def train(own: Sequence[Group], public: Sequence[Group], recipe: Recipe) -> Table:
    """Learn the table. own: groups of our passages; public: everyday paraphrases, which teach what does not matter."""
    torch.manual_seed(recipe.seed)
    chance = np.random.default_rng(recipe.seed)
    own_names, public_names = [_features(group) for group in own], [_features(group) for group in public]
    features = _vocabulary(own_names, public_names, recipe)
    rows = {name: row for row, name in enumerate(features)}
    model = Bag(_initial(features, _landmarks(own_names, recipe), recipe, chance))
    optimiser = torch.optim.SparseAdam(list(model.parameters()), lr=recipe.rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, recipe.steps)
    sources = (
        ([[_rows(names, rows) for names in group] for group in own_names], recipe.batch),
        ([[_rows(names, rows) for names in group] for group in public_names], recipe.public_batch),
    )
    progress = tqdm(range(recipe.steps), desc="embedder", mininterval=10)
    for _ in progress:
        loss = torch.zeros(())
        for groups, size in sources:
            first, second = _pairs(groups, min(size, len(groups)), recipe, chance)
            loss = loss + alike(model(first), model(second), recipe.temperature)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        progress.set_postfix(loss=f"{loss.item():.3f}")
    return Table(features, model.table.weight.detach().numpy())


def _features(group: Group) -> list[list[str]]:
    return list(features_of(group.texts, group.lang))


def _vocabulary(own: Iterable[list[list[str]]], public: Iterable[list[list[str]]], recipe: Recipe) -> tuple[str, ...]:
    """Features of our articles, and frequent everyday words; letter runs that our articles never have stay out."""
    ours = Counter(name for group in own for names in group for name in set(names))
    theirs = Counter(name for group in public for names in group for name in set(names) if name.startswith("w:"))
    enough = {"w": recipe.min_count, "g": recipe.min_runs}
    kept = {name for name, count in ours.items() if count >= enough[name[0]]}
    kept |= {name for name, count in theirs.items() if count >= recipe.public_words}
    return tuple(sorted(kept))


def _landmarks(own: Iterable[list[list[str]]], recipe: Recipe) -> list[str]:
    """The most frequent words of our articles."""
    counts = Counter(word for group in own for names in group for name in names if (word := _word(name)))
    return [word for word, _ in counts.most_common(recipe.landmarks)]


def _rows(names: Sequence[str], rows: dict[str, int]) -> NDArray[np.int64]:
    return np.array([rows[name] for name in names if name in rows], dtype=np.int64)


def _word(feature: str) -> str:
    """The word of a word feature, empty for a letter run."""
    return feature[2:].lstrip("=") if feature.startswith("w:") else ""


def _initial(
    features: Sequence[str], landmarks: Sequence[str], recipe: Recipe, chance: np.random.Generator
) -> NDArray[np.float32]:
    """Starting vectors: what the analyser knows of a word, next to nothing for letter runs."""
    vectors = chance.normal(0, 0.1 / np.sqrt(recipe.dim), (len(features), recipe.dim)).astype(np.float32)
    prior = prior_vectors(sorted({word for name in features if (word := _word(name))}), landmarks, recipe.dim)
    for row, name in enumerate(features):
        known = prior.get(_word(name))
        if known is not None:
            vectors[row, : len(known)] = known
    return vectors


def _pairs(
    groups: Sequence[list[NDArray[np.int64]]], size: int, recipe: Recipe, chance: np.random.Generator
) -> tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]]:
    """Two different texts of each of `size` groups, each with some of its features."""
    first, second = [], []
    for index in chance.choice(len(groups), size, replace=False):
        texts = [text for text in groups[index] if len(text)]
        if len(texts) >= 2:
            i, j = chance.choice(len(texts), 2, replace=False)
            first.append(_some(texts[i], recipe, chance))
            second.append(_some(texts[j], recipe, chance))
    return first, second


def _some(text: NDArray[np.int64], recipe: Recipe, chance: np.random.Generator) -> NDArray[np.int64]:
    kept = text[chance.random(len(text)) >= recipe.dropout]
    kept = kept if len(kept) else text
    return kept if len(kept) <= recipe.features else chance.choice(kept, recipe.features, replace=False)
