"""Named sizes and offered levels: every claim is held against all assignments there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from balance_classes.domain.collisions.remedies import applied
from balance_classes.domain.problem.formulation import formulate, planned
from balance_classes.domain.problem.problem import Problem
from balance_classes.optimisation.collision_search import collisions
from balance_classes.optimisation.remedy_search import collision_findings, mends_of
from balance_classes.optimisation.solver import Solver
from tests.builders import some_rules
from tests.hostile import every_excess, least_excess
from tests.judge import judge
from tests.lots import lots
from tests.offered import offered_problem, offered_school, with_sets
from tests.optimisation.test_collision_search import can_hold, held_against_all

SOLVER = Solver()
SMALL = 9


@dataclass(frozen=True)
class Tried:
    """The excess of every assignment of a problem."""

    problem: Problem

    def least(self, tier: int, achieved: Sequence[int]) -> int | None:
        """Return the least excess of a tier with the earlier ones at most as achieved."""
        try:
            return least_excess(every_excess(self.problem), tier, achieved)
        except ValueError:  # none is as good before
            return None


@pytest.mark.parametrize("numbers", lots(120, 20))
def test_no_claim_is_false_where_sizes_are_named_and_levels_offered(numbers: range) -> None:
    found: Counter[str] = Counter()
    for number in numbers:
        problem = with_sets(offered_problem(number, SMALL), number)
        if all(unit.reach for unit in problem.units):
            found += judge(problem, Tried(problem), 0 if number % 2 else 200, SOLVER)
    assert found["proven by zero"] > 2
    assert found["proven by plan"] + found["proven by program"] > 0
    assert found["placed at the optimum"] > 2


@pytest.mark.parametrize("numbers", lots(100, 20))
def test_what_collides_is_minimal_and_what_is_named_ends_it(numbers: range) -> None:
    told: Counter[bool] = Counter()
    for number in numbers:
        roster, changes = offered_school(number, SMALL)
        rules = some_rules(**changes)
        problem = formulate(roster, rules, planned(roster, rules))
        if not all(unit.reach for unit in problem.units):
            continue
        found = collisions(problem, SOLVER)
        held_against_all(problem, found)
        told[bool(found)] += 1
        for mend in mends_of(found, roster, rules, problem, SOLVER) if found else ():
            for change in mend.enough if not mend.beside else ():
                mended = applied([change], roster, rules)
                classes = planned(*mended)
                assert can_hold(formulate(*mended, classes))
        if found:
            assert collision_findings(roster, rules, problem, SOLVER)
    assert told[True]
    assert told[False]
