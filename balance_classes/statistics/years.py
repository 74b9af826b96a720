"""Years under lots: the same class year after year, among the classes of lots of every year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from balance_classes.domain.audit.class_list import ClassList, Scores
from balance_classes.domain.audit.years import YearFigures, Years, same_classes, without_year
from balance_classes.statistics.correction import corrected
from balance_classes.statistics.favours import BetterOff
from balance_classes.statistics.lots import Lots, Numbers


def figures_over_years(
    of: Years,
    lists: Sequence[ClassList],
    scores: Sequence[Scores],
    permutations: int,
    *,
    judged: bool,
) -> YearFigures | None:
    """Return whether one class is better off year after year; None where nothing can be asked.

    The advantage of a class (fewer burdens, higher scores from before) is put together over the
    years, each by its spread under lots, and divided by the root of their number. The largest of
    all classes is compared with the largest under lots, which are drawn anew for every year.
    """
    shared = same_classes(lists)
    asked = judged and all(scores)
    better = [
        BetterOff(c, tuple(s.values()) if asked else ()) for c, s in zip(lists, scores, strict=True)
    ]
    lots = [Lots(classes) for classes in lists]
    if not shared or not all(
        b.counted and dealt.free for b, dealt in zip(better, lots, strict=True)
    ):
        return None
    found = [_advantages(b, dealt, permutations) for b, dealt in zip(better, lots, strict=True)]
    together = np.array([_together(found, positions) for positions in shared.values()])
    largest = together.max(axis=0)
    return YearFigures(
        of=of,
        classes=tuple(_called(lists, positions) for positions in shared.values()),
        advantages=tuple(
            float(each[0] / np.sqrt(_years(positions)))
            for each, positions in zip(together, shared.values(), strict=True)
        ),
        typical=float(largest[1:].mean()),
        p=float(corrected([largest])[0]),
    )


def _called(lists: Sequence[ClassList], positions: Sequence[int | None]) -> str:
    """Return what a class is called in the first list that has it, without the year."""
    return next(
        without_year(each.classes[at])
        for each, at in zip(lists, positions, strict=True)
        if at is not None
    )


def _advantages(better: BetterOff, lots: Lots, permutations: int) -> Numbers:
    """Return the advantage of each class in its standard deviations: the real one, then lots."""
    every = [lots.as_it_is(), *lots.permuted(permutations)]
    found = np.concatenate([better.advantage(lot.classes) for lot in every], axis=1)
    spread = found[:, 1:].std(axis=1, keepdims=True)
    return np.asarray(found / np.where(spread > 0, spread, np.inf))


def _together(found: Sequence[Numbers], positions: Sequence[int | None]) -> Numbers:
    there = [each[at] for each, at in zip(found, positions, strict=True) if at is not None]
    return np.asarray(sum(there) / np.sqrt(len(there)))


def _years(positions: Sequence[int | None]) -> int:
    return sum(at is not None for at in positions)
