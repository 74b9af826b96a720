"""The whole way of one draw: plan, lottery order, deal, spread, settle, mix, prove, name.

Beside it the drawn optimum, which an audit shows beside a list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from balance_classes.domain.collisions.collision import no_answer_exists
from balance_classes.domain.lottery import Seed, SeedWords, Stream, lottery_order
from balance_classes.domain.problem.assignment import (
    Assignment,
    History,
    Proof,
    second_lot,
    unnamed,
)
from balance_classes.domain.problem.excess import all_excess, keeps_hard_rules
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.rules.policy import FRIENDS
from balance_classes.domain.rules.rules import Method, Rules
from balance_classes.errors import BudgetError, InfeasibleError
from balance_classes.optimisation.collision_search import rules_can_hold
from balance_classes.optimisation.deal import deal, seat_order
from balance_classes.optimisation.exact_search import place
from balance_classes.optimisation.plan import tier_bounds
from balance_classes.optimisation.prove import better_is_known, prove
from balance_classes.optimisation.settle import PATIENCE, Settled, Settling, lasts, mix, settle
from balance_classes.optimisation.solver import Solver, require_solver
from balance_classes.optimisation.spread import budget, spread

ROUNDS_OF_PLACED = 100
"""What a solver chose is mixed so many times as long as what was settled."""
SHORT = 100
"""The proof that looks whether to go on has one node in so many: full steps cost less than more."""
Report = Callable[[str], None]
"""Called with the name of each stage as it begins: settle, program, prove."""
SOON = 100
"""So many steps of settling cost less than a plan."""


@dataclass(frozen=True)
class Effort:
    """How the draw is to be made: by draw or program, with which budgets and solver.

    `steps` is the budget of settling, `depth` that of spreading, for each student. `lettered`
    groups are left to another lot to be named.
    """

    method: Method
    steps: int
    solver: Solver
    depth: int = Rules.depth
    lettered: bool = False


def effort_of(rules: Rules) -> Effort:
    """Return the effort that rules ask for; raises RulesError where the solver is not there."""
    require_solver(rules.solver)
    solver = Solver(rules.solver, rules.nodes)
    return Effort(rules.method, rules.steps, solver, rules.depth, rules.groups)


def plan(problem: Problem, effort: Effort) -> tuple[int, ...]:
    """Return the bound of each tier, hard one first; no seed is needed for it.

    Raises InfeasibleError where the hard rules cannot all hold.
    """
    bounds = tier_bounds(problem.one_way, effort.solver)
    return (*bounds, 0) if problem.crossed else bounds


def require_possible(problem: Problem, effort: Effort) -> None:
    """Raise InfeasibleError where program no. 2 shows what the plan does not: no rules can hold.

    It is asked where it is small enough, before a seed is known.
    """
    if rules_can_hold(problem, effort.solver) is False:
        raise InfeasibleError(no_answer_exists())


def draw(
    problem: Problem, seed: Seed, effort: Effort, bounds: Sequence[int], report: Report
) -> Assignment:
    """Return the assignment that this problem and this seed always give; `bounds` are the plan's.

    Raises InfeasibleError or BudgetError where the hard rules cannot be kept.
    """
    ordered = problem.reordered(lottery_order(seed.value, "student", problem.keys))
    dealt = deal(ordered, Stream(seed.value, "deal"), seat_order(ordered, seed))
    report("settle")
    steps = budget(ordered, effort.depth)
    start = spread(ordered, dealt, Stream(seed.value, "spread"), steps)
    found = _Drawing(ordered, seed, effort, bounds, report).end(start)
    return Assignment(
        problem=ordered,
        group_of=found.settled.class_of,
        class_of_group=unnamed(ordered) if effort.lettered else second_lot(ordered, seed),
        proofs=found.proofs,
        placed=found.placed,
        dealt=all_excess(ordered, dealt),
        step=found.settled.step,
        history=History(tuple(dealt), found.start, found.settled.exchanges),
        lettered=effort.lettered,
    )


@dataclass(frozen=True)
class _End:
    """Where the students ended, from which start of the exchanges, and what is proven of it."""

    start: tuple[int, ...]
    settled: Settled
    placed: Method
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class _Drawing:
    """A draw after its spreading: it ends above no limit that its own proof knows to be reached."""

    problem: Problem
    seed: Seed
    effort: Effort
    bounds: Sequence[int]
    report: Report

    def end(self, start: tuple[int, ...]) -> _End:
        """Settle, to the last step where it may gain; where less is known to be there, place."""
        stream = Stream(self.seed.value, "settle")
        settling = Settling(self.problem, start, stream, self.effort.steps, self.bounds)
        settled = settling.end()
        if self._is_above(settled):
            settled = settling.end(PATIENCE)
        if self._may_gain(settled):
            settled = settling.end(self.effort.steps)
        end = self._drawn(start, settled)
        return end if end and not better_is_known(end.proofs) else self._placed(settled.class_of)

    def _is_above(self, settled: Settled) -> bool:
        """Tell whether anything but wishes for friends is above what the plan bounds it by."""
        problem, bounds = self.problem.one_way, self.bounds
        excess = all_excess(problem, settled.class_of)
        return any(
            found > bound
            for tier, found, bound in zip(problem.all_tiers, excess, bounds, strict=False)
            if tier.groups != (FRIENDS,)
        )

    def _may_gain(self, settled: Settled) -> bool:
        """Tell whether steps left out may gain: where a short proof cannot say that none does.

        Of friends, and of tiers after them, it seldom can, and they are not worth the wait unless
        it knows a better answer.
        """
        problem, solver = self.problem.one_way, self.effort.solver
        excess = all_excess(problem, settled.class_of)
        at_bounds = excess == tuple(self.bounds)[: len(excess)]
        if excess[0] or at_bounds or self.effort.steps <= lasts(settled.step):
            return False
        short = replace(solver, nodes=max(1, solver.nodes // SHORT))
        proofs = prove(problem, excess, self.bounds, short)
        wishing = bool(problem.hard.wishes)
        before_friends = takewhile(lambda p: not wishing and FRIENDS not in p.groups, proofs)
        return better_is_known(proofs) or not all(proof.proven for proof in before_friends)

    def _drawn(self, start: tuple[int, ...], settled: Settled) -> _End | None:
        """Return the end of a draw by lot; None where it broke the hard rules or is not wanted."""
        kept = keeps_hard_rules(self.problem, settled.class_of)
        if self.effort.method == "program" or not kept:
            return None
        settled = self._mixed(self.problem, settled, 1)
        return _End(start, settled, "draw", self._prove(settled))

    def _placed(self, class_of: Sequence[int]) -> _End:
        self.report("program")
        start = place(self.problem.one_way, self.effort.solver, class_of)
        settled = Settled(start, 0, ())
        if self.effort.method == "draw":
            # Cells would leave hardly anything free.
            settled = self._mixed(self.problem.one_way, settled, ROUNDS_OF_PLACED)
        return _End(start, settled, "program", self._prove(settled))

    def _mixed(self, problem: Problem, settled: Settled, rounds: int) -> Settled:
        stream = Stream(self.seed.value, "mix")
        class_of, exchanges = mix(self.problem, settled.class_of, stream, settled.step + 1, rounds)
        return replace(settled, class_of=class_of, exchanges=(*settled.exchanges, *exchanges))

    def _prove(self, settled: Settled) -> tuple[Proof, ...]:
        self.report("prove")
        excess = all_excess(self.problem, settled.class_of)
        return prove(self.problem, excess, self.bounds, self.effort.solver)


def _settled(
    problem: Problem, dealt: Sequence[int], seed: Seed, steps: int, bounds: tuple[int, ...]
) -> Settled:
    return settle(problem, dealt, Stream(seed.value, "settle"), steps, bounds)


@dataclass(frozen=True)
class Optimum:
    """The class of each student, and whether every tier is at its bound: proven."""

    class_of: tuple[int, ...]
    proven: bool


def drawn_optimum(problem: Problem, words: str, effort: Effort) -> Optimum | None:
    """Return what the draw would give from some words as its seed; None where it finds nothing.

    Plan, deal and settle as in a draw, without its proofs: it is shown beside a list and never
    what the list is tested against, since a plain lottery is honest and less even.
    Students stand as in the problem, not in lottery order.
    """
    seed = Seed((SeedWords("", words),), given=False)
    order = lottery_order(seed.value, "student", problem.keys)
    ordered = problem.reordered(order)
    try:
        dealt = deal(ordered, Stream(seed.value, "deal"), seat_order(ordered, seed))
        bounds: tuple[int, ...] = (0,) * len(ordered.all_tiers)
        # Most lists can be wholly even, and soon are: no solver has to say so.
        settled = _settled(ordered, dealt, seed, min(SOON, effort.steps), bounds)
        if any(all_excess(ordered, settled.class_of)):
            bounds = tier_bounds(ordered, effort.solver)
            settled = _settled(ordered, dealt, seed, effort.steps, bounds)
    except (BudgetError, InfeasibleError):
        return None
    if not keeps_hard_rules(ordered, settled.class_of):
        return None
    class_of = [0] * len(order)
    for position, student in enumerate(order):
        class_of[student] = settled.class_of[position]
    return Optimum(tuple(class_of), all_excess(ordered, settled.class_of) == tuple(bounds))
