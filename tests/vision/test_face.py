"""The face is found however large it is and whichever way the photo is stored."""

import numpy as np
import pytest
from PIL import Image

from sesaclinic.vision.align import FACE_WIDTH, align_face
from sesaclinic.vision.face import FaceFinder
from sesaclinic.vision.mesh import FaceMesh
from tests import photos


def _mesh(finder: FaceFinder, image: Image.Image) -> FaceMesh:
    pixels = np.asarray(image)
    mesh = finder.mesh(pixels, finder.faces(pixels)[0])
    assert mesh is not None
    return mesh


def test_a_portrait_shows_one_frontal_face(finder: FaceFinder) -> None:
    image = photos.portrait()
    assert len(finder.faces(np.asarray(image))) == 1
    mesh = _mesh(finder, image)
    assert mesh.landmarks.shape == (478, 3)
    assert abs(mesh.yaw) < 5
    assert abs(mesh.roll) < 6
    assert mesh.width == pytest.approx(226, rel=0.08)


def test_two_people_are_two_faces(finder: FaceFinder) -> None:
    assert len(finder.faces(np.asarray(photos.two_faces()))) == 2


def test_a_small_picture_in_the_background_does_not_count(finder: FaceFinder) -> None:
    scene = photos.portrait(900).copy()
    scene.paste(photos.portrait(180), (0, 0))
    assert len(finder.faces(np.asarray(scene))) == 1


def test_a_field_shows_no_face(finder: FaceFinder) -> None:
    pixels = np.asarray(photos.landscape())
    assert finder.faces(pixels) == []
    assert finder.small_faces(pixels) == []


def test_a_face_in_the_distance_is_found_by_looking_closer(finder: FaceFinder) -> None:
    assert finder.small_faces(np.asarray(photos.face_in_the_distance()))


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_photo_stored_on_its_side_gives_the_same_upright_canvas(finder: FaceFinder, degrees: int) -> None:
    upright = photos.portrait()
    turned = upright.rotate(degrees, expand=True)
    mesh = _mesh(finder, turned)
    assert (mesh.roll + degrees + 180) % 360 - 180 == pytest.approx(_mesh(finder, upright).roll, abs=8)
    canvas = align_face(np.asarray(turned), mesh)
    eyes, mouth = canvas.points[[33, 263], 1].mean(), canvas.points[[13, 14], 1].mean()
    assert mouth - eyes > FACE_WIDTH / 4


@pytest.mark.parametrize("width", [300, 640, 1600])
def test_the_canvas_does_not_depend_on_the_size_of_the_photo(finder: FaceFinder, width: int) -> None:
    image = photos.portrait(width)
    canvas = align_face(np.asarray(image), _mesh(finder, image))
    span = np.linalg.norm(canvas.points[454] - canvas.points[234])
    assert span == pytest.approx(FACE_WIDTH, rel=0.06)
    assert canvas.resolution == pytest.approx(width / 640 * 0.73, rel=0.1)
    assert canvas.inside.all()
