"""The elastic form of program no. 2: the assignment that breaks the fewest wishes.

Class sizes stay firm; a student may leave its block, join a closed class, or be one too many of
a quota, each at the same price.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pulp

from balance_classes.domain.problem import Problem
from balance_classes.domain.quotas import Quota
from balance_classes.domain.rules import AT_MOST
from balance_classes.optimisation.solver import Solver, minimise
from balance_classes.optimisation.tiers import Terms, TierProgram

LARGEST = 20_000
"""The most variables the elastic form may have; beyond it no combination of changes is told."""


def least_broken(problem: Problem, solver: Solver, *, apart: bool) -> tuple[int, ...] | None:
    """Return a class a student, with the fewest wishes broken; None where none was found.

    `apart` tells whether quotas of students apart may be broken as well.
    """
    elastic = _Elastic(problem, apart=apart)
    if len(elastic.sets) * len(problem.classes) > LARGEST:
        return None
    return elastic.solve(solver)


class _Elastic:
    """The program; students without block or reach who are in the same quotas are one number."""

    def __init__(self, problem: Problem, *, apart: bool) -> None:
        self.problem = problem
        self.apart = apart
        self.everywhere = range(len(problem.classes))
        self.tiers = TierProgram.empty("elastic", problem)
        self.price: Terms = []
        self.sets = _equal_students(problem)

    def solve(self, solver: Solver) -> tuple[int, ...] | None:
        """Build the program and return what it finds."""
        chosen = [self._place(number, members) for number, members in enumerate(self.sets)]
        of = {student: chosen[i] for i, members in enumerate(self.sets) for student in members}
        for number, block in enumerate(self.problem.blocks):
            self._hold_block(number, [of[student] for student in block])
        for number, quota in enumerate(self.problem.hard.quotas):
            self._bound(number, quota, chosen)
        self.tiers.program.setObjective(pulp.LpAffineExpression(self.price))
        if minimise(self.tiers.program, solver).objective is None:
            return None
        return self._seated(chosen)

    def _place(self, number: int, members: Sequence[int]) -> list[Any]:
        """Add how many of some equal students each class gets; a closed one has its price."""
        variables = [self._whole(f"set_{number}_{c}", len(members)) for c in self.everywhere]
        self.tiers.add([(variable, 1) for variable in variables], "=", len(members))
        reach = self.problem.reach.get(members[0])
        if reach is not None:
            self.price += [(v, 1) for c, v in enumerate(variables) if c not in reach]
        return variables

    def _hold_block(self, number: int, members: Sequence[list[Any]]) -> None:
        """Give a block a class; each member elsewhere has its price."""
        home = [self._whole(f"block_{number}_{c}", 1) for c in self.everywhere]
        self.tiers.add([(variable, 1) for variable in home], "=", 1)
        for i, variables in enumerate(members):
            leaves = self._priced(f"leaves_{number}_{i}", 1)
            for c in self.everywhere:
                self.tiers.add([(variables[c], 1), (home[c], -1), (leaves, 1)], ">=", 0)

    def _bound(self, number: int, quota: Quota, chosen: Sequence[list[Any]]) -> None:
        """Hold a quota to its bounds: firmly the size, any other at a price for what is over."""
        inside = set(quota.members)
        firm = quota is self.problem.size_quota or not (self.apart or quota.group == AT_MOST)
        raised = self._priced(f"raised_{number}", len(inside)) if quota.group == AT_MOST else None
        for c in self.everywhere:
            count: Terms = [
                (chosen[i][c], 1) for i, members in enumerate(self.sets) if members[0] in inside
            ]
            if firm:
                self.tiers.add(count, ">=", quota.low[c])
                self.tiers.add(count, "<=", quota.high[c])
            elif quota.high[c] < len(inside):
                over = self._priced(f"over_{number}_{c}", len(inside)) if raised is None else raised
                self.tiers.add([*count, (over, -1)], "<=", quota.high[c])

    def _whole(self, name: str, most: int) -> Any:
        return self.tiers.program.add_variable(name, 0, most, pulp.LpInteger)

    def _priced(self, name: str, most: int) -> Any:
        variable = self._whole(name, most)
        self.price.append((variable, 1))
        return variable

    def _seated(self, chosen: Sequence[list[Any]]) -> tuple[int, ...]:
        class_of = [0] * len(self.problem.keys)
        for members, variables in zip(self.sets, chosen, strict=True):
            waiting = iter(members)
            for c, variable in enumerate(variables):
                for _ in range(round(variable.value() or 0)):
                    class_of[next(waiting)] = c
        return tuple(class_of)


def _equal_students(problem: Problem) -> list[list[int]]:
    """Return the students in sets of equals; whoever has a block or a reach is alone."""
    alone = {*problem.reach, *(student for block in problem.blocks for student in block)}
    found: dict[object, list[int]] = {}
    for student, member_of in enumerate(problem.memberships):
        found.setdefault(student if student in alone else member_of, []).append(student)
    return list(found.values())
