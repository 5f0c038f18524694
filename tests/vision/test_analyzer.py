"""A photo in, an Analysis out: the contract, the same skin in another light, and nothing left behind."""

import sys
import threading
from collections.abc import Callable

import pytest
from PIL import Image

from sesaclinic.domain import Analysis, Concern, RegionName
from sesaclinic.errors import PhotoError, SesacError
from sesaclinic.settings import Settings
from sesaclinic.vision import Analyzer
from tests import photos

SIDES = (RegionName.LEFT_CHEEK, RegionName.RIGHT_CHEEK)


@pytest.fixture(scope="module")
def analysis(analyzer: Analyzer) -> Analysis:
    return analyzer.analyze(photos.jpeg(), name="me.jpg")


def _scores(analysis: Analysis) -> dict[str, float]:
    return {
        finding.concern: finding.score
        for finding in analysis.findings
        if finding.region == RegionName.FACE and finding.score is not None
    }


def test_the_analysis_survives_json(analysis: Analysis) -> None:
    assert Analysis.model_validate_json(analysis.model_dump_json()) == analysis


def test_the_face_box_lies_on_the_face(analysis: Analysis) -> None:
    assert analysis.face.count == 1
    assert analysis.face.box is not None
    x, y, width, height = analysis.face.box
    assert [x, y] == pytest.approx([207, 174], abs=15)
    assert [width, height] == pytest.approx([227, 263], abs=20)


def test_every_region_of_a_face_is_measured(analysis: Analysis) -> None:
    measured = {
        finding.region for finding in analysis.findings if finding.value is not None and finding.score is not None
    }
    assert measured == set(RegionName)
    told = {finding.concern for finding in analysis.findings}
    assert told | {Concern.ACNE} == set(Concern) - {Concern.ELASTICITY, Concern.MOISTURE}  # these need an instrument
    assert all(finding.unit for finding in analysis.findings)


def test_the_probabilities_of_the_skin_type_add_up(analysis: Analysis) -> None:
    shares = analysis.skin_type.probabilities
    assert shares.dry + shares.normal + shares.oily == pytest.approx(1, abs=0.001)


def test_every_model_that_took_part_is_named(analysis: Analysis) -> None:
    assert analysis.models["measurements"][0].isdigit()
    assert "mediapipe" in analysis.models["face"]
    assert analysis.models["lesions"]


def test_polygons_lie_inside_the_photo_and_around_the_face(analysis: Analysis) -> None:
    assert analysis.image is not None
    assert {region.name for region in analysis.regions} == set(RegionName)
    for region in analysis.regions:
        assert len(region.polygon) >= 4
        for x, y in region.polygon:
            assert 0 <= x <= analysis.image.width
            assert 0 <= y <= analysis.image.height


def test_boxes_and_polygons_of_a_large_photo_are_in_its_own_pixels(analyzer: Analyzer, analysis: Analysis) -> None:
    large = analyzer.analyze(photos.jpeg(photos.portrait(2560)), name="me.jpg")
    assert large.image is not None
    assert large.image.width == 2560
    assert analysis.face.box is not None
    assert large.face.box == pytest.approx([4 * edge for edge in analysis.face.box], rel=0.06)
    noses = [next(r for r in one.regions if r.name == RegionName.NOSE).polygon[0] for one in (analysis, large)]
    assert noses[1] == pytest.approx([4 * value for value in noses[0]], rel=0.05)


@pytest.mark.parametrize("shot", photos.BAD_SHOTS)
def test_each_bad_shot_gets_its_own_code(analyzer: Analyzer, shot: str) -> None:
    data, name, code = photos.BAD_SHOTS[shot]()
    with pytest.raises(PhotoError) as refused:
        analyzer.analyze(data, name=name)
    assert refused.value.code == code
    assert refused.value.as_dict("ko")["hint"]


@pytest.mark.parametrize("kind", ["text", "truncated JPEG", "moving GIF", "a gigapixel", "empty"])
def test_the_analyzer_survives_bad_files(analyzer: Analyzer, kind: str) -> None:
    data, name, code = photos.BAD_FILES[kind]()
    with pytest.raises(SesacError, match=code):
        analyzer.analyze(data, name=name)
    assert analyzer.analyze(photos.jpeg(), name="me.jpg").face.count == 1


_SAME_SKIN: dict[str, Callable[[], bytes]] = {
    "a little brighter": lambda: photos.jpeg(photos.exposed(photos.portrait(), 0.2)),
    "a little darker": lambda: photos.jpeg(photos.exposed(photos.portrait(), -0.3)),
    "a little warmer": lambda: photos.jpeg(photos.tinted(photos.portrait(), 1.015, 1, 0.98)),
    "half the size": lambda: photos.jpeg(photos.portrait(320)),
    "twice the size": lambda: photos.jpeg(photos.portrait(1280)),
    "compressed": lambda: photos.jpeg(quality=70),
    "held at an angle": lambda: photos.jpeg(photos.rolled(photos.portrait(), 5)),
    "as PNG": lambda: photos.encode(photos.portrait(), "PNG"),
    "as HEIC": lambda: photos.encode(photos.portrait(), "HEIF"),
}


@pytest.mark.parametrize("variation", _SAME_SKIN)
def test_the_same_skin_gets_nearly_the_same_scores(analyzer: Analyzer, analysis: Analysis, variation: str) -> None:
    again = analyzer.analyze(_SAME_SKIN[variation](), name="me")
    before, after = _scores(analysis), _scores(again)
    for concern, score in before.items():
        if concern != Concern.EVENNESS:  # a rank, steep where many faces are alike
            assert after[concern] == pytest.approx(score, abs=9), concern


def test_what_the_camera_wrote_into_the_file_changes_nothing(analyzer: Analyzer, analysis: Analysis) -> None:
    again = analyzer.analyze(photos.with_exif(photos.portrait()), name="me.jpg")
    assert again.model_dump(exclude={"timings_ms"}) == analysis.model_dump(exclude={"timings_ms"})
    assert "SecretCamera" not in again.model_dump_json()


def test_a_close_up_is_recognised_and_measured_without_a_face(analyzer: Analyzer) -> None:
    analysis = analyzer.analyze(photos.jpeg(photos.skin_closeup()), name="cheek.jpg")
    assert analysis.face.box is None
    assert analysis.face.count == 0
    assert {finding.region for finding in analysis.findings} == {RegionName.FACE}
    assert [region.name for region in analysis.regions] == [RegionName.FACE]


def test_framing_decides_what_a_photo_is(analyzer: Analyzer) -> None:
    closeup = photos.jpeg(photos.skin_closeup())
    with pytest.raises(PhotoError, match="no_face"):
        analyzer.analyze(closeup, name="cheek.jpg", framing="face")
    assert analyzer.analyze(photos.jpeg(), name="me.jpg", framing="closeup").face.box is None


def test_without_colour_nothing_is_said_of_redness(analyzer: Analyzer) -> None:
    grey = photos.jpeg(photos.portrait().convert("L").convert("RGB"))
    analysis = analyzer.analyze(grey, name="old.jpg")
    assert analysis.redness.label == "uncertain"
    assert Concern.REDNESS not in _scores(analysis)


def test_the_side_that_is_turned_away_is_not_measured(analyzer: Analyzer) -> None:
    analysis = analyzer.analyze(photos.jpeg(photos.cut_off()), name="half.jpg")
    values = {f.region: f.value for f in analysis.findings if f.concern == Concern.REDNESS}
    assert values[RegionName.RIGHT_CHEEK] is not None
    assert values[RegionName.LEFT_CHEEK] is None


def test_several_faces_are_measured_only_when_quality_is_off(analyzer: Analyzer) -> None:
    analysis = analyzer.analyze(photos.jpeg(photos.two_faces()), name="us.jpg", quality="off")
    assert analysis.face.count == 2


def test_progress_tells_each_stage_once(analyzer: Analyzer) -> None:
    told: list[tuple[str, int, int]] = []
    analyzer.analyze(photos.jpeg(), name="me.jpg", progress=lambda *step: told.append(step))
    assert [done for _, done, _ in told] == list(range(len(told)))
    assert told[-1][0] == "done"
    assert told[-1][1] == told[-1][2]


def test_threads_share_one_analyzer(analyzer: Analyzer, analysis: Analysis) -> None:
    shots: list[Image.Image] = [photos.portrait(), photos.portrait(480), photos.rolled(photos.portrait(), 4)]
    results: dict[int, Analysis] = {}

    def run(number: int) -> None:
        results[number] = analyzer.analyze(photos.jpeg(shots[number % 3]), name=f"{number}")

    threads = [threading.Thread(target=run, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    for number in range(3):
        assert results[number].findings == results[number + 3].findings


def test_loading_twice_loads_once() -> None:
    analyzer = Analyzer(Settings())
    analyzer.load()
    loaded = analyzer._models
    analyzer.load()
    assert analyzer._models is loaded


_written: list[str] = []
_watching = threading.Event()


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _watching.is_set() and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        _written.append(str(arguments[0]))


def test_nothing_is_written_to_disk(analyzer: Analyzer) -> None:
    sys.addaudithook(_watch)
    _watching.set()
    try:
        analyzer.analyze(photos.jpeg(), name="me.jpg")
        analyzer.analyze(photos.encode(photos.portrait(), "HEIF"), name="me.heic")
    finally:
        _watching.clear()
    assert [path for path in _written if not path.startswith("/dev/")] == []
