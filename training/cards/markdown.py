"""Figures and tables as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import atanh, sqrt, tanh

#: Standard deviations of a normal distribution that hold 95 %.
_WIDTH = 1.96


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines of a Markdown table."""
    for row in (header, ["---"] * len(header), *rows):
        yield "| " + " | ".join(row) + " |"


def bullets(texts: Iterable[str]) -> Iterator[str]:
    yield from (f"- {text}" for text in texts)


def figure(value: float | None, bounds: Sequence[float] | None = None) -> str:
    """A figure with its 95 % interval; a dash where it could not be told."""
    if value is None:
        return "–"
    return f"{value:.3f}" + (f" ({bounds[0]:.2f}–{bounds[1]:.2f})" if bounds else "")


def share(value: float, count: int) -> str:
    """A share of so many with its interval after Wilson 1927."""
    centre = (value + _WIDTH**2 / (2 * count)) / (1 + _WIDTH**2 / count)
    half = _WIDTH / (1 + _WIDTH**2 / count) * sqrt(value * (1 - value) / count + _WIDTH**2 / (4 * count**2))
    return figure(value, (max(0.0, centre - half), min(1.0, centre + half)))


def correlation(value: float, count: int) -> str:
    """A rank correlation over so many with its interval after Fisher 1921."""
    half = _WIDTH / sqrt(count - 3)
    return figure(value, (tanh(atanh(value) - half), tanh(atanh(value) + half)))
