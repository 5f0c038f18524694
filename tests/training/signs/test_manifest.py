"""What is known of a photo, who counts as the same photo, and who is kept apart from whom."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.training.signs.conftest import GRADED, LABELLED, House
from training.signs.duplicates import distinct_groups, duplicate_pairs, fingerprint, merged_groups
from training.signs.manifest import CLEAR, SYNTHETIC, Sample, read_samples, with_groups
from training.signs.splits import check_apart, fold_of, of_split, split_of


def _sample(photo: str, group: str, quality: str = "curated") -> Sample:
    return Sample(photo, "made", group, {"sign.redness": 1.0}, {"sign.redness": 1.0}, {"sign.redness": quality})


def _scene(seed: int) -> NDArray[np.uint8]:
    small = np.random.default_rng(seed).integers(0, 256, (12, 12, 3), np.uint8)
    return np.asarray(cv2.resize(small, (240, 240), interpolation=cv2.INTER_CUBIC), np.uint8)


def test_every_photo_comes_once_with_all_that_is_known_of_it(house: House) -> None:
    samples = read_samples(house.data, own_grades=None)
    assert len(samples) == LABELLED + GRADED
    labelled, graded = samples[1], samples[LABELLED + 1]
    assert labelled.truth["sign.redness"] == 1.0
    assert labelled.truth["skin_type.closeup"] == 1
    assert "grade.redness" not in labelled.truth  # what nobody said is unknown, never "no"
    assert labelled.licence == "CC0"
    assert graded.truth["grade.wrinkles"] == 2.5
    assert graded.truth["skin_type.face"] == 1


def test_a_clear_grade_teaches_its_sign_and_is_never_judged_by(house: House) -> None:
    graded = read_samples(house.data, own_grades=None)[LABELLED + 1]
    assert graded.quality["sign.wrinkles"] == CLEAR
    assert graded.trust["sign.wrinkles"] < 1
    assert graded.judges("grade.wrinkles")
    assert not graded.judges("sign.wrinkles")


def test_a_grade_that_is_none_is_refused(house: House, tmp_path: Path) -> None:
    for name in ("labels.csv", "boxes.jsonl"):
        (tmp_path / name).write_bytes((house.data / name).read_bytes())
    (tmp_path / "grades.csv").write_text((house.data / "grades.csv").read_text().replace("2.5", "25"))
    with pytest.raises(ValueError, match="grades are 0–3"):
        read_samples(tmp_path, own_grades=None)


def test_age_sex_and_ethnicity_are_read_where_a_source_states_them(tmp_path: Path) -> None:
    header = "photo,source,group,task,label,quality,licence"
    row = "u/1.jpg,utkface,u:1,wrinkles,yes,age-proxy age=61 sex=1 ethnicity=3,research"
    (tmp_path / "labels.csv").write_text(f"{header}\n{row}\n")
    (tmp_path / "grades.csv").write_text("photo,skin_type,raters\n")
    (tmp_path / "boxes.jsonl").write_text("")
    assert read_samples(tmp_path, own_grades=None)[0].person == {"age": "61", "sex": "1", "ethnicity": "3"}


def test_a_group_is_on_one_side_and_always_the_same() -> None:
    groups = [f"g{number}" for number in range(400)]
    sides = [split_of(group) for group in groups]
    assert sides == [split_of(group) for group in groups]
    assert 0.14 < sides.count("test") / 400 < 0.26
    assert 0.10 < sides.count("validation") / 400 < 0.20
    assert {fold_of(group, 5) for group in groups} == set(range(5))


def test_generated_faces_only_teach() -> None:
    samples = [_sample(f"{number}.jpg", f"g{number}", SYNTHETIC) for number in range(60)]
    assert of_split(samples, "train")
    assert not of_split(samples, "test")
    assert not of_split(samples, "validation")
    assert not any(sample.judges("sign.redness") for sample in samples)


def test_a_group_on_two_sides_is_an_error() -> None:
    with pytest.raises(ValueError, match="g1 is on two sides"):
        check_apart([_sample("a.jpg", "g1")], [_sample("b.jpg", "g1")])


@pytest.mark.parametrize("change", ["recompressed", "half the size", "brighter", "mirrored"])
def test_a_changed_copy_is_the_same_photo(tmp_path: Path, change: str) -> None:
    photo, copy = tmp_path / "photo.png", tmp_path / "copy.jpg"
    pixels = _scene(1)
    cv2.imwrite(str(photo), pixels)
    changed = {
        "recompressed": pixels,
        "half the size": cv2.resize(pixels, (120, 120), interpolation=cv2.INTER_AREA),
        "brighter": cv2.convertScaleAbs(pixels, alpha=0.8, beta=40),
        "mirrored": pixels[:, ::-1],
    }[change]
    cv2.imwrite(str(copy), changed, [cv2.IMWRITE_JPEG_QUALITY, 60])
    assert duplicate_pairs({"photo": fingerprint(photo), "copy": fingerprint(copy)}) == [("copy", "photo")]


def test_another_scene_is_another_photo(tmp_path: Path) -> None:
    for seed in range(4):
        cv2.imwrite(str(tmp_path / f"{seed}.png"), _scene(seed))
    assert duplicate_pairs({path.name: fingerprint(path) for path in tmp_path.iterdir()}) == []


def test_groups_that_share_a_photo_end_on_the_same_side(tmp_path: Path) -> None:
    for name, seed in {"a.png": 1, "b.png": 2, "c.png": 2}.items():
        cv2.imwrite(str(tmp_path / name), _scene(seed))
    samples = [_sample("a.png", "g1"), _sample("b.png", "g2"), _sample("c.png", "g3")]
    files = {name: tmp_path / name for name in ("a.png", "b.png", "c.png")}
    groups = distinct_groups(samples, files, tmp_path / "duplicates.json")
    assert groups == {"g1": "g1", "g2": "g2", "g3": "g2"}
    merged = with_groups(samples, groups)
    assert split_of(merged[1].group) == split_of(merged[2].group)
    (tmp_path / "a.png").unlink()  # the next run over the same photos looks at none
    assert distinct_groups(samples, files, tmp_path / "duplicates.json") == groups


def test_a_chain_of_copies_is_one_group() -> None:
    samples = [_sample(name, f"g{name}") for name in "abcd"]
    assert merged_groups(samples, [("a", "b"), ("b", "d")]) == {"ga": "ga", "gb": "ga", "gc": "gc", "gd": "ga"}
