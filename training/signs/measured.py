"""What measurement heads say of photos they were not fitted on: the other half of the fusion.

Heads are fitted as `training.measurements.fit` fits the shipped ones, once a fold, and read the photos of that fold.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from sesaclinic.domain import Concern
from sesaclinic.vision.features import Measurements
from sesaclinic.vision.heads import SKIN_TYPES, MeasurementModel, Scale
from sesaclinic.vision.judgement import Judgement, judge
from training.measurements import fit
from training.measurements.data import SIGNS, TASKS, load_features
from training.measurements.families import RECIPES, recipe_keys
from training.signs.compare import side_figures
from training.signs.fusing import logits_of
from training.signs.manifest import Sample, Target
from training.signs.splits import fold_of, of_split

#: Judgements of a photo and of its perturbed copies, the photo itself first.
Judgements = dict[str, list[Judgement]]


#: Folder of measured photos of further data sets: judged by the heads, never taught to them.
FURTHER = "further"


def load(data: Path, features: Path) -> fit.Data:
    """What measurement heads are fitted on, and the further photos that they judge."""
    everything = fit.load(data, features)
    return replace(everything, photos=load_features(features / FURTHER) | everything.photos)


def cross_measured(data: Path, features: Path, groups: Mapping[str, str], folds: int) -> Judgements:
    """Judgements of every measured photo by heads that saw nothing of its group.

    data: labels and grades. features: folder of `training.measurements.extract`. groups: merged group of each photo.
    """
    everything = load(data, features)
    found: Judgements = {}
    for fold in tqdm(range(folds), desc="measurement heads", unit="fold"):
        side = {photo: fold_of(group, folds) == fold for photo, group in groups.items()}
        model = fit_on(everything, {photo for photo, held in side.items() if not held})
        found |= judgements(model, everything, {photo for photo, held in side.items() if held})
    return found


def judgements(model: MeasurementModel, everything: fit.Data, photos: Collection[str]) -> Judgements:
    """What the heads say of the measured ones among these photos."""
    return {
        photo: [judge(model, Measurements({}, copy), closeup=not one.face, monochrome=False) for copy in one.copies]
        for photo, one in (everything.photos | everything.faces).items()
        if photo in photos
    }


def fit_on(everything: fit.Data, photos: Collection[str]) -> MeasurementModel:
    """Heads of whole faces and close-ups, fitted on these photos alone."""
    part = replace(
        everything,
        graded=[one for one in everything.graded if one.photo in photos],
        labelled=[one for one in everything.labelled if one.photo in photos],
    )
    grades = {}
    for sign in SIGNS:
        recipe = RECIPES[sign]
        head, _ = fit.grade_head(fit.grade_fit(part, sign, recipe), recipe_keys(recipe, part.keys))
        grades[sign] = {"face": head}
    framings = ("face", "closeup")
    return MeasurementModel(
        grades=grades,
        signs={task: {framing: fit.sign_head(part, task, framing)[0] for framing in framings} for task in TASKS},
        skin_type={framing: fit.skin_type_head(part, framing)[0] for framing in framings},
        evenness=Scale(measure="unevenness", deciles=(0.0, 1.0)),  # not judged here
    )


def compare_measured(
    data: Path, features: Path, samples: Sequence[Sample], targets: Sequence[Target]
) -> dict[str, object]:
    """A row of the comparison: heads fitted on the training part, judged on it and on the validation part."""
    everything = load(data, features)
    model = fit_on(everything, {sample.photo for sample in of_split(samples, "train")})
    comparison = {}
    for side in ("train", "validation"):
        found = judgements(model, everything, {sample.photo for sample in of_split(samples, side)})
        part = [sample for sample in of_split(samples, side) if sample.photo in found]
        answers = np.array([_as_answers(found[sample.photo][0], targets) for sample in part])
        comparison[side] = side_figures(part, answers, targets)
    size, vector = len(model.model_dump_json()), next(iter(everything.faces.values())).copies[0]
    started = time.perf_counter()
    judge(model, Measurements({}, vector), closeup=False, monochrome=False)
    spent = time.perf_counter() - started
    return {
        "epochs": 0,
        "comparison": comparison,
        "megabytes": round(size / 1e6, 2),
        "latency_ms": round(1000 * spent, 1),
    }


def _as_answers(judgement: Judgement, targets: Sequence[Target]) -> list[float]:
    """What heads say in the order and the units of a network's answers; a close-up's grades are 0."""
    answers: list[float] = []
    for target in targets:
        if target.kind == "sign":
            answers += logits_of([judgement.signs[target.name].probability]).tolist()
        elif target.kind == "skin_type":
            answers += [float(np.log(max(judgement.skin_type_shares[name], 1e-6))) for name in SKIN_TYPES]
        else:
            grade = judgement.grades.get(Concern(target.name)) if target.kind == "grade" else None
            answers.append(grade.value if grade else 0.0)
    return answers
