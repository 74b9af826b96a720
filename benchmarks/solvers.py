"""Which solver is the default: the plan on rosters, and proofs that need a search."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from fractions import Fraction

from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Tier, even_quota
from balance_classes.domain.rules.class_names import SchoolClass
from balance_classes.domain.rules.rules import SIZE
from balance_classes.optimisation.draw import Effort, draw, plan
from balance_classes.optimisation.plan import tier_bounds
from balance_classes.optimisation.solver import Solver
from benchmarks.instances import instance

SOLVERS = ("HiGHS", "PULP_CBC_CMD")
KNOTS = 5
"""So many problems are proven whose sets overlap so much that excess remains."""


def rows(sizes: Sequence[tuple[int, int]]) -> list[list[str]]:
    """Return a row a task: the seconds that each solver takes."""
    tasks = [(f"plan, {n} × {m}", [instance(n, m, 1)], _plan) for n, m in sizes]
    tasks.append((f"draw and proof, {KNOTS} knots", [_knot(i) for i in range(KNOTS)], _prove))
    return [
        [name, *(f"{sum(task(problem, Solver(s)) for problem in problems):.2f}" for s in SOLVERS)]
        for name, problems, task in tasks
    ]


def _plan(problem: Problem, solver: Solver) -> float:
    began = time.perf_counter()
    tier_bounds(problem, solver)
    return time.perf_counter() - began


def _prove(problem: Problem, solver: Solver) -> float:
    began = time.perf_counter()
    effort = Effort("draw", 1_000, solver)
    seed = Seed((SeedWords("", "knots"),), given=True)
    assignment = draw(problem, seed, effort, plan(problem, effort), lambda stage: None)
    assert all(proof.proven for proof in assignment.proofs)
    return time.perf_counter() - began


def _knot(number: int) -> Problem:
    """Return 20 students, 3 classes and 30 overlapping sets of 5: some excess must remain."""
    chance = random.Random(f"knot {number}")
    students, classes = range(20), 3
    sizes = [Fraction(len(students), classes)] * classes
    sets = [even_quota("set", str(i), chance.sample(students, 5), sizes) for i in range(30)]
    return Problem(
        keys=tuple(f"s{student:02d}" for student in students),
        classes=tuple(SchoolClass(str(c), len(students)) for c in range(classes)),
        blocks=(),
        reach={},
        hard=Tier((SIZE,), (even_quota(SIZE, "", students, sizes),)),
        tiers=(Tier(("set",), tuple(sets)),),
    )
