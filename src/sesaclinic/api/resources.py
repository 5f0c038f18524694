"""Jobs and kept results as the API shows them."""

from __future__ import annotations

from collections import defaultdict
from statistics import fmean

from sesaclinic.advice import build_routine, summarize
from sesaclinic.api.problems import problem
from sesaclinic.api.schemas import AnalysisResource, HistoryEntry
from sesaclinic.domain import Analysis, Concern, Lang
from sesaclinic.jobs import AnalysisJob
from sesaclinic.storage import KeptAnalysis


def job_resource(job: AnalysisJob, lang: Lang) -> AnalysisResource:
    return AnalysisResource(
        id=job.id,
        status=job.status,
        created_at=job.created_at,
        expires_at=None if job.kept else job.expires_at,
        kept=job.kept,
        analysis=job.analysis,
        summary=summarize(job.analysis, lang) if job.analysis else [],
        routine=build_routine(job.analysis, lang) if job.analysis else [],
        error=problem(job.error, lang) if job.error else None,
    )


def kept_resource(kept: KeptAnalysis, lang: Lang) -> AnalysisResource:
    return AnalysisResource(
        id=kept.id,
        status="done",
        created_at=kept.created_at,
        expires_at=None,
        kept=True,
        analysis=kept.analysis,
        summary=summarize(kept.analysis, lang),
        routine=build_routine(kept.analysis, lang),
        error=None,
    )


def history_entry(kept: KeptAnalysis, lang: Lang) -> HistoryEntry:
    return HistoryEntry(
        id=kept.id,
        created_at=kept.created_at,
        skin_type=kept.analysis.skin_type.label,
        scores=concern_scores(kept.analysis),
        summary=summarize(kept.analysis, lang),
    )


def concern_scores(analysis: Analysis) -> dict[Concern, float]:
    """One score a concern: the mean over the regions in which it was measured."""
    scores: defaultdict[Concern, list[float]] = defaultdict(list)
    for finding in analysis.findings:
        if finding.score is not None:
            scores[finding.concern].append(finding.score)
    return {concern: round(fmean(values), 1) for concern, values in scores.items()}
