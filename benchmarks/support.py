"""How well a language model's sentences are told from its inventions: `python -m benchmarks.support`.

For each share of words that a fact must hold: how many faithful rewordings of facts are let through, and how many that
were twisted (`tests/consult/rewordings.yaml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from sesaclinic.consult.support import agrees, support
from sesaclinic.domain import Lang
from sesaclinic.evaluation.statistics import interval

_SHARES = (0.35, 0.45, 0.55, 0.65, 0.75)
Claim = tuple[str, Sequence[str], Lang]


def main() -> None:
    """Measure and print."""
    rows: list[dict[str, Any]] = yaml.safe_load(Path("tests/consult/rewordings.yaml").read_text(encoding="utf-8"))
    groups: dict[str, list[Claim]] = {
        kind: [(row[kind], [row["fact"]], row.get("lang", "ko")) for row in rows] for kind in ("faithful", "twisted")
    }
    print("share    " + "".join(f"{f'{name} (n {len(claims)})':>34}" for name, claims in groups.items()))
    for share in _SHARES:
        print(f"{share:<9}" + "".join(f"{_through(claims, share):>34}" for claims in groups.values()))


def _through(claims: Sequence[Claim], share: float) -> str:
    through = np.array(
        [support(text, facts, lang) >= share and agrees(text, facts, lang) for text, facts, lang in claims]
    )
    return f"{through.mean():.3f} {interval(len(through), lambda rows: float(through[rows].mean()))}"


if __name__ == "__main__":
    main()
