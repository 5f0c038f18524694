"""Models are loaded once for all vision tests."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sesaclinic.settings import Settings
from sesaclinic.vision import Analyzer
from sesaclinic.vision.align import Canvas, align_face
from sesaclinic.vision.face import FaceFinder
from sesaclinic.vision.features import measure
from sesaclinic.vision.mesh import FaceMesh
from sesaclinic.vision.skin import Skin, see_skin
from tests import photos


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    analyzer = Analyzer(Settings())
    analyzer.load()
    return analyzer


@pytest.fixture(scope="session")
def finder() -> FaceFinder:
    finder = FaceFinder()
    finder.load()
    return finder


@pytest.fixture(scope="session")
def portrait() -> NDArray[np.uint8]:
    return np.asarray(photos.portrait(), dtype=np.uint8)


@pytest.fixture(scope="session")
def mesh(finder: FaceFinder, portrait: NDArray[np.uint8]) -> FaceMesh:
    mesh = finder.mesh(portrait, finder.faces(portrait)[0])
    assert mesh is not None
    return mesh


@pytest.fixture(scope="session")
def canvas(portrait: NDArray[np.uint8], mesh: FaceMesh) -> Canvas:
    return align_face(portrait, mesh)


@pytest.fixture(scope="session")
def skin(canvas: Canvas) -> Skin:
    return see_skin(canvas)


@pytest.fixture(scope="session")
def portrait_keys(skin: Skin) -> set[str]:
    """Every measure a frontal face gives."""
    return set(measure(skin).vector)
