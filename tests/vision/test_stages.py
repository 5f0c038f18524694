"""Stages run after what they depend on, once, and say how long they took."""

import pytest

from sesaclinic.vision.stages import run_stages


def test_stages_run_in_the_order_of_their_dependencies() -> None:
    def sum_up(double: int, given: int) -> int:
        return double + given

    def double(given: int) -> int:
        return 2 * given

    told: list[tuple[str, int, int]] = []
    results, timings = run_stages(
        {"sum": sum_up, "double": double}, {"given": 4}, lambda *progress: told.append(progress)
    )
    assert results["sum"] == 12
    assert told == [("double", 0, 2), ("sum", 1, 2), ("done", 2, 2)]
    assert set(timings) == {"double", "sum"}


def test_a_dependency_nobody_makes_is_a_mistake() -> None:
    def wish(magic: int) -> int:
        return magic

    with pytest.raises(LookupError, match="magic"):
        run_stages({"wish": wish}, {})
