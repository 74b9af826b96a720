"""How fair the draw is: chances of classes, of company, and of whole assignments."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from balance_classes.domain.lottery import Seed, SeedWords, Stream, lottery_order
from balance_classes.domain.problem.assignment import second_lot
from balance_classes.domain.problem.excess import all_excess, keeps_hard_rules
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.quotas import Tier, even_quota
from balance_classes.domain.rules.class_names import SchoolClass, even_sizes
from balance_classes.domain.rules.rules import SIZE
from balance_classes.optimisation.deal import deal, seat_order
from balance_classes.optimisation.plan import tier_bounds
from balance_classes.optimisation.settle import mix, settle
from balance_classes.optimisation.solver import Solver
from benchmarks.instances import instance
from benchmarks.tables import Table

SEEDS = 10_000
STEPS = 1_000
COMPANY = (200, 5)
CHUNK = 250
CONFIDENCE = 0.95

Classes = npt.NDArray[np.int64]
"""A row a seed, a column a student (in the order of the problem, not of the lottery)."""


def chances_of_classes(limit: float) -> Table:
    """Measure each student's chance of each class among those that the rules treat alike."""
    lines = [_chance_row(name, problem) for name, problem in _cases().items()]
    headings = (
        "Case",
        "Students × classes",
        "Classes alike",
        "Farthest from equal (points)",
        "Largest z",
        "A fair draw stays below",
        "Beyond 1.96 (fair: 5 %)",
        "Chance of a larger class",
    )
    sentences = (
        f"{SEEDS:,} seeds a case. z is the deviation of one student's frequency in one class from "
        "the equal share, in standard errors; a fair draw stays below the figure beside it in "
        "nineteen of twenty measurements of this size.",
    )
    return Table(headings, lines, sentences)


def chances_of_company(limit: float) -> Table:
    """Measure each pair's chance of one class, beside a deal that knows no attributes."""
    students, classes = COMPANY
    problem = instance(students, classes, 1)
    rows = []
    for name, dealt_only in (("the draw", False), ("random deal", True)):
        drawn = _drawn(problem, dealt_only=dealt_only)
        met = np.zeros((students, students))
        for row in drawn:
            met += row[:, None] == row[None, :]
        pairs = met[np.triu_indices(students, 1)] / len(drawn)
        marks = np.quantile(pairs, [0, 0.01, 0.5, 0.99, 1])
        rows.append(
            [name, *(f"{100 * mark:.1f} %" for mark in marks), str(int((pairs > 0.5).sum()))]
        )
    headings = ("", "Least", "1 % below", "Median", "1 % above", "Most", "Pairs above one half")
    even = (students / classes - 1) / (students - 1)
    sentences = (
        f"{SEEDS:,} seeds, {students} students in {classes} classes, ten attributes, no student "
        f"bound to another; if all pairs were equal, each would meet with {100 * even:.1f} %.",
    )
    return Table(headings, rows, sentences)


def distribution(limit: float) -> Table:
    """Measure how far the draw is from choosing evenly among all best assignments."""
    lines = [_distribution_row(name, problem) for name, problem in _small_cases().items()]
    headings = (
        "Case",
        "Best assignments",
        "Missed",
        "Distance",
        "of an even choice",
        "Class, off by (points)",
        "Pair, off by (points)",
    )
    sentences = (
        f"{SEEDS:,} seeds a case, {STEPS:,} steps. Distance: total variation between the draw's "
        "frequencies and the even choice among all best assignments; beside it that of as many "
        "truly even choices, which is sampling alone. Off by: the largest difference of any "
        "student's chance of a class, and of any pair's chance of meeting.",
    )
    return Table(headings, lines, sentences)


def _chance_row(name: str, problem: Problem) -> list[str]:
    drawn = _drawn(problem)
    students, classes = len(problem.keys), len(problem.classes)
    alike = max(problem.interchangeable, key=len)
    deviations, scores = [], []
    for student in range(students):
        if student in problem.reach:
            continue
        counts = [int((drawn[:, student] == c).sum()) for c in alike]
        total, share = sum(counts), 1 / len(alike)
        error = math.sqrt(total * share * (1 - share))
        deviations += [abs(count / total - share) for count in counts]
        scores += [abs(count - total * share) / error for count in counts]
    fair = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / 2 / len(scores))
    beyond = sum(score > NormalDist().inv_cdf(0.975) for score in scores) / len(scores)
    return [
        name,
        f"{students} × {classes}",
        str(len(alike)),
        f"{100 * max(deviations):.2f}",
        f"{max(scores):.2f}",
        f"{fair:.2f}",
        f"{100 * beyond:.1f} %",
        _larger_classes(problem, drawn),
    ]


def _larger_classes(problem: Problem, drawn: Classes) -> str:
    """Return the least and the greatest chance of a larger class, where sizes may differ."""
    if (
        len({tuple(q) for q in zip(problem.size_quota.low, problem.size_quota.high, strict=True)})
        > 1
    ):
        return "–"
    low, high = problem.size_quota.low[0], problem.size_quota.high[0]
    if low == high:
        return "–"
    larger = np.zeros(len(problem.keys))
    for row in drawn:
        sizes = np.bincount(row, minlength=len(problem.classes))
        larger += sizes[row] == high
    return f"{100 * larger.min() / len(drawn):.1f}–{100 * larger.max() / len(drawn):.1f} %"


def _distribution_row(name: str, problem: Problem) -> list[str]:
    best = _best(problem)
    drawn = [tuple(row) for row in _drawn(problem).tolist()]
    hits = Counter(drawn)
    missed = sum(hits[row] for row in hits if row not in best)
    even = 1 / len(best)
    distance = (sum(abs(hits[row] / SEEDS - even) for row in best) + missed / SEEDS) / 2
    chance = random.Random(name)
    sample = Counter(chance.randrange(len(best)) for _ in range(SEEDS))
    noise = sum(abs(sample[i] / SEEDS - even) for i in range(len(best))) / 2
    return [
        name,
        str(len(best)),
        str(missed),
        f"{distance:.3f}",
        f"{noise:.3f}",
        f"{100 * _off(_class_chances, list(best), drawn):.1f}",
        f"{100 * _off(_pair_chances, list(best), drawn):.1f}",
    ]


def _off(
    chances: Callable[[Classes], npt.NDArray[np.float64]],
    best: Sequence[tuple[int, ...]],
    drawn: Sequence[tuple[int, ...]],
) -> float:
    return float(np.abs(chances(np.array(best)) - chances(np.array(drawn))).max())


def _class_chances(rows: Classes) -> npt.NDArray[np.float64]:
    return np.array([(rows == c).mean(axis=0) for c in range(int(rows.max()) + 1)])


def _pair_chances(rows: Classes) -> npt.NDArray[np.float64]:
    return np.asarray((rows[:, :, None] == rows[:, None, :]).mean(axis=0))


def _best(problem: Problem) -> set[tuple[int, ...]]:
    """Return every assignment with the least excess, by trying all."""
    least, best = None, set[tuple[int, ...]]()
    for row in itertools.product(range(len(problem.classes)), repeat=len(problem.keys)):
        if not keeps_hard_rules(problem, row):
            continue
        excess = all_excess(problem, row)
        if least is None or excess < least:
            least, best = excess, set()
        if excess == least:
            best.add(row)
    return best


def _drawn(problem: Problem, *, dealt_only: bool = False) -> Classes:
    """Return the classes of all seeds, computed on all cores."""
    bounds = tier_bounds(problem, Solver())
    work = partial(_draw_many, problem, bounds, dealt_only)
    with ProcessPoolExecutor() as pool:
        parts = pool.map(work, range(0, SEEDS, CHUNK))
        return np.concatenate(list(parts))


def _draw_many(problem: Problem, bounds: Sequence[int], dealt_only: bool, first: int) -> Classes:
    return np.array(
        [_draw_once(problem, bounds, dealt_only, number) for number in range(first, first + CHUNK)]
    )


def _draw_once(problem: Problem, bounds: Sequence[int], dealt_only: bool, number: int) -> list[int]:
    """Return the class of each student, as the draw gives it but for plan and proof."""
    seed = Seed((SeedWords("", f"fairness {number}"),), given=True)
    order = lottery_order(seed.value, "student", problem.keys)
    ordered = problem.reordered(order)
    group_of: Sequence[int] = deal(ordered, Stream(seed.value, "deal"), seat_order(ordered, seed))
    if not dealt_only:
        stream = Stream(seed.value, "settle")
        settled = settle(ordered, group_of, stream, STEPS, bounds)
        group_of, _ = mix(ordered, settled.class_of, Stream(seed.value, "mix"), settled.step + 1)
    class_of_group = second_lot(ordered, seed)
    class_of = [0] * len(order)
    for position, student in enumerate(order):
        class_of[student] = class_of_group[group_of[position]]
    return class_of


def problem_of(
    caps: Sequence[int],
    attributes: Sequence[str],
    blocks: Sequence[tuple[int, ...]] = (),
    reach: Mapping[int, frozenset[int]] | None = None,
) -> Problem:
    """Return a problem whose attributes are texts with a letter a student, one tier each."""
    students = len(attributes[0])
    sizes = even_sizes(students, caps)
    return Problem(
        keys=tuple(f"s{i:02d}" for i in range(students)),
        classes=tuple(SchoolClass(f"C{c}", cap) for c, cap in enumerate(caps)),
        blocks=tuple(blocks),
        reach=reach or {},
        hard=Tier((SIZE,), (even_quota(SIZE, "", range(students), sizes),)),
        tiers=tuple(
            Tier(
                (f"a{t}",),
                tuple(
                    even_quota(
                        f"a{t}", level, [i for i, v in enumerate(letters) if v == level], sizes
                    )
                    for level in sorted(set(letters))
                ),
            )
            for t, letters in enumerate(attributes)
        ),
    )


def _cases() -> dict[str, Problem]:
    """Return cases in which chances could fail to be equal."""
    sex, origin = "fm" * 16, "aaabbccdaabbbbcc" * 2
    return {
        "plain": problem_of([8] * 4, [sex, origin]),
        "one pin": problem_of([8] * 4, [sex, origin], reach={0: frozenset([0])}),
        "unequal caps": problem_of([11, 7, 7, 7], [sex, origin]),
        "blocks": problem_of([8] * 4, [sex, origin], blocks=[(0, 1), (2, 4), (5, 6, 7)]),
        "sizes that differ": problem_of([8] * 4, [sex[:30], origin[:30]]),
        "sizes that differ, blocks": problem_of(
            [8] * 4, [sex[:30], origin[:30]], blocks=[(0, 1), (2, 4, 6)]
        ),
        "all of it": problem_of(
            [9, 7, 7, 7],
            [sex[:29], origin[:29]],
            blocks=[(0, 1), (2, 4, 6)],
            reach={8: frozenset([0]), 9: frozenset([1, 2, 3])},
        ),
    }


def _small_cases() -> dict[str, Problem]:
    """Return cases small enough to try every assignment."""
    pin = {0: frozenset([0])}
    return {
        "8 in 2": problem_of([4] * 2, ["ffffmmmm"]),
        "8 in 2, a pin": problem_of([4] * 2, ["ffffmmmm"], reach=pin),
        "9 in 3, a pin": problem_of([3] * 3, ["fffmmmmmm"], reach=pin),
        "9 in 3, a pin, two attributes": problem_of([3] * 3, ["ffffmmmmm", "abbcaabbb"], reach=pin),
        "8 in 3, sizes differ, a pin": problem_of([3] * 3, ["fffmmmmm"], reach=pin),
        "9 in caps of 4, 2, 3": problem_of([4, 2, 3], ["ffffmmmmm"]),
        "9 in 3, open to two of them": problem_of(
            [3] * 3, ["fffmmmmmm"], reach={0: frozenset([0, 1])}
        ),
        "9 in 3, a block": problem_of([3] * 3, ["fffmmmmmm"], blocks=[(0, 4)]),
        "9 in 3, two blocks": problem_of([3] * 3, ["ffffmmmmm"], blocks=[(0, 4), (1, 5)]),
        "8 in 3, sizes differ, a block": problem_of([3] * 3, ["fffmmmmm"], blocks=[(0, 4)]),
    }
