"""From out-of-fold answers to fusion, and from fusion to figures, through the code the product runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sesaclinic.domain import Concern
from sesaclinic.vision.heads import SKIN_TYPES
from sesaclinic.vision.judgement import Judgement
from sesaclinic.vision.signs.card import Framing, SignCard
from sesaclinic.vision.signs.fusion import fuse
from sesaclinic.vision.signs.network import read_answers
from training.signs import figures
from training.signs.features import Features
from training.signs.fusing import Pair, balanced, fuse_grades, fuse_signs, fuse_skin_types, logits_of
from training.signs.manifest import GRADES, WEAK_SKIN_TYPE, YES_NO, Sample
from training.signs.measured import Judgements

Floats = NDArray[np.float64]

#: A type is said when it is likelier than this; a guess among four is .25.
CERTAIN_ABOVE = 0.35
FRAMINGS: tuple[Framing, ...] = ("face", "closeup")
#: Fewer photos than this, or with one answer only, say nothing of two weights and a border.
_LEAST_PHOTOS = 20


@dataclass(frozen=True)
class Answered:
    """One photo with what network and measurements said of it and its copies, neither having seen it.

    network: (copies, outputs). face: whether it shows one.
    """

    sample: Sample
    network: Floats
    measured: Sequence[Judgement]
    face: bool

    @property
    def framing(self) -> Framing:
        return "face" if self.face else "closeup"


@dataclass(frozen=True)
class Evidence:
    """By photo: features under the trunk, what measurement heads say that have not seen it, whether it shows a face."""

    features: Features
    measured: Judgements
    faces: Mapping[str, bool]

    def answered(self, part: Iterable[Sample], answers: Mapping[str, Floats]) -> list[Answered]:
        """The photos of a part that were also measured. answers: (copies, outputs) of the network by photo."""
        known = (sample for sample in part if sample.photo in self.measured)
        return [Answered(s, answers[s.photo], self.measured[s.photo], self.faces[s.photo]) for s in known]


def fit_fusion(answered: Sequence[Answered], card: SignCard) -> SignCard:
    """The card with every fusion fitted on these photos. card: names the answers' order.

    What too few photos know is left out: the product then says what was measured.
    """
    grades = {}
    for name in GRADES:
        rows = [one for one in answered if one.face and one.sample.judges(f"grade.{name}")]
        if _enough(rows, f"grade.{name}"):
            network = np.array([read_answers(card, one.network[0]).grades[name] for one in rows])
            measured = np.array([one.measured[0].grades[Concern(name)].value for one in rows])
            grades[name] = fuse_grades(Pair(network, measured, *_truth(rows, f"grade.{name}")))
    signs: dict[str, dict[Framing, Any]] = {}
    for name in YES_NO:
        rows = [one for one in answered if one.sample.judges(f"sign.{name}")]
        if _enough(rows, f"sign.{name}"):
            network = np.array([read_answers(card, one.network[0]).signs[name] for one in rows])
            measured = logits_of([one.measured[0].signs[name].probability for one in rows])
            truth, weights = _truth(rows, f"sign.{name}")
            # one fusion for both framings: close-ups of a sign come from textbooks, whose look is no evidence
            signs[name] = dict.fromkeys(FRAMINGS, fuse_signs(Pair(network, measured, truth, np.ones_like(weights))))
    types = {}
    for framing in FRAMINGS:
        key = f"skin_type.{framing}"
        rows = [one for one in answered if one.framing == framing and one.sample.judges(key)]
        if _enough(rows, key):
            network = np.array([read_answers(card, one.network[0]).skin_types[framing] for one in rows])
            measured = np.log(np.maximum([list(one.measured[0].skin_type_shares.values()) for one in rows], 1e-6))
            truth, weights = _truth(rows, key)
            even = balanced(truth.astype(np.int64), weights)
            types[framing] = fuse_skin_types(Pair(network, measured, truth, even), CERTAIN_ABOVE)
    return card.model_copy(update={"grades": grades, "signs": signs, "skin_type": types})


def judge_all(answered: Sequence[Answered], card: SignCard) -> list[list[Judgement]]:
    """What the product would say of each photo and its copies."""
    return [
        [
            fuse(measured, read_answers(card, numbers), card, closeup=not one.face, monochrome=False)
            for measured, numbers in zip(one.measured, one.network, strict=False)
        ]
        for one in answered
    ]


def all_figures(answered: Sequence[Answered], judged: Sequence[Sequence[Judgement]]) -> dict[str, Any]:
    """Every figure of these photos: grades, signs (also within sources), skin types, repeatability."""
    return {
        "grades": dict(_grades(answered, judged)),
        "signs": dict(_signs(answered, judged)),
        "skin_type": dict(_skin_types(answered, judged)),
        "repeatability": dict(_repeatability(answered, judged)),
    }


def _grades(answered: Sequence[Answered], judged: Sequence[Sequence[Judgement]]) -> Iterator[tuple[str, Any]]:
    for name in GRADES:
        rows = [
            (one[0].grades[Concern(name)], photo.sample.truth[f"grade.{name}"])
            for photo, one in zip(answered, judged, strict=True)
            if photo.sample.judges(f"grade.{name}") and Concern(name) in one[0].grades
        ]
        if len(rows) > 5:
            value = np.array([grade.value for grade, _ in rows])
            cut = np.array([grade.grade for grade, _ in rows])
            yield name, figures.grade_figures(value, cut, np.array([truth for _, truth in rows]))


def _signs(answered: Sequence[Answered], judged: Sequence[Sequence[Judgement]]) -> Iterator[tuple[str, Any]]:
    for name in YES_NO:
        key = f"sign.{name}"
        rows = [(p, one[0].signs[name]) for p, one in zip(answered, judged, strict=True) if p.sample.judges(key)]
        probability = np.array([said.probability for _, said in rows])
        truth = np.array([photo.sample.truth[key] > 0.5 for photo, _ in rows])
        certain = np.array([said.label != "uncertain" for _, said in rows])
        if 0 < truth.sum() < len(truth):
            found = figures.sign_figures(probability, truth, certain)
            found["within_sources"] = figures.within_sources(probability, truth, [p.sample.source for p, _ in rows])
            yield name, found


def _skin_types(answered: Sequence[Answered], judged: Sequence[Sequence[Judgement]]) -> Iterator[tuple[str, Any]]:
    """Faces against impressions by eye (four types); close-ups and weak labels against labels (three types)."""
    for name, keys in {
        "face (4)": ("skin_type.face",),
        "labels (3), curated": ("skin_type.closeup",),
        "labels (3), weak": (WEAK_SKIN_TYPE,),
    }.items():
        rows = [
            (one[0].skin_type_shares, photo.sample.truth[key])
            for photo, one in zip(answered, judged, strict=True)
            for key in keys
            if photo.sample.judges(key)
        ]
        if len(rows) < 10:
            continue
        shares = np.array([[found[each] for each in SKIN_TYPES] for found, _ in rows])
        if "(3)" in name:  # as `Analysis` tells them: combination is half normal, half oily
            shares = np.column_stack([shares[:, 0], shares[:, 1] + shares[:, 3] / 2, shares[:, 2] + shares[:, 3] / 2])
        yield name, figures.skin_type_figures(shares, np.array([truth for _, truth in rows]).astype(np.int64))


def _repeatability(answered: Sequence[Answered], judged: Sequence[Sequence[Judgement]]) -> Iterator[tuple[str, Any]]:
    """Scores in points and labels over the perturbed copies of graded faces."""
    several = [one for photo, one in zip(answered, judged, strict=True) if photo.face and len(one) > 1]
    if len(several) < 2:
        return
    for name in GRADES:
        copies = [np.clip(100 - 25 * np.array([j.grades[Concern(name)].value for j in one]), 0, 100) for one in several]
        labels = [[j.grades[Concern(name)].grade for j in one] for one in several]
        yield name, {**figures.repeatability_figures(copies), "flips": figures.flips(labels)}
    for name in YES_NO:
        copies = [100 * np.array([j.signs[name].probability for j in one]) for one in several]
        said = [[j.signs[name].label for j in one] for one in several]
        yield f"{name} sign", {**figures.repeatability_figures(copies), "flips": figures.flips(said)}
    types = [[j.skin_type.label for j in one] for one in several]
    oily = [100 * np.array([j.skin_type_shares["oily"] - j.skin_type_shares["dry"] for j in one]) for one in several]
    yield "skin type", {**figures.repeatability_figures(oily), "flips": figures.flips(types)}


def _enough(rows: Sequence[Answered], key: str) -> bool:
    return len(rows) >= _LEAST_PHOTOS and len({one.sample.truth[key] for one in rows}) > 1


def _truth(rows: Sequence[Answered], key: str) -> tuple[Floats, Floats]:
    truth = np.array([one.sample.truth[key] for one in rows])
    return truth, np.array([one.sample.trust[key] for one in rows])
