"""Draws end at limits that their own proof knows to be reachable."""

from __future__ import annotations

import pytest

from balance_classes.optimisation.draw import Effort, draw, plan
from balance_classes.optimisation.solver import Solver
from benchmarks.feasible import hostile
from benchmarks.reach import end_of
from tests.builders import a_seed


@pytest.mark.parametrize("number", [4, 17, 28])
def test_a_roster_with_little_room_comes_to_its_limit(number: int) -> None:
    problem, effort = hostile(number), Effort("draw", 40_000, Solver())
    for words in ("one", "two"):
        drawn = draw(problem, a_seed(words), effort, plan(problem, effort), lambda stage: None)
        assert end_of(drawn) == "at the limit, proven, placed by lot"
