"""Which hard rules collide: sets of them that cannot hold, though they can without any one.

Rules are taken away in ever larger or smaller helpings while the rest still collides; what is
left at the end is needed. The plan is asked first, since it needs no search; program no. 2
afterwards, for what only shows there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from balance_classes.domain.collisions.collision import Collision, Rule, keeping, looks, rules_of
from balance_classes.domain.problem.problem import Problem
from balance_classes.optimisation.exact_search import can_hold, can_prove
from balance_classes.optimisation.plan import is_excluded
from balance_classes.optimisation.solver import Solver

MOST_COLLISIONS = 20
"""So many collisions are told at once; a roster with more is mended step by step."""

Ask = Callable[[Collection[Rule]], bool | None]
"""Tells whether some rules can all hold; None where it is not known within the budget."""


def rules_can_hold(problem: Problem, solver: Solver) -> bool | None:
    """Tell whether the hard rules can all hold; None where that is not known.

    Program no. 2 is asked only where it is small enough.
    """
    bare = keeping(problem, rules_of(problem))
    if is_excluded(bare, solver):
        return False
    return can_hold(bare, solver) if can_prove(bare, 0) else None


def collisions(problem: Problem, solver: Solver) -> tuple[Collision, ...]:
    """Return sets of hard rules that collide, no two with a wish in common; empty if none does.

    Once the wishes of all of them, and those of students alike, are taken back, the other rules
    can hold.
    """
    found: list[Collision] = []
    rules = rules_of(problem)
    while len(found) < MOST_COLLISIONS:
        collision = _collision(problem, rules, solver)
        if collision is None:
            break
        found.append(collision)
        if not collision.wishes:
            break
        # Students alike, each pinned to one class, are one collision, however many are too many.
        done = {*collision.wishes, *(rule for rule in collision.alike if rule.kind == "open")}
        rules = tuple(rule for rule in rules if rule not in done)
    told = {rule for collision in found for rule in collision.rules}
    return tuple(
        replace(collision, alike=tuple(rule for rule in collision.alike if rule not in told))
        for collision in found
    )


def _collision(problem: Problem, rules: Sequence[Rule], solver: Solver) -> Collision | None:
    """Return one collision among some of the rules."""

    def by_plan(kept: Collection[Rule]) -> bool | None:
        return not is_excluded(keeping(problem, kept), solver)

    def by_program(kept: Collection[Rule]) -> bool | None:
        return rules_can_hold(keeping(problem, kept), solver)

    look = looks(problem)
    needed: Sequence[Rule] = rules
    if not by_plan(rules):
        needed, _ = _needed(rules, by_plan, look)
    elif by_program(rules) is not False:
        return None
    needed, exact = _needed(needed, by_program, look)
    seen = {look[rule] for rule in needed}
    alike = tuple(rule for rule in rules if look[rule] in seen and rule not in needed)
    return Collision(tuple(sorted(needed, key=rules.index)), alike, exact)


def _needed(
    rules: Sequence[Rule], ask: Ask, look: Mapping[Rule, object]
) -> tuple[tuple[Rule, ...], bool]:
    """Return rules that collide and can hold without any one of them; and whether all is known.

    `rules` must collide. Earlier ones are taken away first.
    """
    kept: list[Rule] = []
    rest = list(rules)
    helping, exact = max(1, len(rest) // 2), True
    while rest:
        answer = ask([*kept, *rest[helping:]])
        if answer is False:
            rest = rest[helping:]
            helping *= 2
        elif helping > 1:
            helping //= 2
        else:
            mates = _mates(rest, look) if answer else rest[:1]
            kept += mates
            rest = [rule for rule in rest if rule not in mates]
            exact = exact and answer is not None
            helping = 2
        helping = max(1, min(helping, len(rest)))
    return tuple(kept), exact


def _mates(rest: Sequence[Rule], look: Mapping[Rule, object]) -> list[Rule]:
    """Return the rules that look like the first: where it is needed they are, by exchange."""
    return [rule for rule in rest if look[rule] == look[rest[0]]]
