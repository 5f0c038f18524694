"""An analysis in at most five lines, and questions worth asking next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sesaclinic.advice.reading import ConcernReading, Reading, read_analysis
from sesaclinic.advice.words import fill, first_case, fits, words
from sesaclinic.domain import Analysis, Lang

_NAMED: Final = 3  # more than three concerns in a line are not remembered


def summarize(analysis: Analysis, lang: Lang = "ko") -> list[str]:
    """Skin type, main concerns, what to do, what to avoid, and the way to the chat: five lines at most."""
    reading = read_analysis(analysis)
    text = words(lang)
    lines = [text["skin_type"][reading.skin_type], _concerns(reading, text)]
    for advice in ("do", "avoid"):
        if case := first_case(text["summary"][advice], reading.tags):
            lines.append(case["text"])
    return [*lines, text["summary"]["chat"]]


def suggest_questions(analysis: Analysis | None, lang: Lang = "ko", count: int = 3) -> list[str]:
    """Questions somebody with this result would ask, most fitting first."""
    tags = read_analysis(analysis).tags if analysis else ()
    cases = [case for case in words(lang)["questions"] if fits(case, tags)]
    cases.sort(key=lambda case: min((tags.index(tag) for tag in case.get("for", ()) if tag in tags), default=99))
    return [case["text"] for case in cases[:count]]


def _concerns(reading: Reading, text: Mapping[str, Any]) -> str:
    if main := reading.main[:_NAMED]:
        return fill(text["summary"]["main"], concerns=_named(main, text))
    if reading.concerns:
        return fill(text["summary"]["mild"], concerns=_named(reading.concerns[:_NAMED], text))
    return str(text["summary"]["clear"])


def _named(concerns: tuple[ConcernReading, ...], text: Mapping[str, Any]) -> str:
    return str(text["summary"]["and"]).join(_item(concern, text) for concern in concerns)


def _item(concern: ConcernReading, text: Mapping[str, Any]) -> str:
    name = text["concerns"][concern.concern]
    if concern.count:
        return fill(text["summary"]["lesions"], concern=name, count=str(concern.count))
    if concern.place:
        return fill(text["summary"]["item"], concern=name, region=text["regions"][concern.place])
    return fill(text["summary"]["item_face"], concern=name)
