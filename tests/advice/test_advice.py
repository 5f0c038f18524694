"""What a person reads about a result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sesaclinic.advice import build_routine, read_analysis, suggest_questions, summarize
from sesaclinic.advice.words import words
from sesaclinic.domain import Analysis, Lang
from sesaclinic.knowledge.claims import forbidden
from sesaclinic.knowledge.vocabulary import LANGS

MakeAnalysis = Callable[..., Analysis]

FLUSHED_DRY: dict[str, Any] = {
    "skin": "dry",
    "redness": "present",
    "findings": (("redness", "left_cheek", 3), ("redness", "right_cheek", 3), ("dryness", "chin", 2)),
}
OILY_ACNE: dict[str, Any] = {"skin": "oily", "findings": (("shine", "forehead", 3),), "lesions": (("acne", 0.8),) * 7}
PLAQUE: dict[str, Any] = {"skin": "uncertain", "lesions": (("psoriasis", 0.7),)}
CLEAR: dict[str, Any] = {"skin": "normal"}
CASES: list[dict[str, Any]] = [FLUSHED_DRY, OILY_ACNE, PLAQUE, CLEAR]


def test_a_summary_names_skin_type_concerns_care_and_the_chat(analysis_of: MakeAnalysis) -> None:
    lines = summarize(analysis_of(**FLUSHED_DRY))
    assert len(lines) <= 5
    assert "건성" in lines[0]
    assert "양 볼 붉은기" in lines[1]
    assert "무향 보습제" in lines[2]
    assert "피하는" in lines[3]
    assert "채팅" in lines[4]


def test_lesions_are_counted_and_never_called_a_disease(analysis_of: MakeAnalysis) -> None:
    text = " ".join(summarize(analysis_of(**OILY_ACNE)))
    assert "여드름처럼 보이는 곳 7군데" in text


def test_psoriasis_like_plaques_lead_to_a_dermatologist_not_to_cosmetics(analysis_of: MakeAnalysis) -> None:
    lines = summarize(analysis_of(**PLAQUE))
    assert "피부과" in lines[2]


def test_a_clear_face_is_told_so(analysis_of: MakeAnalysis) -> None:
    assert "크게 두드러진 고민은 보이지 않아요." in summarize(analysis_of())


def test_a_doubtful_spot_is_no_ground_for_advice(analysis_of: MakeAnalysis) -> None:
    assert read_analysis(analysis_of(lesions=(("psoriasis", 0.2),))).concerns == ()


def test_an_absent_sign_outranks_one_region(analysis_of: MakeAnalysis) -> None:
    reading = read_analysis(analysis_of(redness="absent", findings=(("redness", "nose", 2),)))
    assert reading.main == ()


def test_a_moderate_grade_of_the_whole_face_counts_without_the_sign(analysis_of: MakeAnalysis) -> None:
    findings = (("redness", "face", 2), ("redness", "nose", 3))
    reading = read_analysis(analysis_of(redness="absent", findings=findings))
    assert [(concern.concern, concern.grade, concern.place) for concern in reading.main] == [("redness", 2, "nose")]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("case", CASES, ids=["flushed dry", "oily acne", "plaque", "clear"])
def test_advice_is_whole_and_makes_no_forbidden_claim_in_any_language(
    analysis_of: MakeAnalysis, case: dict[str, Any], lang: Lang
) -> None:
    analysis = analysis_of(**case)
    lines = summarize(analysis, lang)
    steps = build_routine(analysis, lang)
    assert 4 <= len(lines) <= 5
    assert {step.when for step in steps} == {"morning", "evening"}
    assert all(step.citations and step.citations[0].url.startswith("http") for step in steps)
    for sentence in [*lines, *(step.why for step in steps)]:
        assert forbidden(sentence, lang) is None, sentence


def test_a_routine_follows_the_result(analysis_of: MakeAnalysis) -> None:
    dry = {step.title for step in build_routine(analysis_of(skin="dry"))}
    oily = {step.title for step in build_routine(analysis_of(skin="oily"))}
    assert "크림 타입 보습제" in dry
    assert "오일프리 보습제" in oily


@pytest.mark.parametrize("lang", LANGS)
def test_each_reason_of_a_routine_names_a_passage_of_an_article(analysis_of: MakeAnalysis, lang: Lang) -> None:
    for case in CASES:
        for step in build_routine(analysis_of(**case), lang):
            assert all(citation.section for citation in step.citations), step


@pytest.mark.parametrize("lang", LANGS)
def test_every_language_knows_the_same_cases_on_the_same_grounds(lang: Lang) -> None:
    def plan(node: Any, key: str = "") -> Any:
        if isinstance(node, dict):
            return {name: plan(value, name) for name, value in node.items()}
        if isinstance(node, list):
            return [plan(value, key) for value in node]
        return node if key in {"for", "all", "article", "source"} else None

    assert plan(words(lang)) == plan(words("ko"))


def test_suggested_questions_start_with_the_main_concern(analysis_of: MakeAnalysis) -> None:
    assert suggest_questions(analysis_of(**FLUSHED_DRY))[0] == "홍조가 있는 건성 피부는 어떻게 관리하나요?"
    assert len(suggest_questions(None)) == 3
