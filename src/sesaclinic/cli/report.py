"""An analysis for people who read a terminal: what it says, what to do, and the scores by region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sesaclinic.advice import summarize
from sesaclinic.advice.words import words
from sesaclinic.domain import Analysis, Finding, Lang, RegionName

_LABELS: Final[dict[Lang, dict[str, str]]] = {
    "ko": {
        "quality": "사진 품질",
        "skin_type": "피부 타입",
        "dry": "건성",
        "normal": "중성",
        "oily": "지성",
        "combination": "복합성",
        "uncertain": "판단 보류",
        "scores": "점수 (100점 만점, 높을수록 좋아요)",
        "time": "걸린 시간",
    },
    "en": {
        "quality": "photo quality",
        "skin_type": "skin type",
        "dry": "dry",
        "normal": "normal",
        "oily": "oily",
        "combination": "combination",
        "uncertain": "uncertain",
        "scores": "scores (of 100, higher is better)",
        "time": "time",
    },
    "ja": {
        "quality": "写真の品質",
        "skin_type": "肌タイプ",
        "dry": "乾燥肌",
        "normal": "普通肌",
        "oily": "脂性肌",
        "combination": "混合肌",
        "uncertain": "判断保留",
        "scores": "スコア(100点満点、高いほど良い)",
        "time": "所要時間",
    },
    "zh": {
        "quality": "照片质量",
        "skin_type": "肤质",
        "dry": "干性",
        "normal": "中性",
        "oily": "油性",
        "combination": "混合性",
        "uncertain": "暂无法判断",
        "scores": "评分(满分100,越高越好)",
        "time": "用时",
    },
}


def report(analysis: Analysis, lang: Lang) -> Iterator[str]:
    """Lines for one photo, its name first."""
    labels, advice = _LABELS[lang], words(lang)
    yield analysis.photo
    yield f"  {labels['quality']}: {analysis.quality.score:.0f}"
    yield from (f"    – {issue.message}" for issue in analysis.quality.issues)
    yield f"  {labels['skin_type']}: {labels[analysis.skin_type.label]}"
    yield from (f"  · {line}" for line in summarize(analysis, lang))
    yield f"  {labels['scores']}"
    by_concern: dict[str, list[Finding]] = {}
    for finding in analysis.findings:
        if finding.score is not None:
            by_concern.setdefault(finding.concern, []).append(finding)
    for concern, found in by_concern.items():
        yield f"    {advice['concerns'][concern]}{_scores(found, advice['regions'])}"
    yield f"  {labels['time']}: {analysis.timings_ms['total']:.0f} ms"


def _scores(found: list[Finding], regions: dict[str, str]) -> str:
    """The whole face first, where it has a score, then its regions."""
    whole = [f" {each.score:.0f}" for each in found if each.region == RegionName.FACE]
    parts = [f"{regions[each.region]} {each.score:.0f}" for each in found if each.region != RegionName.FACE]
    return "".join(whole) + (": " + ", ".join(parts) if parts else "")
