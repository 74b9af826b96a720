"""Our own way as a method, and its deal alone."""

from __future__ import annotations

from balance_classes.domain.lottery import Seed, SeedWords, Stream, lottery_order
from balance_classes.domain.problem.problem import Problem
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.optimisation.deal import deal, seat_order
from balance_classes.optimisation.draw import draw, effort_of, plan
from benchmarks.methods import Clock, Run, total_excess

SEED = Seed((SeedWords("", "benchmarks"),), given=True)


def balance_classes(problem: Problem, limit: float) -> Run:
    """Lottery order, plan, deal, settle, prove and name, with the default budgets."""
    rules = read_rules(None, {})
    effort = effort_of(rules)
    clock = Clock()
    clock.begin("plan")
    assignment = draw(problem, SEED, effort, plan(problem, effort), clock.begin)
    seconds = clock.stop()
    one_way = assignment.problem.one_way
    excess = total_excess(one_way, assignment.class_of)
    proven = all(proof.proven for proof in assignment.proofs[: len(one_way.tiers)])
    note = "" if assignment.placed == "draw" else "placed by the program"
    return Run(seconds, excess, proven, note)


def random_deal(problem: Problem, limit: float) -> Run:
    """The deal alone: students in lottery order round the classes, blind to attributes."""
    clock = Clock()
    clock.begin("order")
    ordered = problem.reordered(lottery_order(SEED.value, "student", problem.keys))
    clock.begin("deal")
    class_of = deal(ordered, Stream(SEED.value, "deal"), seat_order(ordered, SEED))
    seconds = clock.stop()
    excess = total_excess(ordered.one_way, class_of)
    return Run(seconds, excess, excess == 0, "no settling")
