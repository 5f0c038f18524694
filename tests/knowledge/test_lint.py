"""What the article linter refuses, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sesaclinic.domain import Lang
from sesaclinic.knowledge.claims import forbidden
from sesaclinic.knowledge.corpus import Source, load_sources, read_article, shipped_knowledge
from sesaclinic.knowledge.lint import lint, main

SOURCES = {"aad": Source("aad", "AAD", "https://example.org/aad", "A", "2026-11-22")}

GOOD = """---
id: acne-basics
title: 여드름 관리
lang: ko
topics: [acne]
concerns: [acne]
sources: [aad]
reviewed: 2026-11-22
---

## 핵심 사실

### 여드름 치료제는 언제 효과가 나나요
<!-- asks: 여드름약 얼마나 발라야 해요 | 연고 2주째인데 효과가 없어요 -->
여드름 치료제는 6–8주는 써 봐야 나아지는지 알 수 있어요. [aad]
완전히 좋아지기까지는 보통 3–4개월이 걸려요. [aad]
"""


def codes(tmp_path: Path, text: str, name: str = "acne-basics.md") -> set[str]:
    folder = tmp_path / "ko"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return {problem.code for problem in lint([read_article(folder / name)], SOURCES)}


def test_a_well_formed_article_has_no_problem(tmp_path: Path) -> None:
    assert codes(tmp_path, GOOD) == set()


@pytest.mark.parametrize(
    ("find", "replace", "code"),
    [
        pytest.param(" [aad]\n완전히", "\n완전히", "no-source", id="sentence without a source"),
        pytest.param("sources: [aad]", "sources: [aad, nowhere]", "source-unregistered", id="unregistered source"),
        pytest.param("sources: [aad]", "sources: []", "source-undeclared", id="source not in the front matter"),
        pytest.param("topics: [acne]", "topics: [zits]", "topics", id="unknown topic"),
        pytest.param("concerns: [acne]", "concerns: [zits]", "concerns", id="unknown concern"),
        pytest.param("## 핵심 사실", "## 알아두기", "section", id="unknown section"),
        pytest.param("2026-11-22", "2026-13-40", "front-matter", id="impossible date"),
        pytest.param("2026-11-22", "2999-01-01", "date", id="date in the future"),
        pytest.param("id: acne-basics", "id: Acne_Basics", "id", id="id with capitals"),
        pytest.param("lang: ko", "lang: en", "lang", id="language of another folder"),
        pytest.param("보통 3–4개월이 걸려요.", "보통 3–4개월이 걸린다.", "ending", id="not 해요체"),
        pytest.param(
            "완전히 좋아지기까지는", "이것은 좋아지기까지", "dangling", id="subject left to the sentence before"
        ),
        pytest.param("걸려요. [aad]", "걸려요. 기다려 주세요. [aad]", "one-sentence", id="two sentences on a line"),
        pytest.param("보통", "보통 " + "아주 " * 30, "too-long", id="sentence too long to read"),
        pytest.param(
            "<!-- asks: 여드름약 얼마나 발라야 해요 | 연고 2주째인데 효과가 없어요 -->\n",
            "",
            "asks",
            id="no way to ask",
        ),
        pytest.param("완전히 좋아지기까지는", "- 완전히 좋아지기까지는", "form", id="bullet"),
        pytest.param("---\nid", "id", "front-matter", id="no front matter"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, find: str, replace: str, code: str) -> None:
    assert find in GOOD
    assert code in codes(tmp_path, GOOD.replace(find, replace))


def test_the_same_id_twice_in_a_language_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "ko"
    folder.mkdir()
    (folder / "acne-basics.md").write_text(GOOD, encoding="utf-8")
    (folder / "twin.md").write_text(GOOD, encoding="utf-8")
    articles = [read_article(path) for path in sorted(folder.glob("*.md"))]
    assert "id-twice" in {problem.code for problem in lint(articles, SOURCES)}


@pytest.mark.parametrize(
    "sentence",
    [
        "시카 크림은 여드름을 치료해요.",
        "세라마이드 크림은 아토피를 완화해요.",
        "병풀 추출물은 피부를 재생시켜 줘요.",
        "티트리 오일은 항염 효과가 있어요.",
        "천연 성분이라 부작용이 전혀 없어요.",
        "이 세럼은 주름을 없애고 보톡스 효과를 줘요.",
        "선크림은 자외선을 100% 차단해요.",
        "이소트레티노인은 하루 20 mg을 먹어요.",
        "트레티노인 연고는 하루 두 번 바르세요.",
        "가장 좋은 화장품은 앰플이에요.",
    ],
)
def test_a_forbidden_claim_is_refused(sentence: str) -> None:
    assert forbidden(sentence, "ko") is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "화장품은 여드름을 치료하지 않아요.",
        "화장품이 아토피를 낫게 한다는 광고는 금지돼 있어요.",
        "천연 성분이라고 부작용이 없는 것은 아니에요.",
        "벤조일퍼옥사이드는 여드름 치료에 쓰는 의약품이에요.",
        "피부과 전문의는 건선에 스테로이드 연고를 처방할 수 있어요.",
        "자외선을 100% 막는 선크림은 없어요.",
        "보습제는 하루 두 번 바르는 것이 좋아요.",
        "선크림은 2시간마다 덧발라요.",
        "SPF는 피부 1 cm²에 2 mg을 바르고 시험한 값이에요.",
        "레이저 시술 뒤에는 피부가 재생되는 동안 햇빛을 피해요.",
    ],
)
def test_a_negation_or_a_medicine_is_not_a_claim(sentence: str) -> None:
    broken = forbidden(sentence, "ko")
    assert broken is None, broken


def test_an_english_claim_is_refused_and_its_negation_is_not() -> None:
    assert forbidden("This serum cures acne.", "en") is not None
    assert forbidden("Creams do not cure acne.", "en") is None


@pytest.mark.parametrize(
    ("lang", "claim", "no_claim"),
    [
        ("ja", "このクリームはニキビを治します。", "クリームではニキビは治りません。"),
        ("ja", "保湿剤で乾癬の治療ができます。", "乾癬の治療では、保湿剤が一緒に使われます。"),
        ("ja", "美容液は肌を再生させます。", "化粧品が肌を再生させるという広告は禁止されています。"),
        ("zh", "这款面霜能治愈痤疮。", "面霜不能治愈痤疮。"),
        ("zh", "保湿霜可以治疗银屑病。", "治疗银屑病时，保湿霜会一起使用。"),
        ("zh", "精华让皮肤再生。", "化妆品不能让皮肤再生。"),
    ],
)
def test_japanese_and_chinese_claims_are_told_from_care_beside_a_treatment(
    lang: Lang, claim: str, no_claim: str
) -> None:
    assert forbidden(claim, lang) is not None
    assert forbidden(no_claim, lang) is None


def test_the_command_fails_on_an_error_and_names_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "ko"
    folder.mkdir()
    bad = folder / "acne-basics.md"
    source = next(iter(load_sources(shipped_knowledge())))
    bad.write_text(GOOD.replace("aad", source).replace("걸려요.", "걸린다."), encoding="utf-8")
    assert main([str(bad)]) == 1
    assert f"{bad}:16: error: ending" in capsys.readouterr().out


def test_shipped_articles_have_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--no-warnings"]) == 0, capsys.readouterr().out
