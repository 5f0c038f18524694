"""The stages of an analysis: each says what it needs, one runner puts them in order and takes the time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

Progress = Callable[[str, int, int], None]
Work = dict[str, object]


@dataclass(frozen=True, slots=True)
class Stage:
    """name: also the name of its result. depends: results it reads. run: gets the results so far, returns its own."""

    name: str
    depends: tuple[str, ...]
    run: Callable[[Work], object]


def run_stages(stages: Sequence[Stage], given: Work, progress: Progress | None = None) -> tuple[Work, dict[str, float]]:
    """Run every stage once, after what it depends on. Returns all results, and milliseconds by stage.

    given: results that exist before. progress: told (stage, done, total) before each stage and once at the end.
    """
    by_name = {stage.name: stage for stage in stages}
    graph = {stage.name: [name for name in stage.depends if name in by_name] for stage in stages}
    missing = {name for stage in stages for name in stage.depends} - set(by_name) - set(given)
    if missing:
        raise LookupError(f"no stage makes {', '.join(sorted(missing))}")
    results, timings = dict(given), {}
    order = list(TopologicalSorter(graph).static_order())
    for done, name in enumerate(order):
        if progress:
            progress(name, done, len(order))
        started = time.perf_counter()
        results[name] = by_name[name].run(results)
        timings[name] = round((time.perf_counter() - started) * 1000, 1)
    if progress:
        progress("done", len(order), len(order))
    return results, timings
