"""Every claim about 500 hostile rosters is held against all their assignments."""

from __future__ import annotations

from collections import Counter

import pytest

from balance_classes.optimisation.exact_search import can_hold
from balance_classes.optimisation.solver import Solver
from tests.hostile_roster import hostile_roster, try_all
from tests.judge import judge
from tests.lots import lots

ROSTERS = 500
AT_ONCE = 50


@pytest.mark.parametrize("numbers", lots(ROSTERS, AT_ONCE))
def test_no_claim_about_a_hostile_roster_is_false(numbers: range) -> None:
    found: Counter[str] = Counter()
    for number in numbers:
        problem = hostile_roster(number)
        # Without steps and nodes much is left open, so that bounds are put to the test as well.
        steps, nodes = (0 if number % 2 else 300), (1 if number % 5 == 0 else 2_000)
        found += judge(problem, try_all(problem), steps, Solver(nodes=nodes))
    # A generator grown tame would prove nothing.
    assert found["impossible"] > 4
    assert found["proven by plan"] > 4
    assert found["proven by program"] > 4
    assert found["placed at the optimum"] > 14


def test_rules_that_are_seen_to_hold_by_lot_are_those_that_the_solver_finds_to_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problems = [hostile_roster(number) for number in range(40)]
    by_solver = [can_hold(problem, Solver()) for problem in problems]
    monkeypatch.setattr("balance_classes.optimisation.exact_search.SMALL", 0)
    assert [can_hold(problem, Solver()) for problem in problems] == by_solver
    assert {True, False} <= set(by_solver)
