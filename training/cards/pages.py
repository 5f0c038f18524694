"""A page a card: the same sections in the same order, whatever the model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from training.cards import choice, embedder, lesions, measurements, questions, retrieval, signs
from training.cards.markdown import bullets, table

ROOT: Final = Path(__file__).parents[2]
MODELS: Final = ROOT / "src" / "sesaclinic" / "assets" / "models"
DOCS: Final = ROOT / "docs" / "models"
Card = Mapping[str, Any]

#: What each card's page says of data, figures and calibration, by the card's file name.
_WRITERS: Final = {
    "choice": choice,
    "danger": questions,
    "embedder": embedder,
    "lesions": lesions,
    "measurements": measurements,
    "retrieval": retrieval,
    "signs": signs,
}


def pages(models: Path = MODELS) -> dict[str, str]:
    """Text by file name. Raises KeyError for a card that nobody has written a page for, ValueError where a card
    describes another file than the one beside it.
    """
    return {f"{path.stem}.md": page(path) for path in cards(models)}


def cards(models: Path) -> list[Path]:
    """Every card of a folder: the JSON files that are not themselves a model."""
    found = sorted(models.glob("*.json"))
    files = {model_file(path).name for path in found}
    return [path for path in found if path.name not in files]


def model_file(card: Path) -> Path:
    """The model a card describes."""
    named = json.loads(card.read_text(encoding="utf-8")).get("file", f"{card.stem}.onnx")
    return card.with_name(named)


def page(path: Path) -> str:
    """One page, in Markdown."""
    card = json.loads(path.read_text(encoding="utf-8"))
    about = yaml.safe_load((Path(__file__).parent / "about.yaml").read_text(encoding="utf-8"))[path.stem]
    return "\n".join(_lines(path, card, about)).rstrip() + "\n"


def _lines(path: Path, card: Card, about: Mapping[str, Any]) -> Iterator[str]:
    writer = _WRITERS[path.stem]
    yield f"# {about['title']}"
    yield ""
    source = f"src/sesaclinic/assets/models/{path.name}"
    yield f"Written by `python -m training.cards` from `{source}`: change the card, not this page."
    yield ""
    yield about["what"]
    yield from _section("For", bullets(about["for"]))
    yield from _section("Not for", bullets(about["not_for"]))
    yield from _section("The model", table(("", ""), _facts(path, card)))
    yield from _section("Data", writer.data(card))
    yield from _section("Figures", writer.figures(card))
    yield from _section("Calibration", writer.calibration(card))
    yield from _section("Limits", bullets(about["limits"]))
    yield from _section("Fairness", iter((about["fairness"],)))


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield from lines


def _facts(path: Path, card: Card) -> Iterator[tuple[str, str]]:
    training = card.get("training", {})
    file = model_file(path)
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if card.get("sha256", digest) != digest:
        raise ValueError(f"{path.name} does not describe {file.name}")
    yield "file", f"`{file.name}`, {_size(len(content))}, SHA-256 `{digest[:16]}…`"
    yield "version", str(card.get("version", "not numbered"))
    yield "licence", card.get("licence", "AGPL-3.0-or-later")
    yield from _WRITERS[path.stem].facts(card)
    if "latency_ms" in training:
        yield "latency", f"{training['latency_ms']} ms, the fastest of ten passes on the machine that trained it"
    yield "made by", f"`{_command(path, card)}`"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def _command(path: Path, card: Card) -> str:
    """How the model was made. The lesion card's command prints its figures; its training has one of its own."""
    training = card.get("training", {})
    if path.stem == "lesions":
        return f"sesaclinic train lesions --size {training['recipe']['size']} --epochs {training['recipe']['epochs']}"
    command: str = training.get("command") or card["command"]
    return command
