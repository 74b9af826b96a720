"""Integer program no. 2: equal students as one number, in every class they may join.

It is solved here, and written for other solvers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from balance_classes.domain.problem.excess import all_excess, counts
from balance_classes.domain.problem.linear_program import Constraint, LinearProgram, Variable
from balance_classes.domain.problem.problem import Problem
from balance_classes.optimisation.solver import Solved, Solver, as_row, minimise
from balance_classes.optimisation.tier_program import Terms, TierProgram


@dataclass(frozen=True)
class PlacementProgram:
    """The program of a problem; `chosen[g][c]` is the variable that counts kind g in class c."""

    problem: Problem
    kinds: Kinds
    tiers: TierProgram
    chosen: list[dict[int, Any]]


def build(problem: Problem, *, ordered: bool = True) -> PlacementProgram:
    """Return the program, with the classes that are alike in an order unless told otherwise.

    Nothing in it depends on the order of students.
    """
    kinds = sorted(
        problem.kinds, key=lambda units: (problem.brings[units[0]], problem.units[units[0]].reach)
    )
    tiers = TierProgram.empty("placement", problem)
    chosen = []
    for number, units in enumerate(kinds, start=1):
        variables = {
            c: tiers.number(f"x{number}_{c + 1}", 0, len(units))
            for c in problem.units[units[0]].reach
        }
        terms = [(variable, 1) for variable in variables.values()]
        tiers.add(terms, "=", len(units), f"k{number}")
        chosen.append(variables)
    placement = PlacementProgram(problem, kinds, tiers, chosen)
    _charge_quotas(placement)
    _charge_wishes(placement)
    if ordered:
        put_in_order(problem, kinds, tiers, chosen)
    return placement


def lowered(
    problem: Problem, tier: int, class_of: Sequence[int], solver: Solver
) -> tuple[tuple[int, ...], Solved]:
    """Return an assignment with the least excess of a tier that the solver finds, and its answer.

    The earlier tiers stay at most as they are. The search begins at `class_of`, which is also
    returned where the solver has nothing that is truly better.
    """
    placement = build(problem)
    before = all_excess(problem, class_of)
    placement.tiers.ask([tier], dict(enumerate(before[:tier])))
    answer = minimise(placement.tiers.program, solver, _start(placement, class_of))
    if answer.objective is not None:
        found = seated(placement)
        # Solvers have reported answers that do not exist; nothing is believed unchecked.
        if found is not None and all_excess(problem, found)[: tier + 1] < before[: tier + 1]:
            return found, answer
    return tuple(class_of), answer


def reseated(problem: Problem, class_of: Sequence[int]) -> tuple[int, ...]:
    """Return the assignment with the same counts in which tickets choose among equals.

    Students must be in lottery order: the first drawn takes the first seat.
    """
    found = list(class_of)
    for units in problem.kinds:
        seats = sorted(class_of[problem.units[unit].members[0]] for unit in units)
        for unit, c in zip(units, seats, strict=True):
            for student in problem.units[unit].members:
                found[student] = c
    return tuple(found)


def _charge_quotas(placement: PlacementProgram) -> None:
    problem = placement.problem
    inside: list[list[Terms]] = [[[] for _ in problem.classes] for _ in problem.quotas]
    for units, variables in zip(placement.kinds, placement.chosen, strict=True):
        for position, members in problem.brings[units[0]]:
            for c, variable in variables.items():
                inside[position][c].append((variable, members))
    for position, count in enumerate(inside):
        placement.tiers.add_bands(problem, position, count)


def _charge_wishes(placement: PlacementProgram) -> None:
    problem = placement.problem
    unit_of = {s: number for number, unit in enumerate(problem.units) for s in unit.members}
    of_unit = {
        unit: variables
        for units, variables in zip(placement.kinds, placement.chosen, strict=True)
        for unit in units
    }
    for number, (tier, wish) in enumerate(problem.wishes):
        own = of_unit[unit_of[wish.student]]
        if any(unit_of[friend] == unit_of[wish.student] for friend in wish.friends):
            continue
        friends = [(of_unit[unit_of[friend]], 1) for friend in wish.friends]
        met = [
            [(variables[c], sign) for variables, sign in [(own, -1), *friends] if c in variables]
            for c in range(len(problem.classes))
        ]
        placement.tiers.add_wish(number, tier, met)


def _start(placement: PlacementProgram, class_of: Sequence[int]) -> Mapping[Any, int]:
    """Return the value of every variable at an assignment, its classes in the program's order."""
    problem, tiers = placement.problem, placement.tiers
    class_of = renamed(problem, placement.kinds, class_of)
    values: dict[Any, int] = {}
    for units, variables in zip(placement.kinds, placement.chosen, strict=True):
        there = [class_of[problem.units[unit].members[0]] for unit in units]
        values.update({variable: there.count(c) for c, variable in variables.items()})
    have = [counts(quota, class_of) for quota in problem.quotas]
    for (position, c), under in tiers.under.items():
        values[under] = max(0, problem.quotas[position].low[c] - have[position][c])
    for (position, c), over in tiers.over.items():
        values[over] = max(0, have[position][c] - problem.quotas[position].high[c])
    for number, alone in tiers.alone.items():
        values[alone] = int(not problem.wishes[number][1].met(class_of))
    for (position, c), some in tiers.some.items():
        count, low = have[position][c], problem.quotas[position].low[c]
        values[some] = int(2 * count >= low)
        values[tiers.under[position, c]] = max(0, low - count) * values[some]
        values[tiers.over[position, c]] = count * (1 - values[some])
    return values


def seated(placement: PlacementProgram) -> tuple[int, ...] | None:
    """Return the class of each student by the values of the variables, None where they lack."""
    problem = placement.problem
    class_of = [0] * len(problem.keys)
    for units, variables in zip(placement.kinds, placement.chosen, strict=True):
        seats = [c for c, v in variables.items() for _ in range(round(v.value() or 0))]
        if len(seats) != len(units):
            return None
        for unit, c in zip(units, seats, strict=True):
            for student in problem.units[unit].members:
                class_of[student] = c
    return tuple(class_of)


def linear_program(problem: Problem, tier: int, earlier: Sequence[int]) -> LinearProgram:
    """Return the program that minimises a tier with each earlier one at most at its value.

    It is what is solved here, with a column t0, t1, … for the excess of each tier, and with the
    classes that are alike in no order, which would be one more thing to believe. Names, keys and
    the order of students have no part in it.
    """
    placement = build(problem.until(tier), ordered=False)
    tiers = placement.tiers
    counted = [variable for variables in placement.chosen for variable in variables.values()]
    columns = [_column(v) for part in (tiers.under, tiers.over, tiers.some) for v in part.values()]
    columns = [*map(_column, counted), *columns, *map(_column, tiers.alone.values())]
    rows = [as_row(row) for row in tiers.program.constraints()]
    for number, terms in enumerate(tiers.excess):
        most = earlier[number] if number < tier else sum(int(v.upBound) for v, _ in terms)
        columns.append(Variable(f"t{number}", 0, most))
        rows.append(_sum(number, terms))
    return LinearProgram(tuple(columns), tuple(rows), f"t{tier}")


def _column(variable: Any) -> Variable:
    return Variable(variable.name, int(variable.lowBound), int(variable.upBound))


def _sum(number: int, terms: Terms) -> Constraint:
    minus = tuple((variable.name, -times) for variable, times in terms)
    return Constraint(f"s{number}", ((f"t{number}", 1), *minus), "=", 0)


FIRST = 16
"""So many kinds count; with more the coefficients would strain the solver's tolerance of 1e-6."""

Kinds = Sequence[tuple[int, ...]]
"""For each kind the positions of its units, which are equal in every respect."""


def put_in_order(
    problem: Problem, kinds: Kinds, tiers: TierProgram, chosen: Sequence[Mapping[int, Any]]
) -> None:
    """Let the numbers of classes that are alike descend; `chosen[g][c]` counts kind g in c.

    Such classes may change places in any assignment and nothing is gained or lost. Whatever
    number each of them is given by the same rule, some assignment among these has the numbers
    descending; only such are left in the program. The number weighs the first kinds by powers of
    two, which for kinds of one unit compares the classes lexicographically (docs/model.md).
    """
    for alike in problem.interchangeable:
        weights = _weights(problem, kinds, alike)
        for before, after in pairwise(alike):
            first = [(chosen[g][before], weight) for g, weight in weights.items()]
            second = [(chosen[g][after], -weight) for g, weight in weights.items()]
            tiers.add([*first, *second], ">=", 0)


def renamed(problem: Problem, kinds: Kinds, class_of: Sequence[int]) -> list[int]:
    """Return the assignment with classes that are alike so named that their numbers descend."""
    name = list(range(len(problem.classes)))
    for alike in problem.interchangeable:
        number = dict.fromkeys(alike, 0)
        for g, weight in _weights(problem, kinds, alike).items():
            for unit in kinds[g]:
                c = class_of[problem.units[unit].members[0]]
                if c in number:
                    number[c] += weight
        for c, new in zip(sorted(alike, key=lambda c: (-number[c], c)), alike, strict=True):
            name[c] = new
    return [name[c] for c in class_of]


def _weights(problem: Problem, kinds: Kinds, alike: Sequence[int]) -> dict[int, int]:
    """Return the weight of each kind that counts: those in most quotas first, they decide most."""
    open_to = [g for g, units in enumerate(kinds) if alike[0] in problem.units[units[0]].reach]
    brought = {g: sum(n for _, n in problem.brings[kinds[g][0]]) for g in open_to}
    first = sorted(open_to, key=lambda g: (-brought[g], g))[:FIRST]
    return {g: 2 ** (len(first) - 1 - i) for i, g in enumerate(first)}
