"""Which of our languages a reader wants."""

from __future__ import annotations

from typing import get_args

from sesaclinic.domain import Lang

LANGUAGES: tuple[Lang, ...] = get_args(Lang)


def negotiate(accept_language: str, default: Lang) -> Lang:
    """The language an Accept-Language header likes best among ours, `default` when none fits (RFC 9110, 12.5.4)."""
    wishes: list[tuple[float, Lang]] = []
    for entry in accept_language.split(","):
        tag, _, parameter = entry.strip().partition(";")
        primary = tag.strip().lower().partition("-")[0]
        for lang in LANGUAGES:
            if primary == lang:
                wishes.append((_weight(parameter), lang))
    # the first of equals, as in the header
    weight, best = max(wishes, key=lambda wish: wish[0], default=(0.0, default))
    return best if weight > 0 else default


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
