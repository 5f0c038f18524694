"""What an operator can count and time, as Prometheus reads it."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from sesaclinic.domain import Analysis, Answer, TriageLevel
from sesaclinic.jobs import WorkerPool

# seconds; a page is served in milliseconds, a photo in some tenths, an answer of a language model in many seconds
BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6)


class Metrics:
    """One registry an app, so that several can live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.requests = Counter(
            "sesac_http_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry
        )
        self.request_seconds = Histogram(
            "sesac_http_request_seconds",
            "Time to the end of the answer.",
            ["method", "route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.refusals = Counter(
            "sesac_refusals", "Requests and photos refused, by error code.", ["code"], registry=self.registry
        )
        self.stage_seconds = Histogram(
            "sesac_analysis_stage_seconds",
            "Time of one stage of an analysis.",
            ["stage"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.waiting = Gauge("sesac_analyses_waiting", "Photos in the queue.", registry=self.registry)
        self.running = Gauge("sesac_analyses_running", "Photos being measured.", registry=self.registry)
        self.answers = Counter(
            "sesac_answers",
            "Answers given, by provider and triage level.",
            ["provider", "triage"],
            registry=self.registry,
        )
        self.provider_failures = Counter(
            "sesac_provider_failures",
            "Answers that the configured provider did not give.",
            ["provider"],
            registry=self.registry,
        )

    def watch_pool(self, pool: WorkerPool) -> None:
        """Report how many analyses wait and run at the moment of reading."""
        self.waiting.set_function(lambda: pool.waiting)
        self.running.set_function(lambda: pool.running)

    def observe_analysis(self, analysis: Analysis) -> None:
        for stage, milliseconds in analysis.timings_ms.items():
            self.stage_seconds.labels(stage).observe(milliseconds / 1000)

    def observe_answer(self, answer: Answer, configured: str) -> None:
        """Count an answer. configured: the provider that should have given it, if facts there were."""
        self.answers.labels(answer.provider, answer.triage.level).inc()
        left_to_provider = answer.citations and answer.triage.level is not TriageLevel.URGENT
        if left_to_provider and not answer.provider.startswith(configured):
            self.provider_failures.labels(configured).inc()

    def expose(self) -> bytes:
        return generate_latest(self.registry)
