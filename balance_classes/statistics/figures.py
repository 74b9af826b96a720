"""All figures of one list put together; their types are in domain/audit/findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import fmean, stdev
from typing import Protocol

import numpy as np

from balance_classes.domain.audit.class_list import ClassList, Scores
from balance_classes.domain.audit.findings import (
    QUESTIONS,
    WEAK,
    AttributeFigures,
    Cell,
    ClassScore,
    FavourFigures,
    Figures,
    Index,
    OrderFigures,
    Question,
    ScoreFigures,
    Test,
)
from balance_classes.domain.audit.segregation import chi_square, dissimilarity, information
from balance_classes.statistics.attributes import Attribute
from balance_classes.statistics.correction import (
    DECIMALS,
    corrected,
    corrected_by_largest,
    p_values,
)
from balance_classes.statistics.counting import Counts
from balance_classes.statistics.favours import BetterOff, Favour
from balance_classes.statistics.lots import Lot, Lots, Numbers
from balance_classes.statistics.rankings import ALONG, ROWS, Order
from balance_classes.statistics.scores import TESTS, Score

SHOWN_BELOW = 0.05
"""Cells with a corrected p-value below this stand out."""


@dataclass(frozen=True)
class OtherTests:
    """What is tested beside attributes: `judged` says whether scores are from before the draw.

    `orders` are ranks of students by names, numbers or rows; `favours` entries of columns that
    were named for them.
    """

    judged: bool = True
    orders: Scores = field(default_factory=dict)
    favours: Mapping[str, Sequence[str]] = field(default_factory=dict)


class _Watching(Protocol):
    """What notes its statistics for every lot."""

    def watch(self, lot: Lot) -> None: ...


@dataclass
class _Column:
    """A statistic of the real list and of all lots, and what it is a sign of."""

    question: Question
    of: str
    name: str
    values: Numbers

    @cached_property
    def ps(self) -> Numbers:
        """The p-value of the real list and of each lot."""
        return p_values(self.values)


def figures_of(
    classes: ClassList,
    scores: Scores,
    permutations: int,
    optimum: Sequence[int] | None,
    beside: OtherTests | None = None,
) -> Figures:
    """Return the figures of a list; `optimum` has the class of each student as drawn by us."""
    asked, lots = beside or OtherTests(), Lots(classes)
    attributes = [Attribute(classes, name) for name in classes.attributes]
    marks = [Score(classes, name, values) for name, values in scores.items()]
    orders = [Order(classes, name, ranks) for name, ranks in asked.orders.items()]
    # Rows of class after class say nothing, not even that numbers were given so.
    orders = [order for order in orders if not (order.numbered and order.name == ROWS)]
    favours = [Favour(classes, name, values) for name, values in asked.favours.items()]
    better = BetterOff(classes, tuple(scores.values()) if asked.judged else ())
    together = [better] if better.counted > 1 else []
    watching: tuple[_Watching, ...] = (*attributes, *marks, *orders, *favours, *together)
    for lot in (lots.as_it_is(), *(lots.permuted(permutations) if lots.free else ())):
        for each in watching:
            each.watch(lot)
    of_scores = list(_score_columns(marks))
    judged = [
        *_attribute_columns(attributes),
        *(of_scores if asked.judged else ()),
        *(column for order in orders if not order.numbered for column in _order_columns(order)),
        *(column for favour in favours for column in _favour_columns(favour)),
        *(_Column("favour", "", "advantage", each.statistics()) for each in together),
    ]
    numbered = [c for order in orders if order.numbered for c in _order_columns(order)]
    even = [_Column("even", a.name, "even", -a.watched.values("statistic")) for a in attributes]
    shown = [] if asked.judged else of_scores
    # What is judged shares one budget; what is only shown is corrected for itself.
    tests = {
        (c.question, c.of, c.name): test
        for family in (judged, even, shown, numbered)
        for c, test in zip(family, _tests(family), strict=True)
    }
    return Figures(
        attributes=tuple(
            _attribute_figures(classes, attribute, tests, lots, optimum) for attribute in attributes
        ),
        scores=tuple(_score_figures(classes, marks, tests, lots)),
        permutations=permutations,
        free=lots.free,
        orders=tuple(_order_figures(order, tests) for order in orders),
        favours=tuple(_favour_figures(favours, together, tests, lots)),
        alone=tuple(_alone(judged)),
    )


def _attribute_columns(attributes: Sequence[Attribute]) -> Iterator[_Column]:
    for each in attributes:
        yield _Column("attribute", each.name, "uneven", each.watched.values("statistic"))
        if each.watched.blank:
            yield _Column("attribute", each.name, "blank", each.watched.values("blank"))


def _score_columns(marks: Sequence[Score]) -> Iterator[_Column]:
    for mark in marks:
        for name, values in zip(TESTS, mark.statistics(), strict=True):
            yield _Column("score", mark.name, name, values)
        for name, values in zip(mark.even_names, mark.evenness(), strict=True):
            yield _Column("even", mark.name, name, values)


def _order_columns(order: Order) -> Iterator[_Column]:
    for name, values in zip(ALONG, order.statistics(), strict=True):
        yield _Column("order", order.name, name, values)


def _favour_columns(favour: Favour) -> Iterator[_Column]:
    for name, values in zip(favour.names, favour.statistics(), strict=True):
        yield _Column("favour", favour.name, name, values)


def _alone(columns: Sequence[_Column]) -> Iterator[tuple[Question, float]]:
    """Yield for each question the p-value of the least p-value of all its tests."""
    for question in QUESTIONS:
        mine = [column.ps for column in columns if column.question == question]
        if mine:
            least = np.minimum.reduce(mine)
            yield question, float((least <= least[0]).mean())


def _tests(columns: Sequence[_Column]) -> tuple[Test, ...]:
    """Return the tests of statistics, corrected for their number."""
    if not columns:
        return ()
    rows = [column.values for column in columns]
    adjusted = corrected(rows, [column.ps for column in columns])
    return tuple(
        Test(
            name=column.name,
            statistic=float(column.values[0]),
            typical=_typical(column.values),
            p=float(column.ps[0]),
            corrected=float(adjusted[at]),
            below=float((np.round(column.values - column.values[0], DECIMALS) <= 0).mean()),
            least=float(column.ps.min()),
        )
        for at, column in enumerate(columns)
    )


Tests = Mapping[tuple[Question, str, str], Test]


def _attribute_figures(
    classes: ClassList,
    attribute: Attribute,
    tests: Tests,
    lots: Lots,
    optimum: Sequence[int] | None,
) -> AttributeFigures:
    watched = attribute.watched
    test = tests["attribute", attribute.name, "uneven"]
    real = attribute.counts(lots.real[:, None])
    best = None if optimum is None else attribute.counts(np.array(optimum)[:, None])
    return AttributeFigures(
        attribute=attribute.name,
        levels=attribute.levels,
        counts=_rows(real[..., 0].T),
        low=_rows(attribute.low),
        high=_rows(attribute.high),
        missing=classes.size - int(real.sum()),
        excess=int(watched.values("excess")[0]),
        excess_by_lots=_typical(watched.values("excess")),
        excess_of_optimum=None if best is None else int(attribute.excess(best)[0]),
        dissimilarity=Index(
            dissimilarity(_rows(real[..., 0].T)),
            _typical(watched.values("dissimilarity")),
            None if best is None else dissimilarity(_rows(best[..., 0].T)),
        ),
        information=Index(
            information(_rows(real[..., 0].T)),
            _typical(watched.values("information")),
            None if best is None else information(_rows(best[..., 0].T)),
        ),
        chi_square=chi_square(attribute.tables(lots.real[:, None])),
        test=test,
        blank=tests.get(("attribute", attribute.name, "blank")),
        even=tests["even", attribute.name, "even"],
        cells=tuple(_cells(classes, attribute, real)) if test.corrected < WEAK else (),
    )


def _rows(table: Counts) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(value) for value in row) for row in table)


def _typical(values: Numbers) -> float:
    """Return the mean over lots; the real value where there are none."""
    return float(values[1:].mean() if len(values) > 1 else values[0])


def _cells(classes: ClassList, attribute: Attribute, counts: Counts) -> Iterator[Cell]:
    """Yield the cells that stand out, the least likely first."""
    ps = corrected_by_largest(
        attribute.deviations(counts).T.ravel(), attribute.watched.values("largest")
    )
    for at in np.argsort(ps, kind="stable").tolist():
        if ps[at] < SHOWN_BELOW:
            c, level = divmod(at, len(attribute.levels))
            yield Cell(
                classes.classes[c],
                attribute.levels[level],
                int(counts[level, c, 0]),
                float(attribute.expected[level, c, 0]),
                float(ps[at]),
            )


def _score_figures(
    classes: ClassList, marks: Sequence[Score], tests: Tests, lots: Lots
) -> Iterator[ScoreFigures]:
    real = lots.real[:, None]
    for mark in marks:
        stands_out = corrected_by_largest(mark.deviations(real)[:, 0], mark.largest())
        top, bottom = (counts[:, 0] for counts in mark.quarters(real))
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
            tests=tuple(tests["score", mark.name, name] for name in TESTS),
            even=tuple(tests["even", mark.name, name] for name in mark.even_names),
            between=_index(mark.between()),
            dealt=_index(mark.dealt()),
        )


def _index(values: Numbers) -> Index:
    return Index(float(values[0]), _typical(values), None)


def _order_figures(order: Order, tests: Tests) -> OrderFigures:
    return OrderFigures(
        order=order.name,
        stated=order.stated,
        tests=tuple(tests["order", order.name, name] for name in ALONG),
        pairs=_index(order.statistics()[0]),
        dealt=_index(order.dealt()),
        numbered=order.numbered,
    )


def _favour_figures(
    favours: Sequence[Favour], together: Sequence[BetterOff], tests: Tests, lots: Lots
) -> Iterator[FavourFigures]:
    real = lots.real[:, None]
    for favour in favours:
        yield FavourFigures(
            column=favour.name,
            counted=favour.marked,
            counts=tuple(favour.counts(real)[:, 0].tolist()),
            expected=tuple(favour.expected[:, 0].tolist()),
            tests=tuple(tests["favour", favour.name, name] for name in favour.names),
        )
    for better in together:
        advantage = tuple(better.advantage(real)[:, 0].tolist())
        test = tests["favour", "", "advantage"]
        yield FavourFigures("", better.counted, advantage, (0.0,) * len(advantage), (test,))


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
