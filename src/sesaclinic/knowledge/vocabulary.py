"""The fixed words of an article: topics, concerns, sections and their headings (docs/contributing/articles.md)."""

from __future__ import annotations

from typing import Final

from sesaclinic.domain import Concern, Lang

LANGS: Final[tuple[Lang, ...]] = ("ko", "en", "ja", "zh")

TOPICS: Final = frozenset(
    {
        "skin_type",
        "acne",
        "rosacea",
        "wrinkle",
        "pore",
        "pigmentation",
        "psoriasis",
        "dermatitis",
        "sunscreen",
        "ingredient",
        "interaction",
        "routine",
        "procedure",
        "pregnancy",
        "redflag",
        "lifestyle",
        "analysis_result",
        "label_regulation",
    }
)

# an article may also help with psoriasis, which the analysis reports as lesions rather than as a measured concern
CONCERNS: Final = frozenset({*Concern, "psoriasis"})

SECTIONS: Final[dict[str, dict[Lang, str]]] = {
    "key_facts": {"ko": "핵심 사실", "en": "Key facts", "ja": "要点", "zh": "要点"},
    "care": {"ko": "관리법", "en": "Care", "ja": "ケア", "zh": "护理"},
    "ingredients_help": {
        "ko": "도움이 되는 성분",
        "en": "Ingredients that help",
        "ja": "役立つ成分",
        "zh": "有益成分",
    },
    "ingredients_avoid": {
        "ko": "피해야 할 성분",
        "en": "Ingredients to avoid",
        "ja": "避けたい成分",
        "zh": "应避免的成分",
    },
    "procedures": {"ko": "시술", "en": "Procedures", "ja": "施術", "zh": "医美项目"},
    "myths": {"ko": "오해와 사실", "en": "Myths", "ja": "誤解と事実", "zh": "误区与事实"},
    "see_doctor": {"ko": "병원에 가야 할 때", "en": "See a doctor", "ja": "受診の目安", "zh": "何时就医"},
}


def section_of(heading: str, lang: Lang) -> str | None:
    """Section id of a heading in one language; None when the heading is not in the fixed set."""
    for section, headings in SECTIONS.items():
        if headings[lang] == heading:
            return section
    return None
