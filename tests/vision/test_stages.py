"""Stages run after what they depend on, once, and say how long they took."""

import pytest

from sesaclinic.vision.stages import Stage, run_stages


def test_stages_run_in_the_order_of_their_dependencies() -> None:
    stages = [
        Stage("sum", ("double", "given"), lambda work: work["double"] + work["given"]),  # type: ignore[operator]
        Stage("double", ("given",), lambda work: 2 * work["given"]),  # type: ignore[operator]
    ]
    told: list[tuple[str, int, int]] = []
    results, timings = run_stages(stages, {"given": 4}, lambda *progress: told.append(progress))
    assert results["sum"] == 12
    assert told == [("double", 0, 2), ("sum", 1, 2), ("done", 2, 2)]
    assert set(timings) == {"double", "sum"}


def test_a_dependency_nobody_makes_is_a_mistake() -> None:
    with pytest.raises(LookupError, match="magic"):
        run_stages([Stage("one", ("magic",), lambda _: 1)], {})
