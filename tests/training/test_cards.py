"""The pages of docs/models say what the cards say, and every shipped model has one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from training.cards.markdown import correlation, share
from training.cards.pages import DOCS, MODELS, cards, model_file, page, pages


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_page_is_what_its_card_says(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "run python -m training.cards"


def test_every_shipped_model_has_a_card() -> None:
    described = {model_file(card) for card in cards(MODELS)}
    assert described == {path for path in MODELS.iterdir() if path not in cards(MODELS)}


def test_the_overview_leads_to_every_page() -> None:
    overview = (DOCS / "README.md").read_text(encoding="utf-8")
    assert all(f"({name})" in overview for name in pages())


def test_a_new_figure_in_a_card_changes_its_page(tmp_path: Path) -> None:
    for name in ("danger.json", "danger.npz"):
        shutil.copyfile(MODELS / name, tmp_path / name)
    before = page(tmp_path / "danger.json")
    card = json.loads((tmp_path / "danger.json").read_text(encoding="utf-8"))
    card["metrics"]["ko"]["recall"] = 0.123
    (tmp_path / "danger.json").write_text(json.dumps(card), encoding="utf-8")
    assert "0.123 (0.09–0.17)" not in before
    assert "0.123 (0.09–0.17)" in page(tmp_path / "danger.json")


def test_a_card_of_another_file_gets_no_page(tmp_path: Path) -> None:
    shutil.copyfile(MODELS / "danger.json", tmp_path / "danger.json")
    (tmp_path / "danger.npz").write_bytes(b"other weights")
    with pytest.raises(ValueError, match=r"danger\.json does not describe danger\.npz"):
        page(tmp_path / "danger.json")


def test_intervals_follow_wilson_and_fisher() -> None:
    assert share(0.5, 10) == "0.500 (0.24–0.76)"
    assert share(0.0, 93).endswith("(0.00–0.04)")
    assert correlation(0.5, 103) == "0.500 (0.34–0.63)"
