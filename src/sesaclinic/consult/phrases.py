"""The product's own words around the facts: `assets/consult/phrases.<lang>.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any

import yaml

from sesaclinic.domain import Lang, Triage, TriageLevel


@cache
def phrases(lang: Lang) -> Mapping[str, Any]:
    """The phrases of one language; English for a language without its own."""
    folder = files("sesaclinic") / "assets" / "consult"
    path = folder / f"phrases.{lang}.yaml"
    if not path.is_file():
        path = folder / "phrases.en.yaml"
    data: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


def variant(choices: Sequence[str], question: str) -> str:
    """One of several wordings, always the same for the same question."""
    return choices[blake2b(question.encode(), digest_size=2).digest()[0] % len(choices)]


def group_of(triage: Triage) -> str | None:
    """The group of signs whose words open and close the answer, e.g. `pregnancy`; None for the level's own words."""
    groups = _groups().get(triage.level.value, {})
    return next((name for name, signs in groups.items() if set(signs) & set(triage.reasons)), None)


def lead_key(triage: Triage) -> str | None:
    """Key of the opening words for a triage; None when the answer opens with its facts."""
    group = group_of(triage)
    if triage.level is TriageLevel.CAUTION:
        return group
    if triage.level in (TriageLevel.DOCTOR, TriageLevel.URGENT):
        return f"{triage.level.value}_{group}" if group else triage.level.value
    return None


@cache
def _groups() -> dict[str, dict[str, list[str]]]:
    text = (files("sesaclinic") / "assets" / "consult" / "groups.yaml").read_text(encoding="utf-8")
    groups: dict[str, dict[str, list[str]]] = yaml.safe_load(text)
    return groups
