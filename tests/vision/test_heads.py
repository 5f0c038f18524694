"""Heads are data: they must belong to their card, and they answer the same way to more of the same."""

import json
from pathlib import Path

import pytest

from sesaclinic.errors import ServiceError
from sesaclinic.settings import Settings, VisionSettings
from sesaclinic.vision import Analyzer
from sesaclinic.vision.heads import GradeHead, Linear, MeasurementModel, SignHead, load_measurement_model

SHIPPED = Path(__file__).parents[2] / "src" / "sesaclinic" / "assets" / "models"


def _linear(*weights: float) -> Linear:
    names = tuple(f"m{number}.face" for number in range(len(weights)))
    return Linear(
        features=names, mean=(0.0,) * len(weights), scale=(1.0,) * len(weights), weights=(weights,), intercepts=(1.0,)
    )


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    for name in ("measurements.json", "measurements.heads.json"):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    return tmp_path


def test_the_shipped_model_is_the_one_its_card_describes() -> None:
    card, model = load_measurement_model(SHIPPED)
    assert card.licence == "AGPL-3.0-or-later"
    assert set(model.signs) == {"redness", "wrinkles", "pores", "dark_circles", "blackhead", "pigmentation"}
    assert set(model.skin_type) == {"face", "closeup"}


def test_a_changed_model_file_is_refused(installed: Path) -> None:
    path = installed / "measurements.heads.json"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ServiceError, match="model_invalid"):
        load_measurement_model(installed)


def test_a_missing_or_malformed_card_is_refused(installed: Path) -> None:
    (installed / "measurements.json").write_text('{"name": "measurements"}')
    with pytest.raises(ServiceError, match="model_invalid"):
        load_measurement_model(installed)
    (installed / "measurements.json").unlink()
    with pytest.raises(ServiceError, match="model_invalid"):
        load_measurement_model(installed)


def test_the_analyzer_does_not_start_with_a_wrong_model(installed: Path) -> None:
    card = json.loads((installed / "measurements.json").read_text())
    (installed / "measurements.json").write_text(json.dumps(card | {"sha256": "0" * 64}))
    analyzer = Analyzer(Settings(vision=VisionSettings(models_dir=installed)))
    with pytest.raises(ServiceError, match="model_invalid"):
        analyzer.load()


def test_a_lesion_model_without_its_card_is_refused(installed: Path) -> None:
    (installed / "lesions.onnx").write_bytes(b"no network")
    with pytest.raises(ServiceError, match="model_invalid"):
        Analyzer(Settings(vision=VisionSettings(models_dir=installed))).load()


def test_a_measure_that_is_missing_counts_as_average() -> None:
    linear = _linear(2.0, -1.0)
    assert linear({"m0.face": 0.5}) == linear({"m0.face": 0.5, "m1.face": 0.0})
    assert linear({})[0] == 1.0


def test_one_wild_measure_cannot_decide_alone() -> None:
    linear = _linear(1.0)
    assert linear({"m0.face": 1000.0}) == linear({"m0.face": 4.0})


def test_more_of_a_sign_never_lowers_its_grade_or_probability() -> None:
    grade = GradeHead(linear=_linear(0.8), cuts=(0.5, 1.5, 2.5))
    sign = SignHead(linear=_linear(0.8), absent_below=0.3, present_above=0.7)
    vectors = [{"m0.face": value / 4} for value in range(-20, 21)]
    values = [grade.grade_value(vector) for vector in vectors]
    assert values == sorted(values)
    assert [grade.grade(value) for value in values] == sorted(grade.grade(value) for value in values)
    assert {grade.grade(value) for value in values} == {0, 1, 2, 3}
    probabilities = [sign.probability(vector) for vector in vectors]
    assert probabilities == sorted(probabilities)


def test_every_head_reads_measures_that_exist(portrait_keys: set[str]) -> None:
    _, model = load_measurement_model(SHIPPED)
    assert _features(model) <= portrait_keys


def _features(model: MeasurementModel) -> set[str]:
    linears = [head.linear for sites in model.grades.values() for head in sites.values()]
    linears += [head.linear for framings in model.signs.values() for head in framings.values()]
    linears += [head.linear for head in model.skin_type.values()]
    return {feature for linear in linears for feature in linear.features}
