"""All figures of one list put together; their types are in domain/audit/findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, stdev
from typing import Protocol

import numpy as np

from balance_classes.domain.audit.class_list import ClassList, Scores
from balance_classes.domain.audit.findings import (
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
from balance_classes.statistics.columns import (
    FIRST,
    Statistic,
    alone_of,
    are_quiet,
    attribute_columns,
    favour_columns,
    order_columns,
    score_columns,
    tests_of,
    typical,
)
from balance_classes.statistics.correction import (
    corrected_by_largest,
)
from balance_classes.statistics.counting import Counts
from balance_classes.statistics.favours import BetterOff, Favour
from balance_classes.statistics.lots import Lot, Lots, Numbers
from balance_classes.statistics.rankings import ALONG, ROWS, Order
from balance_classes.statistics.scores import TESTS, Score
from balance_classes.statistics.staff import SENIOR, StaffLots

SHOWN_BELOW = 0.05
"""Cells with a corrected p-value below this stand out."""


@dataclass(frozen=True)
class OtherTests:
    """What is tested beside attributes: `judged` says whether scores are from before the draw.

    `formed` is False where chance did not form the classes, but chose who changed them: then
    nothing can be too even. `orders` are ranks of students by names, numbers or rows;
    `favours` entries of columns that were named for them, `seniority` that of the teachers of
    a class.
    """

    judged: bool = True
    formed: bool = True
    orders: Scores = field(default_factory=dict)
    favours: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seniority: Mapping[str, float] = field(default_factory=dict)


class _Watching(Protocol):
    """What notes its statistics for every lot."""

    def watch(self, lot: Lot) -> None: ...


class _Looked:
    """What is watched of a list while lots are drawn."""

    def __init__(self, classes: ClassList, scores: Scores, asked: OtherTests) -> None:
        self.asked, self.lots, self.drawn = asked, Lots(classes), 0
        self.attributes = [Attribute(classes, name) for name in classes.attributes]
        self.marks = [Score(classes, name, values) for name, values in scores.items()]
        orders = [Order(classes, name, ranks) for name, ranks in asked.orders.items()]
        # Rows of class after class say nothing, not even that numbers were given so.
        self.orders = [each for each in orders if not (each.numbered and each.name == ROWS)]
        self.favours = [Favour(classes, name, each) for name, each in asked.favours.items()]
        better = BetterOff(classes, tuple(scores.values()) if asked.judged else ())
        self.together = [better] if better.counted > 1 else []
        self.staff = StaffLots(classes, asked.seniority)
        self.taught = self.marks if asked.judged and self.staff.asked else []

    def draw(self, permutations: int) -> None:
        """Draw so many lots; fewer where the first ones say that nothing comes near a sign."""
        watching: list[_Watching] = [*self.attributes, *self.marks, *self.orders]
        watching += [*self.favours, *self.together]
        for each in watching:
            each.watch(self.lots.as_it_is())
        for lot in self.lots.permuted(permutations) if self.lots.free else ():
            for each in watching:
                each.watch(lot)
            before, self.drawn = self.drawn, self.drawn + lot.count
            if before < FIRST <= self.drawn < permutations and are_quiet(self.judged()):
                break

    def judged(self) -> list[Statistic]:
        """Return all that is judged, which shares one budget."""
        return [
            *attribute_columns(self.attributes),
            *(self.of_scores() if self.asked.judged else ()),
            *(c for order in self.orders if not order.numbered for c in order_columns(order)),
            *(column for favour in self.favours for column in favour_columns(favour)),
            *(Statistic("favour", "", "advantage", each.statistics()) for each in self.together),
            *(
                Statistic(
                    "favour", mark.name, SENIOR, self.staff.statistics(mark, self.lots, self.drawn)
                )
                for mark in self.taught
            ),
        ]

    def of_scores(self) -> list[Statistic]:
        """Return what there is of scores, judged or not."""
        return [c for c in score_columns(self.marks) if self.asked.formed or c.question != "even"]

    def shown(self) -> Iterator[Sequence[Statistic]]:
        """Yield what is only shown, each family corrected for itself."""
        yield [
            Statistic("even", a.name, "even", -a.watched.values("statistic"))
            for a in self.attributes
        ]
        yield [] if self.asked.judged else self.of_scores()
        yield [c for order in self.orders if order.numbered for c in order_columns(order)]


def figures_of(
    classes: ClassList,
    scores: Scores,
    permutations: int,
    optimum: Sequence[int] | None,
    beside: OtherTests | None = None,
) -> Figures:
    """Return the figures of a list; `optimum` has the class of each student as drawn by us."""
    looked = _Looked(classes, scores, beside or OtherTests())
    looked.draw(permutations)
    judged, lots = looked.judged(), looked.lots
    tests = {
        (column.question, column.of, column.name): test
        for family in (judged, *looked.shown())
        for column, test in zip(family, tests_of(family), strict=True)
    }
    return Figures(
        attributes=tuple(
            _attribute_figures(classes, attribute, tests, lots, optimum)
            for attribute in looked.attributes
        ),
        scores=tuple(_score_figures(classes, looked.marks, tests, lots)),
        permutations=looked.drawn if lots.free else permutations,
        free=lots.free,
        orders=tuple(_order_figures(order, tests) for order in looked.orders),
        favours=(
            *_favour_figures(looked.favours, looked.together, tests, lots),
            *(_staff_figures(looked.staff, mark, tests, lots) for mark in looked.taught),
        ),
        alone=tuple(alone_of(judged)),
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
        excess_by_lots=typical(watched.values("excess")),
        excess_of_optimum=None if best is None else int(attribute.excess(best)[0]),
        dissimilarity=Index(
            dissimilarity(_rows(real[..., 0].T)),
            typical(watched.values("dissimilarity")),
            None if best is None else dissimilarity(_rows(best[..., 0].T)),
        ),
        information=Index(
            information(_rows(real[..., 0].T)),
            typical(watched.values("information")),
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
            even=tuple(
                tests["even", mark.name, name]
                for name in mark.even_names
                if ("even", mark.name, name) in tests
            ),
            between=_index(mark.between()),
            dealt=_index(mark.dealt()),
        )


def _index(values: Numbers) -> Index:
    return Index(float(values[0]), typical(values), None)


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


def _staff_figures(staff: StaffLots, mark: Score, tests: Tests, lots: Lots) -> FavourFigures:
    known = staff.seniority
    return FavourFigures(
        column=mark.name,
        counted=int((~np.isnan(known)).sum()),
        counts=tuple(staff.shares(mark, lots).tolist()),
        expected=tuple(np.nan_to_num(known).tolist()),
        tests=(tests["favour", mark.name, SENIOR],),
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
