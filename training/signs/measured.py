"""What measurement heads say of photos they were not fitted on: the other half of the fusion.

Heads are fitted as `training.measurements.fit` fits the shipped ones, once a fold, and read the photos of that fold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from sesaclinic.vision.features import Measurements
from sesaclinic.vision.heads import MeasurementModel, Scale
from sesaclinic.vision.judgement import Judgement, judge
from training.measurements import fit
from training.measurements.data import SIGNS, TASKS, Observed
from training.measurements.families import RECIPES, recipe_keys
from training.signs.splits import fold_of

#: Judgements of a photo and of its perturbed copies, the photo itself first.
Judgements = dict[str, list[Judgement]]


def cross_measured(data: Path, features: Path, groups: Mapping[str, str], folds: int) -> Judgements:
    """Judgements of every measured photo by heads that saw nothing of its group.

    data: labels and grades. features: folder of `training.measurements.extract`. groups: merged group of each photo.
    """
    everything = fit.load(data, features)
    found: Judgements = {}
    for fold in tqdm(range(folds), desc="measurement heads", unit="fold"):
        model = fit_without(everything, groups, fold, folds)
        for photo, one in (everything.photos | everything.faces).items():
            if photo in groups and fold_of(groups[photo], folds) == fold:
                found[photo] = [_judge(model, one, copy) for copy in one.copies]
    return found


def fit_without(everything: fit.Data, groups: Mapping[str, str], fold: int, folds: int) -> MeasurementModel:
    """Heads of whole faces and close-ups, fitted on all photos but one fold's."""

    def seen(photo: str) -> bool:
        return photo in groups and fold_of(groups[photo], folds) != fold

    part = replace(
        everything,
        graded=[one for one in everything.graded if seen(one.photo)],
        labelled=[one for one in everything.labelled if seen(one.photo)],
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


def _judge(model: MeasurementModel, one: Observed, copy: dict[str, float]) -> Judgement:
    return judge(model, Measurements({}, copy), closeup=not one.face, monochrome=False)
