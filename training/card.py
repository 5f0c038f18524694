"""What every card says of the file it describes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path


def write_card(card: Path, model: Path, name: str, content: Mapping[str, object]) -> None:
    """Write a card beside a model that is already on disk. name: of the model. content: everything else."""
    head = {
        "name": name,
        "version": date.today().strftime("%Y.%m.%d"),
        "file": model.name,
        "sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
    }
    card.write_text(json.dumps(head | dict(content), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
