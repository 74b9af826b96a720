"""How far the two-way tier is from its limit, where that limit is known."""

from __future__ import annotations

import random
from dataclasses import replace

from balance_classes.domain.problem.excess import all_excess
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.rules.rules import Rules
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.optimisation.draw import draw, effort_of, plan
from balance_classes.optimisation.exact_search import prove_tier
from benchmarks.families import formed
from benchmarks.instances import instance, seeded_students
from benchmarks.ours import SEED
from benchmarks.registry import Asked, Instance, case, family
from benchmarks.tables import Table

DEEPER = 16
SMALL = ("small, 60 × 2", "small, 80 × 2", "small, 100 × 2", "small, 90 × 3", "small, 124 × 3")
COPIES = ("copies, 500 × 10", "copies, 1000 × 20", "copies, 2000 × 40")

family("small", (60, 2), (80, 2), (100, 2), (90, 3), (124, 3))(instance)


@family("copies", (500, 10), (1000, 20), (2000, 40))
def copies(students: int, classes: int, seed: int) -> Problem:
    """As many copies of one class as there are classes: dealt a copy each, all is even."""
    one = seeded_students(students // classes, seed)
    everybody = [
        replace(s, key=f"{s.key}-{c}", name=f"{s.name}-{c}") for c in range(classes) for s in one
    ]
    random.Random(seed).shuffle(everybody)
    return formed(tuple(everybody), [students // classes] * classes)


@case("depth-limit", "two-way excess beside the limit, where it is known", (*SMALL, *COPIES))
def depth_limit(asked: Asked) -> Table:
    """Draw with the usual budget of spreading and a larger one; ask program no. 2 for the limit."""
    headings = ("Instance", "Lots alone", "Usual", f"{DEEPER} × the steps", "Limit", "Known by")
    sentence = "Two-way excess; a limit “at least” is where the program stopped at its nodes."
    return Table(headings, [_line(one) for one in asked.instances], (sentence,))


def _line(one: Instance) -> list[str]:
    problem = one.problem()
    dealt, usual, _ = _excess(problem, Rules.depth)
    _, deep, best = _excess(problem, DEEPER * Rules.depth)
    if one.build is copies:
        limit, known = "0", "construction"
    else:
        bound, exact = prove_tier(
            problem, len(problem.tiers), best, effort_of(read_rules(None, {})).solver
        )
        limit, known = (str(bound) if exact else f"at least {bound}"), "program no. 2"
    return [one.name, str(dealt), str(usual), str(deep), limit, known]


def _excess(problem: Problem, depth: int) -> tuple[int, int, tuple[int, ...]]:
    """Return the two-way excess of the lots alone and of the draw, and the draw's of all tiers."""
    effort = replace(effort_of(read_rules(None, {})), depth=depth)
    drawn = draw(problem, SEED, effort, plan(problem, effort), lambda stage: None)
    found = all_excess(drawn.problem, drawn.class_of)
    return drawn.dealt[-1], found[-1], found
