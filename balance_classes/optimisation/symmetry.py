"""Classes that the rules treat alike, put in an order, so that the solver tries only one of many.

Such classes may change places in any assignment and nothing is gained or lost. Whatever number
each of them is given by the same rule, some assignment among these has the numbers descending;
only such are left in the program. The number weighs the first kinds by powers of two, which for
kinds of one unit compares the classes lexicographically (docs/model.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from balance_classes.domain.problem.problem import Problem
from balance_classes.optimisation.tiers import TierProgram

FIRST = 16
"""So many kinds count; with more the coefficients would strain the solver's tolerance of 1e-6."""

Kinds = Sequence[tuple[int, ...]]
"""For each kind the positions of its units, which are equal in every respect."""


def put_in_order(
    problem: Problem, kinds: Kinds, tiers: TierProgram, chosen: Sequence[Mapping[int, Any]]
) -> None:
    """Let the numbers of classes that are alike descend; `chosen[g][c]` counts kind g in c."""
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
