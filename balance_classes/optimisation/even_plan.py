"""An answer of program no. 1 in which every band holds, where one is found without a solver.

Usual rosters have one, and in a large school with many twins a solver looks for it for seconds.
Whoever finds none knows nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from balance_classes.domain.problem.problem import Problem

Counts = npt.NDArray[np.integer]


def even_plan_exists(
    problem: Problem, placed: Sequence[int], partitions: Sequence[Sequence[int]]
) -> bool:
    """Tell whether all counts were brought into their bands; False says nothing.

    `placed` are the units that the program places; of other students, each in a quota once, it
    only knows counts. Each of the `partitions` is quotas of which everybody is in one.
    """
    low = np.array([quota.low for quota in problem.quotas])
    high = np.array([quota.high for quota in problem.quotas])
    size = problem.quotas.index(problem.size_quota)
    there = _placed(problem, placed, low, high, size)
    if there is None:
        return False
    least = np.maximum(low, there) - there
    room = high - there - least
    everybody = np.array([len(quota.members) for quota in problem.quotas])
    rest = everybody - (there + least).sum(axis=1)
    if (rest < 0).any() or (rest > room.sum(axis=1)).any():
        return False
    even = np.array([float(share) for share in problem.even_sizes]) - there[size] - least[size]
    sizes = least[size] + _given(rest[size], room[size], even)
    groups = [list(rows) for rows in partitions if size not in rows]
    return all(_add_up(sizes - least[rows].sum(axis=0), rest[rows], room[rows]) for rows in groups)


def _placed(
    problem: Problem, placed: Sequence[int], low: Counts, high: Counts, size: int
) -> Counts | None:
    """Return how many of each quota the units are in each class; None where one fits nowhere.

    First those of few classes, then those of many seats; each goes where it is beyond the fewest
    lows, then where fewest were placed.
    """
    units = problem.units
    there = np.zeros_like(low)
    for unit in sorted(placed, key=lambda u: (len(units[u].reach), -units[u].seats)):
        rows, often = np.array(problem.brings[unit]).T
        after = there[rows] + often[:, None]
        fits = (after <= high[rows]).all(axis=0)
        beyond = np.maximum(after - low[rows], 0).sum(axis=0)
        fitting = [c for c in units[unit].reach if fits[c]]
        if not fitting:
            return None
        chosen = min(fitting, key=lambda c: (beyond[c], there[size, c]))
        there[rows, chosen] += often
    return there


def _add_up(needed: Counts, rest: Counts, room: Counts) -> bool:
    """Tell whether what is left of each level could be given so that levels add up to each size."""
    for level in np.argsort((room > 0).sum(axis=1) - rest, kind="stable"):
        needed = needed - _given(rest[level], room[level], needed)
    return not needed.any()


def _given(many: int, room: Counts, needed: npt.NDArray[np.number]) -> Counts:
    """Give so many to the classes that need most and have room, one each at a time."""
    given = np.zeros_like(room)
    while many:
        has_room = np.flatnonzero(room > given)
        most = has_room[np.argsort((given - needed)[has_room], kind="stable")][:many]
        given[most] += 1
        many -= len(most)
    return given
