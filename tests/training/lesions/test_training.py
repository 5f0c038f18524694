"""The training loop on a handful of drawn photos: sampling, start weights, learning, resuming, exporting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch: Any = pytest.importorskip("torch", reason="needs the training group (make training)")
onnx: Any = pytest.importorskip("onnx", reason="needs the training group (make training)")

from sesaclinic.evaluation.lesions import FaceBox  # noqa: E402 - after the skip
from sesaclinic.vision.detect import LesionDetector  # noqa: E402
from training.lesions.compare import comparison_table  # noqa: E402
from training.lesions.data import read_data  # noqa: E402
from training.lesions.export import digest, draft_card, export_onnx, write_card  # noqa: E402
from training.lesions.judge import FALSE_ALARMS, as_network, choose_thresholds, look  # noqa: E402
from training.lesions.network import build, read_checkpoint, start_from  # noqa: E402
from training.lesions.photos import load_photo, load_photos  # noqa: E402
from training.lesions.records import LABELS, Record  # noqa: E402
from training.lesions.run import RESULTS, Run, install  # noqa: E402
from training.lesions.sampling import TileDataset, collate, draw_weights  # noqa: E402
from training.lesions.thaw import thawed  # noqa: E402
from training.lesions.trainer import Recipe, Trainer  # noqa: E402

TINY = Recipe(tile=96, batch=4, epochs=2, tiles_per_epoch=8, warm_up=2, workers=0, threads=1, frozen_epochs=0)


def whole_photo(_: object) -> FaceBox:
    return (0, 0, 224, 160)


def tiles_of(drawn: Path, recipe: Recipe) -> TileDataset:
    data = read_data(drawn)
    return TileDataset(load_photos(data.train, data.folder), recipe.tile, recipe.tiles_per_epoch, recipe.seed)


def weights_of(model: Any) -> Any:
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def test_a_group_is_never_on_both_sides_of_the_split(drawn: Path) -> None:
    data = read_data(drawn)
    assert data.train
    assert data.val
    assert not {r.group for r in data.train} & {r.group for r in data.val}


def test_families_are_drawn_by_their_share_however_many_photos_they_have(drawn: Path) -> None:
    data = read_data(drawn)
    photos = load_photos(data.train, data.folder)
    crowded = [*photos, *[p for p in photos if p.record.label_set == "acne04-v1"] * 9]
    shares = {"acne04-v1": 0.5, "psoriasis-own": 0.25, "pigmentation-own": 0.25}
    drawn_share: dict[str, float] = {}
    for photo, weight in zip(crowded, draw_weights(crowded, shares), strict=True):
        drawn_share[photo.record.label_set] = drawn_share.get(photo.record.label_set, 0) + float(weight)
    assert drawn_share["acne04-v1"] == pytest.approx(0.5)
    assert drawn_share["psoriasis-own"] == pytest.approx(0.25)


def test_a_class_nobody_looked_for_hardly_counts_in_the_loss(drawn: Path) -> None:
    batch = collate([tiles_of(drawn, TINY)[i] for i in range(8)])
    known = {tuple(row.tolist()) for row in batch["known"]}
    acne, pigmentation, psoriasis = (LABELS.index(label) for label in ("acne", "pigmentation", "psoriasis"))
    for row in known:
        assert row[psoriasis] == 1
        assert row[acne] == 1 or row[pigmentation] == 1
    assert any(row[pigmentation] < 0.2 for row in known)


def test_tiles_of_an_epoch_are_reproducible_and_differ_between_epochs(drawn: Path) -> None:
    data = tiles_of(drawn, TINY)
    first = data[3][0]
    assert torch.equal(first, data[3][0])
    data.epoch = 1
    assert not torch.equal(first, data[3][0])


def test_training_goes_on_from_an_exported_model_as_if_it_had_never_been_folded(drawn: Path, tmp_path: Path) -> None:
    model = build("n", len(LABELS)).eval()
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):  # as unlike an untrained one as training makes them
            module.running_mean.uniform_(-0.2, 0.2)
            module.bias.data.uniform_(-0.5, 0.5)
    export_onnx(model, tmp_path / "lesions.onnx")
    data = tiles_of(drawn, TINY)
    tiles = torch.stack([data[index][0] for index in range(8)]).float() / 255
    again = build("n", len(LABELS))
    assert start_from(again, thawed(tmp_path / "lesions.onnx", tiles)) == len(model.state_dict())
    with torch.no_grad():
        expected, found = model(tiles)[0], again.eval()(tiles)[0]
    assert float((expected[:, 4:] - found[:, 4:]).abs().max()) < 1e-2  # half-precision weights


def test_a_file_that_is_no_detector_is_not_a_start(tmp_path: Path) -> None:
    graph = onnx.helper.make_graph([], "nothing", [], [])
    onnx.save(onnx.helper.make_model(graph), str(tmp_path / "other.onnx"))
    with pytest.raises(ValueError, match=r"other\.onnx is not an exported YOLOv5"):
        thawed(tmp_path / "other.onnx", torch.zeros(1, 3, 32, 32))


def test_a_wider_network_starts_as_the_narrow_ones_function(tmp_path: Path) -> None:
    torch.manual_seed(0)
    narrow = build("n", 3)
    torch.save(narrow.state_dict(), tmp_path / "narrow.pth")
    same = build("n", 3)
    assert start_from(same, read_checkpoint(tmp_path / "narrow.pth")) == len(narrow.state_dict())
    wide = build("s", 3)
    fitted = start_from(wide, read_checkpoint(tmp_path / "narrow.pth"))
    assert fitted > 0.8 * len(wide.state_dict())
    image = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        ours = wide.eval().model[1](wide.model[0](image))
        theirs = narrow.eval().model[1](narrow.model[0](image))
    assert ours[:, ::2] == pytest.approx(theirs, abs=0.1 * float(theirs.abs().max()))


def test_a_run_cut_off_goes_on_where_it_stopped(drawn: Path, tmp_path: Path) -> None:
    whole = Trainer(TINY, tmp_path / "whole", tiles_of(drawn, TINY), None)
    whole.fit()
    cut = Trainer(TINY, tmp_path / "cut", tiles_of(drawn, TINY), None)

    class InterruptionError(Exception):
        pass

    def interrupt(_: Trainer) -> None:
        raise InterruptionError

    with pytest.raises(InterruptionError):
        cut.fit(after_epoch=interrupt)
    resumed = Trainer(TINY, tmp_path / "cut", tiles_of(drawn, TINY), None)
    assert resumed.epoch == 1
    resumed.fit()
    assert weights_of(resumed.model).numpy() == pytest.approx(weights_of(whole.model).numpy(), abs=1e-4)
    epochs = [json.loads(line)["epoch"] for line in (tmp_path / "cut" / "log.jsonl").read_text().splitlines()]
    assert epochs == [1, 2]


def test_training_lowers_the_loss(drawn: Path, tmp_path: Path) -> None:
    recipe = Recipe(**{**vars(TINY), "epochs": 6, "tiles_per_epoch": 16, "learning_rate": 3e-3, "stem": 0})
    Trainer(recipe, tmp_path, tiles_of(drawn, recipe), None).fit()
    losses = [json.loads(line)["cls_loss"] for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert losses[-1] < losses[0]


def test_what_is_exported_answers_as_the_model_did(drawn: Path, tmp_path: Path) -> None:
    torch.manual_seed(1)
    model = build("n", 3).eval()
    assert export_onnx(model, tmp_path / "lesions.onnx") < 1e-3
    card = draft_card("test").model_copy(update={"sha256": digest(tmp_path / "lesions.onnx")})
    write_card(card, tmp_path / "lesions.json")
    exported = LesionDetector.installed(tmp_path)
    assert exported is not None
    photo = load_photo(read_data(drawn).val[0], drawn / "photos").rgb
    ours, theirs = exported.candidates(photo), LesionDetector(as_network(model), card).candidates(photo)
    assert ours.scores == pytest.approx(theirs.scores, abs=1e-3)
    assert ours.boxes == pytest.approx(theirs.boxes, abs=0.5)


def test_thresholds_keep_clear_faces_clear_and_find_what_is_there(drawn: Path) -> None:
    records = [r for r in read_data(drawn).val if r.label_set != "pigmentation-own"]
    pigmented = [r for r in read_data(drawn).val if r.label_set == "pigmentation-own"]
    calls = iter(range(10_000))

    def network(image: Any) -> Any:  # sure of a spot in photos with one, half as sure elsewhere
        output = np.zeros((1, 7, 1), np.float32)
        output[0, :4, 0] = (40, 40, 30, 30)
        output[0, 4:, 0] = 0.8 if (image[0] < 0.3).any() else 0.4
        next(calls)
        return output

    card = draft_card("test")
    everything: list[Record] = [*records, *pigmented]
    looks = look(network, card, everything, drawn / "photos", whole_photo)
    thresholds = choose_thresholds(everything, looks, card)
    for label in LABELS:
        assert thresholds[label].confidence > 0.4 / 1.4  # what merging makes of a lone 0.4
        assert thresholds[label].false_alarms <= FALSE_ALARMS[label]


def test_a_whole_run_leaves_a_model_the_product_loads(
    drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.lesions.run.product_face", lambda: whole_photo)
    folder = tmp_path / "run"
    card = Run(TINY, read_data(drawn), folder, None, "test", validate_every=1).train()
    assert card == folder / "lesions.json"
    install(folder, tmp_path / "assets")
    detector = LesionDetector.installed(tmp_path / "assets")
    assert detector is not None
    assert detector.card.training["epochs_done"] == 2
    assert set(detector.card.metrics["labels"]) == set(LABELS)  # type: ignore[call-overload]
    table = comparison_table([folder])
    assert "| run | n | 2 × 8 at 96 |" in table
    assert (folder / RESULTS).exists()
