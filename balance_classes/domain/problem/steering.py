"""Steering: whether rules, and not lots, decide who comes beside whom, seen in trial draws.

Trial draws start from seeds that follow from what is sealed, so that nobody picks them. Units
that are in one class in every one of them, though each could be in another, were brought together
by the rules: by chance alone, it happens once in so many rosters as `one_in` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from balance_classes.domain.problem.problem import Problem

RARE = Fraction(1, 1000)
"""So rarely lots alone are to look like steering."""
FEWEST_TRIALS, MOST_TRIALS = 8, 40
LARGEST = 10**9
"""Rarer chances are not told apart."""


@dataclass(frozen=True)
class Steering:
    """What trial draws said: students and blocks that always met, or always came into one class."""

    trials: int
    """How many trial draws there were; 0 where there is nothing to be drawn."""
    pairs: int
    """Pairs of units, each of another block or of none, that were together in all of them."""
    largest: int
    """The most students who were together in all of them, beyond a block; 0 where none were."""
    settled: int
    """Students whom no rule pins, and who came into one and the same class in all of them."""
    one_in: int
    """By lots alone, one in so many rosters shows any of this."""

    @property
    def seen(self) -> bool:
        """Whether anybody always met, or always came into one class."""
        return bool(self.pairs or self.settled)


def steering_of(problem: Problem, trials: Sequence[Sequence[int]]) -> Steering:
    """Return what trial draws of a problem say; each gives the class of every student."""
    if not trials:
        return Steering(trials=0, pairs=0, largest=0, settled=0, one_in=1)
    units = problem.units
    ways = [tuple(trial[unit.members[0]] for trial in trials) for unit in units]
    free = [len(unit.reach) > 1 for unit in units]
    met = Counter(ways)
    # Who may join one class only was put beside the others of that class by a rule that is told.
    pinned = Counter(way for way, is_free in zip(ways, free, strict=True) if not is_free)
    among = [way for way, count in met.items() if count > 1 and pinned[way] < count]
    sizes: Counter[tuple[int, ...]] = Counter()
    for unit, way in zip(units, ways, strict=True):
        sizes[way] += len(unit.members)
    return Steering(
        trials=len(trials),
        pairs=sum(comb(met[way], 2) - comb(pinned[way], 2) for way in among),
        largest=max((sizes[way] for way in among), default=0),
        settled=sum(
            len(unit.members)
            for unit, way, is_free in zip(units, ways, free, strict=True)
            if is_free and len(set(way)) == 1
        ),
        one_in=_one_in(by_chance(problem, len(trials))),
    )


def _one_in(chance: Fraction) -> int:
    return min(int(1 / chance), LARGEST) if 0 < chance < 1 else 1


def trials_needed(problem: Problem) -> int:
    """Return how many trial draws tell steering from lots; 0 where there is nothing to tell."""
    if not by_chance(problem, 1):
        return 0
    enough = (k for k in range(FEWEST_TRIALS, MOST_TRIALS) if by_chance(problem, k) <= RARE)
    return next(enough, MOST_TRIALS)


def by_chance(problem: Problem, trials: int) -> Fraction:
    """Return how many pairs and settled students lots that look at nothing give in all trials.

    Each unit is in a class of its reach with the share of that class's even size, whatever the
    others are: the classes differ from each other by more than that only where rules say so.
    """
    shares = problem.even_sizes
    kinds = [
        (count, _odds(reach, shares))
        for reach, count in Counter(unit.reach for unit in problem.units).items()
    ]
    expected = Fraction(0)
    for position, (count, own) in enumerate(kinds):
        if len(own) > 1:
            expected += count * sum(odds**trials for odds in own.values())
        for other, (there, odds) in enumerate(kinds[position:]):
            pairs = count * there if other else comb(count, 2)
            meet = sum((own[c] * odds[c] for c in own.keys() & odds.keys()), Fraction(0))
            if meet < 1:
                expected += pairs * meet**trials
    return expected


def _odds(reach: Sequence[int], shares: Sequence[Fraction]) -> dict[int, Fraction]:
    """Return how likely each class of a reach is, by lots that go by the size of classes."""
    room = sum((shares[c] for c in reach), Fraction(0))
    return {c: shares[c] / room for c in reach}
