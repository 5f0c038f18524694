"""What is wrong with a photo is named, and refused as the mode says."""

from collections.abc import Callable

import pytest
from PIL import Image

from sesaclinic.errors import PhotoError
from sesaclinic.vision import Analyzer
from sesaclinic.vision.quality import LIMITS, Mode
from tests import photos

_TOLD: dict[str, tuple[Callable[[], Image.Image], str]] = {
    "dim": (lambda: photos.exposed(photos.portrait(), -2.4), "too_dark"),
    "harsh": (lambda: photos.exposed(photos.portrait(), 0.8), "too_bright"),
    "soft": (lambda: photos.blurred(photos.portrait(), 2.5), "blurred"),
    "green": (lambda: photos.tinted(photos.portrait(), 0.7, 1, 0.75), "colour_cast"),
    "side light": (lambda: photos.lit_from_one_side(photos.portrait()), "uneven_light"),
    "small": (lambda: photos.portrait(400), "low_resolution"),
    "cut off": (photos.cut_off, "face_cut_off"),
    "mask": (photos.with_mask, "occluded"),
    "black and white": (lambda: photos.portrait().convert("L").convert("RGB"), "no_colour"),
}


def _codes(analyzer: Analyzer, photo: bytes, quality: Mode = "normal") -> list[str]:
    return [issue.code for issue in analyzer.analyze(photo, name="me.jpg", quality=quality).quality.issues]


def test_a_good_portrait_has_nothing_to_complain_about(analyzer: Analyzer) -> None:
    quality = analyzer.analyze(photos.jpeg(), name="me.jpg", quality="strict").quality
    assert quality.issues == ()
    assert quality.score == 100
    assert quality.accepted


@pytest.mark.parametrize("spoiled", _TOLD)
def test_each_flaw_is_told_by_name_and_costs_points(analyzer: Analyzer, spoiled: str) -> None:
    make, code = _TOLD[spoiled]
    quality = analyzer.analyze(photos.jpeg(make()), name="me.jpg", lang="en").quality
    assert code in [issue.code for issue in quality.issues]
    assert quality.score < 100
    assert quality.accepted
    assert all(issue.message == PhotoError(issue.code).message("en") for issue in quality.issues)


def test_strong_compression_is_told(analyzer: Analyzer) -> None:
    assert "heavy_compression" in _codes(analyzer, photos.jpeg(quality=25))
    assert "heavy_compression" not in _codes(analyzer, photos.jpeg(quality=60))


def test_noise_is_not_mistaken_for_sharpness(analyzer: Analyzer) -> None:
    smeared = photos.noisy(photos.blurred(photos.portrait(), 9), 12)
    with pytest.raises(PhotoError, match="blurred"):
        analyzer.analyze(photos.jpeg(smeared), name="me.jpg")
    assert "blurred" not in _codes(analyzer, photos.jpeg(photos.noisy(photos.portrait(), 8)))


def test_a_small_sharp_face_is_not_called_blurred(analyzer: Analyzer) -> None:
    assert "blurred" not in _codes(analyzer, photos.jpeg(photos.portrait(300)))


@pytest.mark.parametrize("shot", ["night", "overexposed", "out of focus"])
def test_the_unusable_is_refused_in_normal_mode_and_measured_when_quality_is_off(analyzer: Analyzer, shot: str) -> None:
    data, name, code = photos.BAD_SHOTS[shot]()
    with pytest.raises(PhotoError, match=code):
        analyzer.analyze(data, name=name)
    quality = analyzer.analyze(data, name=name, quality="off").quality
    assert not quality.accepted
    assert quality.score < 50
    assert code in [issue.code for issue in quality.issues]


def test_strict_mode_refuses_what_normal_mode_only_tells(analyzer: Analyzer) -> None:
    photo = photos.jpeg(photos.blurred(photos.portrait(), 3.2))
    assert "blurred" in _codes(analyzer, photo)
    with pytest.raises(PhotoError, match="blurred"):
        analyzer.analyze(photo, name="me.jpg", quality="strict")


@pytest.mark.parametrize("name", LIMITS)
def test_worse_is_never_less_severe(name: str) -> None:
    limit = LIMITS[name]
    step = (limit.refuse - limit.tell) / 4
    severities = [limit.severity(limit.tell + step * number) for number in range(-2, 8)]
    assert severities == sorted(severities)
    assert limit.severity(limit.tell) == 0
    assert limit.severity(limit.refuse) == pytest.approx(1)
    assert PhotoError(limit.code).hint("ko")
