"""Fit every head over measurements, by cross-validation first, then on everything, and write model and card.

    python -m training.measurements.extract --data ../shared/data --part grades
    python -m training.measurements.extract --data ../shared/data --part labels
    python -m training.measurements.fit --data ../shared/data

Folds are by group, so that copies and crops of a photo stay together; figures in the card are of predictions for photos
whose group the fit had not seen. Takes about five minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from sesaclinic.vision.heads import SKIN_TYPES, GradeHead, MeasurementModel, Scale, SignHead, SkinTypeHead
from training.measurements import figures
from training.measurements.data import SIGNS, TASKS, Graded, Labelled, Observed, load_features, read_grades, read_labels
from training.measurements.families import RECIPES, SKIN_TYPE_FAMILIES, Recipe, chosen, recipe_keys, site_keys
from training.measurements.folds import folds
from training.measurements.ridge import Design, Floats, design, fit_logistic, fit_ridge, linear, price

VERSION = "1.1.0"
#: Prices of grade heads per photo (features are standardised): weights, and movement between copies of a face.
#: Chosen on the first cross-validation; ranks hardly change from 0.3 to 3 and from 3 to 30, steadiness does.
_RIDGE, _STILL = 1.0, 10.0
#: Of logistic heads, whose loss is about a third as steep.
_SIGN_RIDGE, _SIGN_STILL = 0.03, 1.0
#: A sign is said where at most this share of what is said is wrong.
_SAID_WRONG = 0.10
#: What a clear grade (at least 2, at most 0.5) counts beside a label seen by eye. For pores there are only 8 positive
#: labels; for wrinkles it halves how often a label flips between copies of a face. Elsewhere it helps nothing.
_GRADED_AS_LABEL = {"pores": 0.5, "wrinkles": 0.25}
_EVENNESS = "unevenness"

Copies = list[dict[str, float]]


@dataclass(frozen=True)
class Data:
    graded: list[Graded]
    labelled: list[Labelled]
    faces: dict[str, Observed]  # graded photos, with perturbed copies
    photos: dict[str, Observed]  # labelled photos
    keys: tuple[str, ...]


def load(data: Path, features: Path) -> Data:
    """Everything that was extracted; graded photos in which no face was found are left out."""
    faces = {photo: one for photo, one in load_features(features / "grades").items() if one.face}
    photos = load_features(features / "labels")
    keys = tuple(sorted({key for one in faces.values() for copy in one.copies for key in copy}))
    graded = [one for one in read_grades(data) if one.photo in faces]
    labelled = [one for one in read_labels(data) if one.photo in photos]
    return Data(graded, labelled, faces, photos, keys)


@dataclass(frozen=True)
class GradeFit:
    """What a grade is fitted on: graded photos first, labelled ones behind."""

    copies: list[Copies]
    target: Floats
    weights: Floats
    groups: NDArray[np.str_]
    graded: int

    def fit(self, features: tuple[str, ...], used: NDArray[np.bool_]) -> tuple[Design, Floats, float]:
        """Fit on some rows. used: (rows,). Scale and scatter come from the graded ones among them."""
        on = used & (np.arange(len(used)) < self.graded)
        d = design(self.copies, features, on)
        cost = price(d.scatter, _RIDGE, _STILL)
        weights, intercept = fit_ridge(d.centre[used], self.target[used], self.weights[used], cost)
        return d, weights, intercept


def grade_fit(data: Data, sign: str, recipe: Recipe) -> GradeFit:
    rows = [one for one in data.graded if sign in one.grades]
    target = [one.grades[sign] for one in rows]
    weights = [float(np.sqrt(one.weight)) for one in rows]  # a second rater halves the noise of the mean at best
    copies = [data.faces[one.photo].copies for one in rows]
    groups = [one.group for one in rows]
    known = {one.photo for one in rows}
    extra = [
        one
        for one in data.labelled
        if recipe.labels
        and one.task == sign
        and one.quality not in {"synthetic", "clinical"}
        and data.photos[one.photo].face
        and one.photo not in known
    ]
    share = recipe.labels * sum(weights) / max(sum(one.weight for one in extra), 1e-9)
    target += [recipe.yes if one.label == "yes" else recipe.no for one in extra]
    weights += [one.weight * share for one in extra]
    copies += [data.photos[one.photo].copies for one in extra]
    groups += [one.group for one in extra]
    return GradeFit(copies, np.array(target), np.array(weights), np.array(groups), len(rows))


def grade_head(fit: GradeFit, features: tuple[str, ...]) -> tuple[GradeHead, list[list[float]]]:
    """A head fitted on everything, with cuts and out-of-fold answers (a list of copies a graded photo)."""
    answers: list[list[float]] = [[] for _ in range(fit.graded)]
    for used, held in folds(fit.groups, fit.graded):
        d, weights, intercept = fit.fit(features, used)
        head = linear(d, weights, np.array([intercept]))
        for row in held:
            answers[row] = [float(head(copy)[0]) for copy in fit.copies[row]]
    d, weights, intercept = fit.fit(features, np.ones(len(fit.target), bool))
    own = np.array([row[0] for row in answers])
    cuts = figures.matching_cuts(own, fit.target[: fit.graded])
    return GradeHead(linear=linear(d, weights, np.array([intercept])), cuts=cuts), answers


@dataclass(frozen=True)
class SignRow:
    """label: 1 yes, 0 no. counted: whether figures are made of it (real photos with a label of this very task)."""

    label: int
    weight: float
    group: str
    source: str
    copies: Copies
    face: bool
    counted: bool


def sign_rows(data: Data, task: str) -> list[SignRow]:
    """Labelled photos and, for some tasks, graded faces whose grade leaves no doubt."""
    rows = []
    known = set()
    for one in data.labelled:
        if one.task == task:
            known.add(one.photo)
            seen = data.photos[one.photo]
            real = one.quality != "synthetic"
            rows.append(
                SignRow(int(one.label == "yes"), one.weight, one.group, one.source, seen.copies, seen.face, real)
            )
    weight = _GRADED_AS_LABEL.get(task)
    for graded in data.graded if weight else ():
        grade = graded.grades.get(task, 1.0)
        if graded.photo not in known and (grade >= 2 or grade <= 0.5):
            copies = data.faces[graded.photo].copies
            rows.append(SignRow(int(grade >= 2), weight or 0.0, graded.group, "graded", copies, True, False))
    return rows


def sign_head(data: Data, task: str, framing: str) -> tuple[SignHead, dict[str, object]]:
    """A calibrated yes/no head. Close-ups read the measures of the whole and learn from faces too, at half weight."""
    closeups = framing == "closeup"
    rows = [row for row in sign_rows(data, task) if closeups or row.face]
    features = tuple(key for key in data.keys if key.endswith(".face")) if closeups else data.keys
    target = np.array([row.label for row in rows])
    weights = np.array([row.weight * (0.5 if closeups and row.face else 1.0) for row in rows])
    groups, sources = np.array([row.group for row in rows]), np.array([row.source for row in rows])
    counted = np.array([row.counted for row in rows])
    copies = [row.copies for row in rows]
    tremble = design([data.faces[one.photo].copies for one in data.graded], features, np.ones(len(data.graded), bool))

    def fit(used: NDArray[np.bool_]) -> tuple[Design, Floats, Floats]:
        d = design(copies, features, used)
        ratio = tremble.scale / d.scale
        cost = price(tremble.scatter * np.outer(ratio, ratio), _SIGN_RIDGE, _SIGN_STILL)
        return d, *fit_logistic(d.centre[used], target[used], weights[used], cost)

    sums = np.zeros(len(rows))
    for used, held in folds(groups, len(rows)):
        d, beta, intercept = fit(used)
        sums[held] = (d.centre[held] @ beta.T + intercept)[:, 0]
    slope, offset = figures.platt(sums[counted], target[counted], weights[counted])
    probability = expit(slope * sums + offset)
    band = figures.uncertain_band(probability[counted], target[counted], _SAID_WRONG)
    d, beta, intercept = fit(np.ones(len(rows), bool))
    head = SignHead(
        linear=linear(d, beta * slope, intercept * slope + offset), absent_below=1 - band, present_above=band
    )
    shown = counted & np.array([closeups != row.face for row in rows])
    if min(np.bincount(target[shown], minlength=2)) < 5:  # too few close-ups to say anything: all photos then
        shown = counted
    return head, figures.sign_figures(probability[shown], target[shown], sources[shown], band)


def skin_type_head(data: Data, framing: str) -> tuple[SkinTypeHead, dict[str, object]]:
    """Four types by eye on graded faces; three by label on close-ups, where combination cannot be seen."""
    if framing == "face":
        rows = [(one.skin_type, one.group, data.faces[one.photo].copies) for one in data.graded if one.skin_type]
        features = (*chosen(data.keys, SKIN_TYPE_FAMILIES), "resolution.face")
    else:
        trusted = [one for one in data.labelled if one.task == "skin_type" and one.quality == "curated"]
        rows = [(one.label, one.group, data.photos[one.photo].copies) for one in trusted]
        features = tuple(key for key in data.keys if key.endswith(".face"))
    target = np.array([SKIN_TYPES.index(label) for label, _, _ in rows if label])
    groups, copies = np.array([group for _, group, _ in rows]), [own for _, _, own in rows]
    weights = 1 / np.bincount(target, minlength=4)[target]  # each type counts the same
    tremble = design([data.faces[one.photo].copies for one in data.graded], features, np.ones(len(data.graded), bool))

    def fit(used: NDArray[np.bool_]) -> tuple[Design, Floats, Floats]:
        d = design(copies, features, used)
        ratio = tremble.scale / d.scale
        cost = price(tremble.scatter * np.outer(ratio, ratio), 2 * _SIGN_RIDGE, _SIGN_STILL)
        beta, intercept = fit_logistic(d.centre[used], target[used], weights[used], cost)
        if len(beta) < len(SKIN_TYPES):  # no combination among close-ups
            beta = np.vstack([beta, np.zeros((1, beta.shape[1]))])
            intercept = np.append(intercept, -20.0)
        return d, beta, intercept

    shares = np.zeros((len(rows), len(SKIN_TYPES)))
    for used, held in folds(groups, len(rows)):
        d, beta, intercept = fit(used)
        sums = d.centre[held] @ beta.T + intercept
        shares[held] = np.exp(sums - sums.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    d, beta, intercept = fit(np.ones(len(rows), bool))
    certain = 0.4  # of four; a guess is 0.25
    head = SkinTypeHead(linear=linear(d, beta, intercept), certain_above=certain)
    return head, figures.type_figures(shares, target, certain)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--features", type=Path, default=Path("runs/measurements"))
    parser.add_argument("--out", type=Path, default=Path("src/sesaclinic/assets/models"))
    args = parser.parse_args()
    data = load(args.data, args.features)
    metrics: dict[str, dict[str, object]] = {"grades": {}, "signs": {}, "skin_type": {}}
    grades: dict[str, dict[str, GradeHead]] = {}
    for sign in SIGNS:
        recipe = RECIPES[sign]
        fit = grade_fit(data, sign, recipe)
        head, answers = grade_head(fit, recipe_keys(recipe, data.keys))
        sources = np.array([one.photo.split("/")[0] for one in data.graded if sign in one.grades])
        metrics["grades"][sign] = figures.grade_figures(answers, fit.target[: fit.graded], sources, head)
        figures.show(sign, metrics["grades"][sign])
        grades[sign] = {"face": head}
        for site in recipe.sites_scored:
            grades[sign][site], _ = grade_head(fit, site_keys(recipe, data.keys, site))
    signs: dict[str, dict[str, SignHead]] = {}
    for task in TASKS:
        signs[task] = {}
        for framing in ("face", "closeup"):
            signs[task][framing], metrics["signs"][f"{task} {framing}"] = sign_head(data, task, framing)
            figures.show(f"{task} {framing}", metrics["signs"][f"{task} {framing}"])
    types = {}
    for framing in ("face", "closeup"):
        types[framing], metrics["skin_type"][framing] = skin_type_head(data, framing)
        figures.show(f"skin type {framing}", metrics["skin_type"][framing])
    spread = [data.faces[one.photo].copies[0][f"{_EVENNESS}.face"] for one in data.graded]
    deciles = tuple(round(float(value), 3) for value in np.percentile(spread, np.arange(0, 101, 10)))
    model = MeasurementModel(
        grades=grades, signs=signs, skin_type=types, evenness=Scale(measure=_EVENNESS, deciles=deciles)
    )
    write(args.out, model, metrics, data)


def write(folder: Path, model: MeasurementModel, metrics: dict[str, dict[str, object]], data: Data) -> None:
    """The model and the card beside it."""
    content = model.model_dump_json().encode()
    (folder / "measurements.heads.json").write_bytes(content)
    card = {
        "name": "measurements",
        "version": VERSION,
        "file": "measurements.heads.json",
        "sha256": hashlib.sha256(content).hexdigest(),
        "licence": "AGPL-3.0-or-later",
        "fitted": date.today().isoformat(),
        "what": "Linear heads over colour and texture measurements of skin; see docs/vision.md.",
        "command": "python -m training.measurements.fit --data ../shared/data",
        "data": {
            "graded_faces": len(data.graded),
            "labelled_photos": len(data.photos),
            "labels": len(data.labelled),
            "note": "Faces graded by eye (not by dermatologists) and labelled web and textbook photos; light skin and "
            "clinical redness dominate, Korean selfies are rare. No photo is part of the product.",
        },
        "metrics_are": "cross-validated by group; intervals are 95 % bootstrap",
        "metrics": metrics,
    }
    (folder / "measurements.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
