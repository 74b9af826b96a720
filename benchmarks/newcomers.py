"""How equal the chances of newcomers are, and how long the exact choice of their places takes."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from statistics import NormalDist

from balance_classes.domain.after_draw.seat_choice import (
    Places,
    Seats,
    choice,
    even_places,
    smallest_places,
)
from balance_classes.domain.lottery import Seed, SeedWords, Stream, lottery_order
from balance_classes.domain.problem.problem import Problem, Unit
from benchmarks.fairness import CONFIDENCE, SEEDS, problem_of
from benchmarks.instances import instance
from benchmarks.registry import Asked, case
from benchmarks.tables import Table

Way = Callable[[Seats, Stream], Places | None]


@case("newcomers", "how equal newcomers' chances of the classes are that are equally good")
def newcomers(asked: Asked) -> Table:
    """Return a line a case: how far newcomers' places are from an even choice among all best."""
    rows = [_row(name, seats, way) for name, (seats, way) in _cases().items()]
    headings = (
        "Case",
        "Newcomers × classes",
        "Best ways",
        "Ways drawn",
        "Others drawn",
        "Largest z of a way",
        "Largest z of a class",
        "A fair draw stays below",
        "One placing (s of processor time)",
    )
    sentences = (
        f"{SEEDS:,} seeds a case. Best ways: all assignments of the newcomers that keep caps and "
        "hard rules with the least excess in every tier; others must not be drawn. z of a way: "
        "how far its frequency is from its share, in standard errors; z of a class: the same of "
        "one newcomer in one of its classes. A fair draw stays below the figure beside them in "
        "nineteen of twenty measurements.",
        *(
            f"{many} newcomers beside 480 students in 12 classes, ten attributes and all two-way "
            f"cells: {_seconds(many):.1f} s of processor time."
            for many in (1, 7, 10)
        ),
    )
    return Table(headings, rows, sentences)


def _row(name: str, seats: Seats, way: Way) -> list[str]:
    best = _best(seats, way)
    start = time.process_time()
    drawn = [_drawn(seats, way, number) for number in range(SEEDS)]
    seconds = (time.process_time() - start) / SEEDS
    hits = Counter(drawn)
    scores = [_score(hits[each], share) for each, share in best.items()]
    of_class = []
    for at in range(len(seats.units)):
        for c in range(len(seats.problem.classes)):
            share = sum(part for each, part in best.items() if each[at] == c)
            if 0 < share < 1 - 1e-9:
                of_class.append(_score(sum(hits[each] for each in hits if each[at] == c), share))
    tried = max(1, len(scores) + len(of_class))
    fair = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / 2 / tried)
    return [
        name,
        f"{len(seats.units)} × {len(seats.problem.classes)}",
        f"{len(best):,}",
        f"{sum(each in best for each in hits):,}",
        str(sum(hits[each] for each in hits if each not in best)),
        f"{max(scores):.2f}",
        f"{max(of_class, default=0):.2f}",
        f"{fair:.2f}",
        f"{seconds:.4f}",
    ]


def _seconds(many: int) -> float:
    problem = instance(480 + many, 12, 1)
    seats = _standing(problem, [i % 12 for i in range(480)], many)
    start = time.process_time()
    even_places(seats, Stream("seconds", "place 1"))
    return time.process_time() - start


def _score(hits: int, share: float) -> float:
    if share >= 1 - 1e-9:
        return 0.0
    return abs(hits - SEEDS * share) / math.sqrt(SEEDS * share * (1 - share))


def _drawn(seats: Seats, way: Way, number: int) -> tuple[int, ...]:
    """Return the class of each unit, in the order of `seats`, whose order the lot decides too."""
    seed = Seed((SeedWords("", f"newcomers {number}"),), given=True).value
    order = lottery_order(seed, "newcomer 1", [str(u) for u in range(len(seats.units))])
    mixed = Seats(seats.problem, seats.class_of, tuple(seats.units[u] for u in order)).in_order()
    places = way(mixed, Stream(seed, "place 1"))
    assert places is not None
    return tuple(places.class_of[unit] for unit in seats.units)


def _best(seats: Seats, way: Way) -> dict[tuple[int, ...], float]:
    """Return the ways that may be drawn, each with the share of seeds that should draw it."""
    if way is even_places:
        found = choice(seats, seats.units)
        ways = [found.way(number) for number in range(found.ways)]
        return {tuple(each[u] for u in seats.units): 1 / len(ways) for each in ways}
    return _smallest(seats, tuple(range(len(seats.units))), {}, 1.0)


def _smallest(
    seats: Seats, left: tuple[int, ...], placed: dict[int, int], share: float
) -> dict[tuple[int, ...], float]:
    """Return each outcome of newcomers in any order to smallest classes, with its chance."""
    if not left:
        return {tuple(placed[u] for u in range(len(seats.units))): share}
    sizes = [size + list(placed.values()).count(c) for c, size in enumerate(seats.sizes)]
    tied = [c for c, size in enumerate(sizes) if size == min(sizes)]
    found: Counter[tuple[int, ...]] = Counter()
    for unit in left:
        rest = tuple(u for u in left if u != unit)
        for c in tied:
            part = share / len(left) / len(tied)
            found.update(_smallest(seats, rest, {**placed, unit: c}, part))
    return found


def _standing(problem: Problem, standing: Sequence[int], newcomers: int) -> Seats:
    every = tuple(range(len(problem.classes)))
    units = tuple(Unit((len(standing) + i,), every) for i in range(newcomers))
    return Seats(problem, dict(enumerate(standing)), units)


def _cases() -> dict[str, tuple[Seats, Way]]:
    """Return cases in which chances could fail to be equal."""
    even = [i % 4 for i in range(24)]
    uneven = [0] * 7 + [1] * 6 + [2] * 6 + [3] * 5
    sex = "fmmf" * 6
    plain = partial(problem_of, [9] * 4)
    large = instance(480, 12, 1).one_way
    return {
        "one, classes alike": (_standing(plain(["f" * 25]), even, 1), even_places),
        "three, classes alike": (_standing(plain(["f" * 27]), even, 3), even_places),
        "four of both sexes": (_standing(plain([sex + "ffmm"]), even, 4), even_places),
        "four, sizes differ": (_standing(plain([sex + "ffmm"]), uneven, 4), even_places),
        "smallest class, three": (_standing(plain(["f" * 27]), uneven, 3), smallest_places),
        "three of 480, ten attributes, one-way": (
            _standing(large, [i % 12 for i in range(477)], 3),
            even_places,
        ),
    }
