"""What is referred, answered and declined in English, Japanese and Chinese: `python -m benchmarks.languages`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

import yaml

from sesaclinic.consult import Consultant
from sesaclinic.consult.triage import triage
from sesaclinic.domain import Lang, TriageLevel
from sesaclinic.knowledge import KnowledgeBase
from sesaclinic.settings import Settings

_QUESTIONS: Final = Path("tests/consult")
_SENT: Final = (TriageLevel.DOCTOR, TriageLevel.URGENT)
_ORDINARY: Final = ("everyday", "pregnancy", "minor")


def main() -> None:
    serious = _read("serious.yaml")
    reach = _read("reach.yaml")
    consultant = Consultant(KnowledgeBase.load(Settings()), Settings())
    print(f"{'':10}{'sent to a doctor':>18}{'false alarms':>14}{'answered':>10}{'declined':>10}")
    for lang, kinds in serious.items():
        red = [question for kind, of in kinds.items() if kind not in _ORDINARY for question in of]
        answered = [_answered(consultant, question, lang) for question in reach[lang]["inside"]]
        strayed = [_answered(consultant, question, lang) for question in reach[lang]["outside"]]
        print(
            f"{lang:10}{_sent(red, lang):>18}{_sent(kinds['everyday'], lang):>14}"
            f"{_of(sum(answered), len(answered)):>10}{_of(len(strayed) - sum(strayed), len(strayed)):>10}"
        )


def _answered(consultant: Consultant, question: str, lang: Lang) -> bool:
    return bool(asyncio.run(consultant.ask(question, lang=lang)).citations)


def _sent(questions: list[str], lang: Lang) -> str:
    return _of(sum(triage(question, lang).level in _SENT for question in questions), len(questions))


def _of(found: int, count: int) -> str:
    return f"{found}/{count}"


def _read(name: str) -> dict[Lang, dict[str, list[str]]]:
    found: dict[Lang, dict[str, list[str]]] = yaml.safe_load((_QUESTIONS / name).read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    main()
