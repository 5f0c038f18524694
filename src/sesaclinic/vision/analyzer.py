"""The front door of the vision package: one photo in, one Analysis out.

Models are loaded once a process and shared by its threads.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sesaclinic.domain import Analysis, Face, Finding, ImageSize, Lang, Lesion, Region, SelfReport
from sesaclinic.settings import PhotoSettings, Settings
from sesaclinic.vision.detect import LesionDetector, acne_findings
from sesaclinic.vision.face import FaceFinder
from sesaclinic.vision.features import Measurements, measure
from sesaclinic.vision.heads import MeasurementCard, MeasurementModel, load_measurement_model
from sesaclinic.vision.intake import Photo, decode
from sesaclinic.vision.judgement import Judgement, judge, skin_type
from sesaclinic.vision.locate import Framing, Location, locate
from sesaclinic.vision.normalise import Correction, estimate_correction
from sesaclinic.vision.observe import find_skin
from sesaclinic.vision.outline import region_outlines
from sesaclinic.vision.quality import Mode, QualityReport, inspect_quality
from sesaclinic.vision.score import findings, sign
from sesaclinic.vision.selfreport import check_answers, fuse_answers
from sesaclinic.vision.signs import Reading, SignModel, fuse, value_findings
from sesaclinic.vision.skin import Skin
from sesaclinic.vision.stages import Progress, Stage, run_stages

#: Version of the pinned face model, as `models` names it.
_FACE_VERSION = "mediapipe 0.10.21"
NOT_INSTALLED = "not installed"


@dataclass(frozen=True)
class _Models:
    finder: FaceFinder
    card: MeasurementCard
    heads: MeasurementModel
    signs: SignModel | None
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
        strict everything that makes a result inexact. lang: of the messages. answers: a self-report, fused with the
        skin type (see `selfreport`). progress: told (stage, done, total).

        Raises PhotoError, UnsupportedPhotoError or LimitError with a code and a hint, QuestionError for an unknown
        question or answer.
        """
        return self.examine(
            photo, name=name, framing=framing, quality=quality, lang=lang, answers=answers, progress=progress
        ).analysis

    def examine(  # noqa: PLR0913 - one keyword an option
        self,
        photo: bytes,
        *,
        name: str,
        framing: Framing = "auto",
        quality: Mode = "normal",
        lang: Lang = "ko",
        answers: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> Examination:
        """As `analyze`, with everything that led there."""
        check_answers(answers or {})
        models = self._loaded()
        given = {
            "data": photo,
            "name": name,
            "limits": self._settings.photo,
            "framing": framing,
            "mode": quality,
            "lang": lang,
            "answers": answers or {},
            "finder": models.finder,
            "heads": models.heads,
            "sign_model": models.signs,
            "lesion_detector": models.lesions,
        }
        results, timings = run_stages(_STAGES, given, progress)
        return Examination(
            _analysis(results, models, timings),
            results["measurements"],
            results["judgement"],
            results["quality"],
            results["correction"],
        )

    def _loaded(self) -> _Models:
        if self._models is None:
            with self._lock:  # two requests may arrive for models that neither has loaded
                if self._models is None:
                    self._models = _load_models(self._settings)
        return self._models


def _load_models(settings: Settings) -> _Models:
    folder = settings.vision.models_dir or Path(__file__).parent.parent / "assets" / "models"
    card, heads = load_measurement_model(folder)
    threads = settings.vision.threads
    signs, lesions = SignModel.installed(folder, threads), LesionDetector.installed(folder, threads)
    finder = FaceFinder()
    finder.load()
    return _Models(finder, card, heads, signs, lesions)


def _photo(data: bytes, name: str, limits: PhotoSettings) -> Photo:
    return decode(data, name, limits)


def _face(finder: FaceFinder, photo: Photo, framing: Framing, mode: Mode) -> Location:
    return locate(finder, photo, framing, lenient=mode == "off")


def _skin(photo: Photo, face: Location) -> Skin:
    return find_skin(photo, face)


def _quality(photo: Photo, skin: Skin, face: Location, mode: Mode, lang: Lang) -> QualityReport:
    return inspect_quality(photo, skin, face.mesh, mode, lang)


# What follows asks for the verdict on quality too, so that a refused photo costs little.


def _correction(skin: Skin, quality: QualityReport) -> Correction:
    return estimate_correction(skin)


def _measurements(skin: Skin, quality: QualityReport) -> Measurements:
    return measure(skin)


def _reading(sign_model: SignModel | None, skin: Skin, quality: QualityReport) -> Reading | None:
    return sign_model.read(skin) if sign_model else None


def _measured(heads: MeasurementModel, measurements: Measurements, face: Location, photo: Photo) -> Judgement:
    return judge(heads, measurements, closeup=face.mesh is None, monochrome=photo.monochrome)


def _judgement(
    sign_model: SignModel | None, measured: Judgement, reading: Reading | None, face: Location, photo: Photo
) -> Judgement:
    """Measurements alone where no sign model is installed."""
    if sign_model is None or reading is None:
        return measured
    return fuse(measured, reading, sign_model.card, closeup=face.mesh is None, monochrome=photo.monochrome)


def _self_report(judgement: Judgement, answers: Mapping[str, str]) -> SelfReport | None:
    return fuse_answers(judgement.skin_type_shares, answers) if answers else None


def _scores(
    heads: MeasurementModel, skin: Skin, measurements: Measurements, judgement: Judgement, correction: Correction
) -> tuple[Finding, ...]:
    return tuple(findings(heads, skin, measurements, judgement, correction))


def _values(sign_model: SignModel | None, reading: Reading | None, face: Location, photo: Photo) -> tuple[Finding, ...]:
    """Elasticity and moisture, where the model's card lists them; of whole faces in colour, which it was trained on."""
    if sign_model is None or reading is None or face.mesh is None or photo.monochrome:
        return ()
    return tuple(value_findings(sign_model.card, reading))


def _lesions(
    lesion_detector: LesionDetector | None, photo: Photo, face: Location, quality: QualityReport
) -> tuple[Lesion, ...]:
    """Boxes in photo pixels; empty without a model, which `models` then says."""
    if lesion_detector is None:
        return ()
    box = None
    if face.mesh is not None:
        x0, y0, x1, y1 = (round(edge) for edge in face.mesh.box)
        box = (x0, y0, x1 - x0, y1 - y0)
    scale = photo.scale
    return tuple(
        lesion.model_copy(update={"box": tuple(round(edge * scale, 1) for edge in lesion.box)})
        for lesion in lesion_detector.detect(photo.pixels, box)
    )


def _counts(
    lesion_detector: LesionDetector | None, lesions: tuple[Lesion, ...], regions: tuple[Region, ...]
) -> tuple[Finding, ...]:
    """Acne by region, its grade and score; nothing without a model, for then nobody looked."""
    return tuple(acne_findings(lesions, regions)) if lesion_detector else ()


def _regions(photo: Photo, skin: Skin) -> tuple[Region, ...]:
    return region_outlines(photo, skin)


#: What an analysis is made of, by the name of its result.
_STAGES: dict[str, Stage] = {
    "photo": _photo,
    "face": _face,
    "skin": _skin,
    "quality": _quality,
    "correction": _correction,
    "measurements": _measurements,
    "measured": _measured,
    "reading": _reading,
    "judgement": _judgement,
    "self_report": _self_report,
    "scores": _scores,
    "lesions": _lesions,
    "regions": _regions,
    "counts": _counts,
}


def _analysis(results: dict[str, Any], models: _Models, timings: dict[str, float]) -> Analysis:
    photo: Photo = results["photo"]
    face: Location = results["face"]
    judgement: Judgement = results["judgement"]
    report: SelfReport | None = results["self_report"]
    signs = {
        task: sign(task, judgement, known=not (photo.monochrome and task == "redness"))
        for task in ("redness", "wrinkles", "pores")
    }
    return Analysis(
        photo=photo.name,
        face=Face(box=_face_box(photo, face), count=face.count),
        quality=results["quality"].quality,
        skin_type=skin_type(report.together.model_dump(), judgement.certain_above) if report else judgement.skin_type,
        redness=signs["redness"],
        wrinkles=signs["wrinkles"],
        pores=signs["pores"],
        lesions=results["lesions"],
        findings=results["scores"] + _values(models.signs, results["reading"], face, photo) + results["counts"],
        self_report=report,
        models={
            "face": _FACE_VERSION,
            models.card.name: models.card.version,
            "signs": models.signs.card.version if models.signs else NOT_INSTALLED,
            "lesions": models.lesions.card.version if models.lesions else NOT_INSTALLED,
        },
        timings_ms={**timings, "total": round(sum(timings.values()), 1)},
        image=ImageSize(width=photo.width, height=photo.height),
        regions=results["regions"],
    )


def _face_box(photo: Photo, face: Location) -> tuple[int, int, int, int] | None:
    """x, y, width, height in photo pixels, inside the photo."""
    if face.mesh is None:
        return None
    x0, y0, x1, y1 = (edge * photo.scale for edge in face.mesh.box)
    left, top = max(0, round(x0)), max(0, round(y0))
    return left, top, min(photo.width, round(x1)) - left, min(photo.height, round(y1)) - top
