"""Integer program no. 2: every student in a class, students of equal membership as one number.

It proves what the plan leaves open. It places students only where a school asked for it
beforehand, or where nothing else keeps the hard rules; then tickets choose among equals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from balance_classes.domain.collisions.collision import no_answer_exists
from balance_classes.domain.lottery import Seed, Stream
from balance_classes.domain.problem.excess import all_excess, counts, keeps_hard_rules
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Quota, Tier
from balance_classes.errors import BudgetError, Finding, InfeasibleError
from balance_classes.language import Text
from balance_classes.optimisation.deal import deal
from balance_classes.optimisation.settle import settle
from balance_classes.optimisation.solver import Solver, minimise
from balance_classes.optimisation.student_program import build, lowered, reseated, seated

PROVABLE = 2_000
"""The most variables it may have where it only proves; above, its proof would take minutes."""
WISHED = 300
"""The same with wishes for friends: all are unlike each other, and a node takes far longer."""
DEEP = 600
"""The most variables with excess counted in, where it bounds cells, which are many and loose."""
SMALL = 2_000
"""So many variables are soon searched; with more, an answer is first tried to be found by lot."""
TRIED = 200
"""The steps of that."""
LARGEST = 6_000
"""The most variables program no. 2 may have for a tier; above, it is not tried."""


def can_prove(problem: Problem, tier: int) -> bool:
    """Tell whether the program of the tiers up to this one is small enough to be tried."""
    asked = problem.until(tier)
    most = (WISHED if asked.wishes else PROVABLE) if tier else LARGEST
    return len(asked.kinds) * len(problem.classes) <= most


def can_bound_cells(problem: Problem) -> bool:
    """Tell whether the program is small enough to be tried on the two-way tier, the last."""
    most = WISHED if problem.wishes else DEEP
    return (len(problem.kinds) + len(problem.quotas)) * len(problem.classes) <= most


def prove_tier(
    problem: Problem, tier: int, achieved: Sequence[int], solver: Solver
) -> tuple[int, bool]:
    """Return a bound of the tier with the earlier ones at most as achieved.

    The program looks only for less than is achieved: that there is none is the proof. So what is
    achieved is no start for it. The flag tells whether the bound is the exact minimum.
    """
    asked = problem.until(tier)
    tiers = build(asked).tiers
    tiers.ask([tier], dict(enumerate(achieved[:tier])) | {tier: achieved[tier] - 1})
    answer = minimise(tiers.program, solver)
    if answer.status == "infeasible":
        return achieved[tier], True
    return min(achieved[tier], answer.bound), answer.status == "optimal"


def can_hold(problem: Problem, solver: Solver) -> bool | None:
    """Tell whether the hard rules can all hold; None where the budget ended before it was known."""
    bare = problem.until(0)
    if not all(unit.reach for unit in bare.units):
        return False
    if len(bare.kinds) * len(bare.classes) > SMALL and keeps_hard_rules(bare, _tried(bare)):
        return True
    placement = build(bare)
    placement.tiers.ask([], {0: 0})
    answer = minimise(placement.tiers.program, solver)
    if answer.objective is None:
        return False if answer.status == "infeasible" else None
    found = seated(placement)
    return (found is not None and keeps_hard_rules(bare, found)) or None


def _tried(bare: Problem) -> tuple[int, ...]:
    """Return an assignment that keeps the hard rules of most rosters: dealt, and a little settled.

    Its seed is no draw's, and nobody sees it.
    """
    seed = Seed((), given=False)
    dealt = deal(bare, Stream(seed.value, "try"), range(len(bare.classes)))
    return settle(bare, dealt, Stream(seed.value, "try"), TRIED, (0,)).class_of


def place(problem: Problem, solver: Solver, start: Sequence[int]) -> tuple[int, ...]:
    """Return a class a student, each tier as even as the program finds, one after the other.

    The search begins at `start`, in which blocks and reach hold, and is never worse than it.
    Students must be in lottery order: among equals the first drawn takes the first seat.
    Raises InfeasibleError when the hard rules cannot all hold, BudgetError when the solver
    found no answer within its nodes.
    """
    class_of = tuple(start)
    if not keeps_hard_rules(problem, class_of):
        class_of = _kept(problem, class_of, solver)
    for tier in range(1, len(problem.all_tiers)):
        class_of = _lowered(problem.until(tier), tier, class_of, solver)
    return reseated(problem, class_of)


def _kept(problem: Problem, start: tuple[int, ...], solver: Solver) -> tuple[int, ...]:
    """Return an assignment that keeps the hard rules."""
    class_of, answer = lowered(problem.until(0), 0, start, solver)
    if keeps_hard_rules(problem, class_of):
        return class_of
    if answer.status == "infeasible" or answer.bound > 0:
        raise InfeasibleError(no_answer_exists())
    raise BudgetError(_nothing_found())


def _lowered(
    problem: Problem, tier: int, class_of: tuple[int, ...], solver: Solver
) -> tuple[int, ...]:
    """Return an assignment with less excess in the last tier of a problem, where one is found."""
    floor = 0
    if all_excess(problem, class_of)[tier] and can_prove(problem, tier):
        class_of, answer = lowered(problem, tier, class_of, solver)
        floor = answer.bound
    return Search(problem, tier, solver, LARGEST).improved(class_of, floor)


def _nothing_found() -> Finding:
    return Finding(
        Text("rules"),
        Text("No assignment that keeps all hard rules was found within the budget."),
        Text("Raise “steps” in the rules, or take a block, a pin or an apart code back."),
    )


SIZES = (2, 3, 4)
"""So many classes are taken at a time: first all pairs, then three, then four."""
MOST = 40
"""So many neighbourhoods are tried for a tier; together they may take the nodes of one program."""


@dataclass(frozen=True)
class Search:
    """What is to be lowered: a tier of a problem, by programs of at most `largest` variables.

    They are over the students of two to four classes. What one finds is better for all; that it
    finds nothing says nothing of all classes together. So it improves where the program places,
    and it proves nothing (docs/model.md).
    """

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
        wishes = self.problem.all_tiers[self.tier].wishes
        uneven |= {class_of[wish.student] for wish in wishes if not wish.met(class_of)}
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
        quotas = tuple(_cut(quota, place, classes) for quota in tier.quotas)
        wishes = tuple(wish.moved(place) for wish in tier.wishes if wish.student in place)
        return replace(tier, quotas=quotas, wishes=wishes)

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
