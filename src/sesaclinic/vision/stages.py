"""The stages of an analysis: functions whose parameters name the results they need. One runner puts them in order.

    def quality(photo: Photo, skin: Skin) -> QualityReport: ...

depends on the stages (or given values) `photo` and `skin`, and its result is known as `quality`.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Mapping
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

Stage = Callable[..., object]
Progress = Callable[[str, int, int], None]


@cache
def depends(stage: Stage) -> tuple[str, ...]:
    """The results a stage reads."""
    return tuple(inspect.signature(stage).parameters)


def run_stages(
    stages: Mapping[str, Stage], given: Mapping[str, Any], progress: Progress | None = None
) -> tuple[dict[str, Any], dict[str, float]]:
    """Run every stage once, after what it depends on. Returns all results by name, and milliseconds by stage.

    given: results that exist before. progress: told (stage, done, total) before each stage and once at the end. Raises
    LookupError when a stage needs what nobody makes.
    """
    needed = {name for stage in stages.values() for name in depends(stage)}
    if missing := needed - set(stages) - set(given):
        raise LookupError(f"no stage makes {', '.join(sorted(missing))}")
    graph = {name: [need for need in depends(stage) if need in stages] for name, stage in stages.items()}
    order = tuple(TopologicalSorter(graph).static_order())
    results: dict[str, Any] = dict(given)
    timings: dict[str, float] = {}
    for done, name in enumerate(order):
        if progress:
            progress(name, done, len(order))
        started = time.perf_counter()
        stage = stages[name]
        results[name] = stage(**{need: results[need] for need in depends(stage)})
        timings[name] = round((time.perf_counter() - started) * 1000, 1)
    if progress:
        progress("done", len(order), len(order))
    return results, timings
