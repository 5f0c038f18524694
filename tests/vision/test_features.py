"""Each measure answers to what it is named after, and not to the light."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from sesaclinic.domain import RegionName
from sesaclinic.evaluation.perturb import daylight
from sesaclinic.vision.align import CANVAS, Canvas
from sesaclinic.vision.features import measure
from sesaclinic.vision.features.colour import typology_angle
from sesaclinic.vision.skin import see_skin

_FACE = RegionName.FACE
_SKIN = np.array([205, 160, 135], np.float64)


def _read(pixels: NDArray[np.float64]) -> dict[str, float]:
    """Measures of a made-up close-up, (464, 384, 3) sRGB."""
    rng = np.random.default_rng(5)
    noisy = pixels + rng.normal(0, 0.6, pixels.shape)
    canvas = Canvas(
        noisy.round().clip(0, 255).astype(np.uint8),
        np.zeros((0, 3), np.float32),
        np.ones(CANVAS, bool),
        np.array([[1.0, 0, 0], [0, 1.0, 0]]),
        1.0,
    )
    by_region = measure(see_skin(canvas)).by_region
    return {name: value for (name, region), value in by_region.items() if region == _FACE}


def _plain() -> NDArray[np.float64]:
    """Smooth skin under a soft light."""
    shade = np.linspace(0.93, 1.04, CANVAS[0])[:, None, None]
    return np.broadcast_to(_SKIN, (*CANVAS, 3)) * shade


def _marked(
    pixels: NDArray[np.float64], mask: NDArray[np.bool_], colour: tuple[float, float, float]
) -> NDArray[np.float64]:
    return np.where(mask[..., None], pixels * np.array(colour), pixels)


def _dots(radius: float, spacing: int) -> NDArray[np.bool_]:
    rows, columns = np.mgrid[: CANVAS[0], : CANVAS[1]]
    return np.asarray((rows % spacing - spacing / 2) ** 2 + (columns % spacing - spacing / 2) ** 2 <= radius**2)


def _lines(width: int, spacing: int) -> NDArray[np.bool_]:
    rows = np.arange(CANVAS[0])[:, None] % spacing < width
    return np.broadcast_to(rows, CANVAS)


def test_wrinkles_are_dark_lines_and_not_dark_dots() -> None:
    smooth, lines = _read(_plain()), _read(_marked(_plain(), _lines(3, 40), (0.85, 0.85, 0.85)))
    dots = _read(_marked(_plain(), _dots(2, 24), (0.7, 0.7, 0.7)))
    assert lines["line_1"] > smooth["line_1"] + 1
    assert lines["line_1"] > dots["line_1"] + 0.5
    assert lines["line_1_across"] > lines["line_1_down"] + 1  # they run across the face


def test_pores_are_dark_dots_and_not_dark_lines() -> None:
    smooth, lines = _read(_plain()), _read(_marked(_plain(), _lines(3, 40), (0.85, 0.85, 0.85)))
    dots = _read(_marked(_plain(), _dots(1.5, 10), (0.7, 0.7, 0.7)))
    assert dots["pore_0"] > smooth["pore_0"] + 1
    assert dots["pore_0"] > lines["pore_0"] + 0.5
    assert dots["pore_0_density"] > 5 * max(smooth["pore_0_density"], 0.1)


def test_redness_is_blood_and_not_shadow() -> None:
    patch = np.zeros(CANVAS, bool)
    patch[150:320, 120:300] = True
    plain, flushed = _read(_plain()), _read(_marked(_plain(), patch, (1.05, 0.82, 0.85)))
    shaded = _read(_marked(_plain(), patch, (0.85, 0.85, 0.85)))
    assert flushed["erythema_high"] > plain["erythema_high"] + 5
    assert abs(shaded["erythema_high"] - plain["erythema_high"]) < 2
    assert flushed["red_area_6"] > 0.1
    assert shaded["red_area_6"] < 0.02


def test_brown_spots_are_dark_in_red_light_and_inflamed_ones_are_not() -> None:
    brown = _read(_marked(_plain(), _dots(5, 48), (0.7, 0.6, 0.55)))
    red = _read(_marked(_plain(), _dots(5, 48), (1.0, 0.75, 0.78)))
    plain = _read(_plain())
    assert brown["melanin_spot_2"] > max(red["melanin_spot_2"], plain["melanin_spot_2"]) + 0.4
    assert red["red_spot_2"] > plain["red_spot_2"] + 0.8


def test_shine_is_a_pale_highlight() -> None:
    rows, columns = np.mgrid[: CANVAS[0], : CANVAS[1]]
    glow = np.exp(-((rows - 200) ** 2 + (columns - 190) ** 2) / (2 * 22**2))[..., None]
    plain, shiny = _read(_plain()), _read(_plain() * (1 - 0.7 * glow) + 250 * 0.7 * glow)
    assert shiny["highlight"] > plain["highlight"] + 3
    assert shiny["shine_relief"] > 3 * plain["shine_relief"]


def _relit(canvas: Canvas, gains: NDArray[np.float64]) -> Canvas:
    levels = np.arange(256) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    light = linear[canvas.pixels] * gains
    encoded = np.where(light <= 0.0031308, light * 12.92, 1.055 * light.clip(0, 1) ** (1 / 2.4) - 0.055)
    return replace(canvas, pixels=(encoded * 255).round().clip(0, 255).astype(np.uint8))


@pytest.mark.parametrize(
    ("name", "gains"),
    [
        ("darker by a third of a stop", np.full(3, 2**-0.33)),
        ("warmer by 300 K", daylight(6200) / daylight(6500) * 0.95),
        ("cooler by 300 K", daylight(6800) / daylight(6500) * 0.95),
    ],
)
def test_differences_inside_a_face_do_not_follow_the_light(
    canvas: Canvas, name: str, gains: NDArray[np.float64]
) -> None:
    before, after = measure(see_skin(canvas)).by_region, measure(see_skin(_relit(canvas, gains))).by_region
    for measured, allowed in (
        ("erythema_excess", 0.5),
        ("melanin_excess", 0.8),
        ("highlight", 1.0),
        ("line_1", 0.06),
        ("pore_0", 0.08),
        ("brown_spot_2", 0.08),
        ("orbit_darkness", 1.0),
    ):
        for (key, region), value in before.items():
            if key == measured:
                assert after[key, region] == pytest.approx(value, abs=allowed), (name, key, region)


def test_the_typology_angle_sorts_light_to_dark_skin() -> None:
    angles = [typology_angle(light, 18) for light in (75, 65, 55, 40)]
    assert angles == sorted(angles, reverse=True)
    assert angles[0] > 41
    assert angles[-1] < 0


def test_a_face_is_measured_in_every_region(canvas: Canvas) -> None:
    measured = measure(see_skin(canvas))
    assert {region for _, region in measured.by_region} == set(RegionName)
    assert all(np.isfinite(value) for value in measured.vector.values())
    assert len(measured.vector) > 150
