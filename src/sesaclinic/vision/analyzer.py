"""The front door of the vision package: one photo in, one Analysis out.

Models are loaded once a process and shared by its threads.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sesaclinic.domain import Analysis, Face, Finding, ImageSize, Lang, Lesion, Region
from sesaclinic.settings import Settings
from sesaclinic.vision.detect import LesionDetector
from sesaclinic.vision.face import FaceFinder
from sesaclinic.vision.features import Measurements, measure
from sesaclinic.vision.heads import MeasurementCard, MeasurementModel, load_measurement_model
from sesaclinic.vision.intake import Photo, decode
from sesaclinic.vision.locate import Framing, Location, locate
from sesaclinic.vision.normalise import Correction, estimate_correction
from sesaclinic.vision.observe import find_skin
from sesaclinic.vision.outline import region_outlines
from sesaclinic.vision.quality import Mode, QualityReport, inspect_quality
from sesaclinic.vision.score import Judgement, findings, judge, sign
from sesaclinic.vision.skin import Skin
from sesaclinic.vision.stages import Progress, Stage, Work, run_stages

#: Version of the pinned face model, as `models` names it.
_FACE_VERSION = "mediapipe 0.10.21"
NOT_INSTALLED = "not installed"


@dataclass(frozen=True)
class _Models:
    finder: FaceFinder
    card: MeasurementCard
    heads: MeasurementModel
    lesions: LesionDetector | None


@dataclass(frozen=True)
class Examination:
    """An analysis with the numbers behind it, for evaluation and training."""

    analysis: Analysis
    measurements: Measurements
    judgement: Judgement
    quality: QualityReport
    correction: Correction


class Analyzer:
    """Analyses photos. Safe to call from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._models: _Models | None = None

    def load(self) -> None:
        """Load every model (idempotent). Raises ServiceError model_invalid when a file is not what its card says."""
        self._loaded()

    def analyze(  # noqa: PLR0913 - one keyword an option
        self,
        photo: bytes,
        *,
        name: str,
        framing: Framing = "auto",
        quality: Mode = "normal",
        lang: Lang = "ko",
        answers: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> Analysis:
        """What a photo says.

        framing: "closeup" skips the face and takes the whole photo as skin; "auto" does so only when there is no face
        and the photo is mostly skin. quality: off measures whatever can be measured, normal refuses the unusable,
        strict everything that makes a result inexact. lang: of the messages. answers: a self-report, kept for fusion
        with the skin type. progress: told (stage, done, total).

        Raises PhotoError, UnsupportedPhotoError or LimitError with a code and a hint.
        """
        return self.examine(photo, name=name, framing=framing, quality=quality, lang=lang, progress=progress).analysis

    def examine(  # noqa: PLR0913 - one keyword an option
        self,
        photo: bytes,
        *,
        name: str,
        framing: Framing = "auto",
        quality: Mode = "normal",
        lang: Lang = "ko",
        progress: Progress | None = None,
    ) -> Examination:
        """As `analyze`, with everything that led there."""
        models = self._loaded()
        stages = _stages(models, self._settings, framing, quality, lang)
        work, timings = run_stages(stages, {"bytes": photo, "name": name}, progress)
        return _examination(work, models, timings)

    def is_certain(self, task: str, examination: Examination) -> bool:
        """Whether a sign's probability is far enough from even to be said."""
        framing = "face" if examination.analysis.face.box else "closeup"
        head = self._loaded().heads.signs[task][framing]
        return not head.absent_below < examination.judgement.signs[task] < head.present_above

    def _loaded(self) -> _Models:
        if self._models is None:
            with self._lock:  # two requests may arrive for models that neither has loaded
                if self._models is None:
                    self._models = _load_models(self._settings)
        return self._models


def _load_models(settings: Settings) -> _Models:
    folder = settings.vision.models_dir or Path(__file__).parent.parent / "assets" / "models"
    card, heads = load_measurement_model(folder)
    lesion_model, lesion_card = folder / "lesions.onnx", folder / "lesions.json"
    lesions = None
    if lesion_model.exists() or lesion_card.exists():
        lesions = LesionDetector.load(lesion_model, lesion_card, settings.vision.threads)
    finder = FaceFinder()
    finder.load()
    return _Models(finder, card, heads, lesions)


def _stages(models: _Models, settings: Settings, framing: Framing, mode: Mode, lang: Lang) -> list[Stage]:
    """What an analysis is made of; each reads only what it names."""

    def photo(work: Work) -> Photo:
        return decode(cast("bytes", work["bytes"]), cast("str", work["name"]), settings.photo)

    def face(work: Work) -> Location:
        return locate(models.finder, cast("Photo", work["photo"]), framing, lenient=mode == "off")

    def skin(work: Work) -> Skin:
        return find_skin(cast("Photo", work["photo"]), cast("Location", work["face"]))

    def quality(work: Work) -> QualityReport:
        location = cast("Location", work["face"])
        return inspect_quality(cast("Photo", work["photo"]), cast("Skin", work["skin"]), location.mesh, mode, lang)

    def correction(work: Work) -> Correction:
        return estimate_correction(cast("Skin", work["skin"]))

    def measurements(work: Work) -> Measurements:
        return measure(cast("Skin", work["skin"]))

    def judgement(work: Work) -> Judgement:
        location, seen = cast("Location", work["face"]), cast("Photo", work["photo"])
        return judge(models.heads, cast("Measurements", work["measurements"]), location.mesh is None, seen.monochrome)

    def scores(work: Work) -> tuple[Finding, ...]:
        return tuple(
            findings(
                models.heads,
                cast("Skin", work["skin"]),
                cast("Measurements", work["measurements"]),
                cast("Judgement", work["judgement"]),
                cast("Correction", work["correction"]),
            )
        )

    def lesions(work: Work) -> tuple[Lesion, ...]:
        return _find_lesions(models.lesions, cast("Photo", work["photo"]), cast("Location", work["face"]))

    def regions(work: Work) -> tuple[Region, ...]:
        return region_outlines(cast("Photo", work["photo"]), cast("Skin", work["skin"]))

    return [
        Stage("photo", ("bytes", "name"), photo),
        Stage("face", ("photo",), face),
        Stage("skin", ("photo", "face"), skin),
        # measuring waits for the verdict, so that a refused photo costs little
        Stage("quality", ("photo", "face", "skin"), quality),
        Stage("correction", ("skin", "quality"), correction),
        Stage("measurements", ("skin", "quality"), measurements),
        Stage("judgement", ("photo", "face", "measurements"), judgement),
        Stage("scores", ("skin", "measurements", "judgement", "correction"), scores),
        Stage("lesions", ("photo", "face", "quality"), lesions),
        Stage("regions", ("photo", "skin"), regions),
    ]


def _find_lesions(detector: LesionDetector | None, photo: Photo, location: Location) -> tuple[Lesion, ...]:
    """Boxes in photo pixels; empty without a model, which `models` then says."""
    if detector is None:
        return ()
    box = None
    if location.mesh is not None:
        x0, y0, x1, y1 = (round(edge) for edge in location.mesh.box)
        box = (x0, y0, x1 - x0, y1 - y0)
    found = detector.detect(photo.pixels, box)
    scale = photo.scale
    return tuple(
        lesion.model_copy(update={"box": tuple(round(edge * scale, 1) for edge in lesion.box)}) for lesion in found
    )


def _examination(work: Work, models: _Models, timings: dict[str, float]) -> Examination:
    photo, location = cast("Photo", work["photo"]), cast("Location", work["face"])
    report, judgement = cast("QualityReport", work["quality"]), cast("Judgement", work["judgement"])
    closeup = location.mesh is None
    signs = {
        task: sign(models.heads, task, judgement, closeup, known=not (photo.monochrome and task == "redness"))
        for task in ("redness", "wrinkles", "pores")
    }
    analysis = Analysis(
        photo=photo.name,
        face=Face(box=_face_box(photo, location), count=location.count),
        quality=report.quality,
        skin_type=judgement.skin_type,
        redness=signs["redness"],
        wrinkles=signs["wrinkles"],
        pores=signs["pores"],
        lesions=cast("tuple[Lesion, ...]", work["lesions"]),
        findings=cast("tuple[Finding, ...]", work["scores"]),
        models={
            "face": _FACE_VERSION,
            models.card.name: models.card.version,
            "lesions": models.lesions.card.version if models.lesions else NOT_INSTALLED,
        },
        timings_ms={**timings, "total": round(sum(timings.values()), 1)},
        image=ImageSize(width=photo.width, height=photo.height),
        regions=cast("tuple[Region, ...]", work["regions"]),
    )
    measurements, correction = cast("Measurements", work["measurements"]), cast("Correction", work["correction"])
    return Examination(analysis, measurements, judgement, report, correction)


def _face_box(photo: Photo, location: Location) -> tuple[int, int, int, int] | None:
    """x, y, width, height in photo pixels, inside the photo."""
    if location.mesh is None:
        return None
    x0, y0, x1, y1 = (edge * photo.scale for edge in location.mesh.box)
    left, top = max(0, round(x0)), max(0, round(y0))
    return left, top, min(photo.width, round(x1)) - left, min(photo.height, round(y1)) - top
