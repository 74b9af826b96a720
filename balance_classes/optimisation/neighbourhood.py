"""Some classes at a time: program no. 2 over the students of two to four of them.

What it finds is better for all; that it finds nothing says nothing of all classes together. So
it improves where the program places, and it proves nothing (docs/model.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from balance_classes.domain.problem.excess import all_excess, counts
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota, Tier
from balance_classes.optimisation.placement import lowered
from balance_classes.optimisation.solver import Solver

SIZES = (2, 3, 4)
"""So many classes are taken at a time: first all pairs, then three, then four."""
MOST = 40
"""So many neighbourhoods are tried for a tier; together they may take the nodes of one program."""


@dataclass(frozen=True)
class Search:
    """What is to be lowered: a tier of a problem, by programs of at most `largest` variables."""

    problem: Problem
    tier: int
    solver: Solver
    largest: int

    def improved(self, class_of: Sequence[int], floor: int) -> tuple[int, ...]:
        """Return an assignment with less excess in the tier where a neighbourhood gives one.

        The earlier tiers stay at most as they are. It ends at the excess `floor`, or when no
        neighbourhood helps, or after so many; the order is always the same.
        """
        best, left = tuple(class_of), MOST
        while left and self._excess(best)[-1] > floor:
            found = best
            for classes in islice(self._neighbourhoods(best), left):
                left -= 1
                found = self._within(best, classes)
                if found != best:
                    break
            if found == best:
                break
            best = found
        return best

    def _excess(self, class_of: Sequence[int]) -> tuple[int, ...]:
        return all_excess(self.problem, class_of)[: self.tier + 1]

    def _neighbourhoods(self, class_of: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Yield sets of classes of which at least one has excess in the tier, the smaller first."""
        uneven = {
            c
            for quota in self.problem.all_tiers[self.tier].quotas
            for c, have in enumerate(counts(quota, class_of))
            if quota.excess_in(c, have)
        }
        everywhere = range(len(self.problem.classes))
        for size in SIZES:
            # All classes at a time would be the whole program.
            if size < len(everywhere):
                yield from (s for s in combinations(everywhere, size) if uneven.intersection(s))

    def _within(self, class_of: tuple[int, ...], classes: tuple[int, ...]) -> tuple[int, ...]:
        """Return the assignment after the program has placed the students of some classes anew."""
        students = [s for s, c in enumerate(class_of) if c in classes]
        part = _part(self.problem, students, classes)
        if len(part.kinds) * len(classes) > self.largest:
            return class_of
        within = [classes.index(class_of[s]) for s in students]
        share = replace(self.solver, nodes=max(1, self.solver.nodes // MOST))
        found, _ = lowered(part, self.tier, within, share)
        moved = list(class_of)
        for student, c in zip(students, found, strict=True):
            moved[student] = classes[c]
        better = self._excess(moved) < self._excess(class_of)
        return tuple(moved) if better else class_of


def _part(problem: Problem, students: Sequence[int], classes: Sequence[int]) -> Problem:
    """Return the problem of some classes and the students now in them."""
    place = {student: i for i, student in enumerate(students)}

    def cut(tier: Tier) -> Tier:
        return replace(tier, quotas=tuple(_cut(quota, place, classes) for quota in tier.quotas))

    return Problem(
        keys=tuple(problem.keys[student] for student in students),
        classes=tuple(problem.classes[c] for c in classes),
        blocks=tuple(
            tuple(place[s] for s in block) for block in problem.blocks if block[0] in place
        ),
        reach={
            place[student]: frozenset(i for i, c in enumerate(classes) if c in reach)
            for student, reach in problem.reach.items()
            if student in place
        },
        hard=cut(problem.hard),
        tiers=tuple(cut(tier) for tier in problem.tiers),
    )


def _cut(quota: Quota, place: dict[int, int], classes: Sequence[int]) -> Quota:
    return replace(
        quota,
        members=tuple(place[student] for student in quota.members if student in place),
        low=tuple(quota.low[c] for c in classes),
        high=tuple(quota.high[c] for c in classes),
    )
