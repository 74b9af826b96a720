"""All figures of one list: the real one, the lots, and the drawn optimum beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean, stdev

import numpy as np
import numpy.typing as npt

from balance_classes.domain.audit.class_list import ClassList, Scores
from balance_classes.domain.audit.findings import (
    AttributeFigures,
    Cell,
    ClassScore,
    Figures,
    Index,
    ScoreFigures,
    Test,
)
from balance_classes.domain.audit.segregation import chi_square, dissimilarity, information
from balance_classes.statistics.attributes import Attribute, Whole
from balance_classes.statistics.lots import Lots, Numbers
from balance_classes.statistics.scores import TESTS, Score

SHOWN_BELOW = 0.05
"""Cells with a corrected p-value below this stand out."""


def figures_of(
    classes: ClassList, scores: Scores, permutations: int, optimum: Sequence[int] | None
) -> Figures:
    """Return the figures of a list; `optimum` has the class of each student as drawn by us."""
    lots = Lots(classes)
    attributes = [Attribute(classes, name) for name in classes.attributes]
    marks = [Score(classes, name, values) for name, values in scores.items()]
    for lot in (lots.as_it_is(), *(lots.permuted(permutations) if lots.free else ())):
        for attribute in attributes:
            attribute.watch(lot)
        for mark in marks:
            mark.watch(lot)
    tests = _tests(classes.attributes, [a.watched.values("statistic") for a in attributes])
    return Figures(
        attributes=tuple(
            _attribute_figures(classes, attribute, test, lots, optimum)
            for attribute, test in zip(attributes, tests, strict=True)
        ),
        scores=tuple(_score_figures(classes, marks, lots)),
        permutations=permutations,
        free=lots.free,
    )


def _tests(names: Sequence[str], columns: Sequence[Numbers]) -> tuple[Test, ...]:
    """Return the tests of statistics (a column each), corrected for their number."""
    if not columns:
        return ()
    statistics = np.column_stack(columns)
    adjusted, ps, lots = corrected(statistics), p_values(statistics), statistics[1:]
    small = p_values(-statistics)[0]
    return tuple(
        Test(
            name=name,
            statistic=float(statistics[0, at]),
            typical=float(lots[:, at].mean()) if len(lots) else float(statistics[0, at]),
            p=float(ps[0, at]),
            corrected=float(adjusted[at]),
            below=float(small[at]),
            least=float(ps[:, at].min()),
        )
        for at, name in enumerate(names)
    )


def _attribute_figures(
    classes: ClassList,
    attribute: Attribute,
    test: Test,
    lots: Lots,
    optimum: Sequence[int] | None,
) -> AttributeFigures:
    watched = attribute.watched
    real = attribute.counts(lots.real[None, :])
    best = None if optimum is None else attribute.counts(np.array([optimum]))
    return AttributeFigures(
        attribute=attribute.name,
        levels=attribute.levels,
        counts=_rows(real[0]),
        low=_rows(attribute.low),
        high=_rows(attribute.high),
        missing=classes.size - int(real.sum()),
        excess=int(watched.values("excess")[0]),
        excess_by_lots=_typical(watched.values("excess")),
        excess_of_optimum=None if best is None else int(attribute.excess(best)[0]),
        dissimilarity=Index(
            dissimilarity(_rows(real[0])),
            _typical(watched.values("dissimilarity")),
            None if best is None else dissimilarity(_rows(best[0])),
        ),
        information=Index(
            information(_rows(real[0])),
            _typical(watched.values("information")),
            None if best is None else information(_rows(best[0])),
        ),
        chi_square=chi_square(attribute.tables(lots.real[None, :])),
        test=test,
        cells=tuple(_cells(classes, attribute, real[0])),
    )


def _rows(table: Whole) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(value) for value in row) for row in table)


def _typical(values: Numbers) -> float:
    """Return the mean over lots; the real value where there are none."""
    return float(values[1:].mean() if len(values) > 1 else values[0])


def _cells(classes: ClassList, attribute: Attribute, counts: Whole) -> Iterator[Cell]:
    """Yield the cells that stand out, the least likely first."""
    ps = corrected_by_largest(
        attribute.deviations(counts).ravel(), attribute.watched.values("largest")
    )
    for at in np.argsort(ps, kind="stable").tolist():
        if ps[at] < SHOWN_BELOW:
            c, level = divmod(at, len(attribute.levels))
            yield Cell(
                classes.classes[c],
                attribute.levels[level],
                int(counts[c, level]),
                float(attribute.expected[c, level]),
                float(ps[at]),
            )


def _score_figures(
    classes: ClassList, marks: Sequence[Score], lots: Lots
) -> Iterator[ScoreFigures]:
    columns = [column for mark in marks for column in mark.statistics().T]
    tests = _tests(TESTS * len(marks), columns)
    real = lots.real[None, :]
    for number, mark in enumerate(marks):
        stands_out = corrected_by_largest(mark.deviations(real)[0], mark.largest())
        top, bottom = (counts[0] for counts in mark.quarters(real))
        yield ScoreFigures(
            score=mark.name,
            stated=sum(value is not None for value in mark.values),
            classes=tuple(
                _class_score(
                    name,
                    [v for v, k in zip(mark.values, classes.class_of, strict=True) if k == c],
                    quarters=(int(top[c]), int(bottom[c])),
                    p=float(stands_out[c]),
                )
                for c, name in enumerate(classes.classes)
            ),
            tests=tests[len(TESTS) * number : len(TESTS) * (number + 1)],
        )


def _class_score(
    name: str, values: Sequence[float | None], quarters: tuple[int, int], p: float
) -> ClassScore:
    stated = [value for value in values if value is not None]
    return ClassScore(
        school_class=name,
        stated=len(stated),
        mean=fmean(stated) if stated else None,
        spread=stdev(stated) if len(stated) > 1 else None,
        top=quarters[0],
        bottom=quarters[1],
        corrected=p,
    )


DECIMALS = 9
"""Statistics are rounded to so many, so that no machine parts two that are equal."""


def p_values(statistics: Numbers) -> Numbers:
    """Return for each statistic (a column) the share of rows as large or larger, row by row.

    The first row is the real one, all others are lots; a row counts itself, so that no p-value
    is 0: (1 + lots as large) / (1 + lots), as B. Phipson and G. Smyth ask (2010).
    """
    rounded = np.round(statistics, DECIMALS)
    rows = len(rounded)
    smaller = [np.searchsorted(np.sort(column), column, side="left") for column in rounded.T]
    return np.asarray((rows - np.array(smaller).T) / rows)


def corrected(statistics: Numbers) -> npt.NDArray[np.float64]:
    """Return the corrected p-value of each statistic of the first row.

    P. H. Westfall and S. S. Young, Resampling-based multiple testing (1993), algorithm 2.8: the
    least p-value of all is compared with the least under lots, step by step. Statistics that go
    together (a score's mean and its top quarter) cost less than with Holm or Bonferroni.
    """
    ps = p_values(statistics)
    order = np.argsort(ps[0], kind="stable")
    # From the last on: the least p-value among this statistic and all that are less extreme.
    least = np.minimum.accumulate(ps[:, order[::-1]], axis=1)[:, ::-1]
    stepped = np.maximum.accumulate((least <= ps[0, order]).mean(axis=0))
    found = np.empty(len(order))
    found[order] = stepped
    return found


def corrected_by_largest(real: Numbers, largest: Numbers) -> Numbers:
    """Return for each real value the share of rows whose largest one reaches it.

    `largest` has the real list's first, then that of each lot (the single-step max-T of
    Westfall and Young).
    """
    ordered = np.sort(np.round(largest, DECIMALS))
    below = np.searchsorted(ordered, np.round(real, DECIMALS), side="left")
    return np.asarray((len(ordered) - below) / len(ordered))
