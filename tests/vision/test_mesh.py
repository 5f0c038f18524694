"""The mesh of a face lies the same on every photo of it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sesaclinic.evaluation.perturb import Perturbation, perturb
from sesaclinic.settings import PhotoSettings
from sesaclinic.vision.align import Canvas, align_face
from sesaclinic.vision.face import FaceFinder
from sesaclinic.vision.intake import decode
from sesaclinic.vision.mesh import FaceMesh
from tests import photos

#: Copies that leave every skin point where it was, so that meshes can be compared point by point.
_IN_PLACE = (
    Perturbation(stops=0.3, quality=90),
    Perturbation(stops=-0.3, kelvin=300, quality=60),
    Perturbation(kelvin=-300, quality=75),
)


@pytest.fixture(scope="module")
def copies(portrait: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    limits = PhotoSettings()
    return [portrait, *(decode(perturb(portrait, one), "copy.jpg", limits).pixels for one in _IN_PLACE)]


def _first(finder: FaceFinder, pixels: NDArray[np.uint8]) -> FaceMesh:
    mesh = finder.mesh(pixels, finder.faces(pixels)[0])
    assert mesh is not None
    return mesh


def _spread(meshes: list[FaceMesh]) -> float:
    """Root-mean-square wander of a point, in pixels."""
    return float(np.std([mesh.landmarks[:468, :2] for mesh in meshes], axis=0).mean())


def test_a_steadied_mesh_wanders_less_in_another_light(finder: FaceFinder, copies: list[NDArray[np.uint8]]) -> None:
    first = [_first(finder, pixels) for pixels in copies]
    steady = [finder.steady(pixels, mesh) for pixels, mesh in zip(copies, first, strict=True)]
    assert _spread(steady) < 0.8 * _spread(first)


def test_a_steadied_mesh_is_still_on_the_face(finder: FaceFinder, portrait: NDArray[np.uint8]) -> None:
    first = _first(finder, portrait)
    steady = finder.steady(portrait, first)
    assert np.abs(steady.landmarks[:, :2] - first.landmarks[:, :2]).max() < 0.05 * first.width


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_photo_stored_on_its_side_gives_a_face_of_the_same_size(
    finder: FaceFinder, portrait: NDArray[np.uint8], degrees: int
) -> None:
    upright = finder.steady(portrait, _first(finder, portrait))
    turned = np.asarray(photos.portrait().rotate(degrees, expand=True))
    steady = finder.steady(turned, _first(finder, turned))
    assert steady.width == pytest.approx(upright.width, rel=0.02)
    canvas: Canvas = align_face(turned, steady)
    assert canvas.points[[33, 263], 1].std() < 0.01 * steady.width  # the eyes are level


def test_where_no_face_answers_the_mesh_stays_as_it_was(finder: FaceFinder, mesh: FaceMesh) -> None:
    blank = np.full((512, 512, 3), 127, np.uint8)
    assert finder.steady(blank, mesh) is mesh
