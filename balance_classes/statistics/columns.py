"""The statistics of a list beside those of its lots, corrected together, and when they suffice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from balance_classes.domain.audit.findings import QUESTIONS, Question, Test
from balance_classes.statistics.attributes import Attribute
from balance_classes.statistics.correction import DECIMALS, corrected, p_values
from balance_classes.statistics.favours import Favour
from balance_classes.statistics.lots import Numbers
from balance_classes.statistics.rankings import ALONG, Order
from balance_classes.statistics.scores import TESTS, Score

FIRST = 1_000
"""So many lots, and no more, where what is judged comes near no sign."""
NEAR, NEAR_ALONE = 0.1, 0.05
"""What comes near: a p-value corrected for all that is judged, one of a question asked alone."""


@dataclass
class Statistic:
    """A statistic of the real list and of all lots, and what it is a sign of."""

    question: Question
    of: str
    name: str
    values: Numbers

    @cached_property
    def ps(self) -> Numbers:
        """The p-value of the real list and of each lot."""
        return p_values(self.values)


def attribute_columns(attributes: Sequence[Attribute]) -> Iterator[Statistic]:
    """Yield what is asked of attributes: uneven levels, and who states none."""
    for each in attributes:
        yield Statistic("attribute", each.name, "uneven", each.watched.values("statistic"))
        if each.watched.blank:
            yield Statistic("attribute", each.name, "blank", each.watched.values("blank"))


def score_columns(marks: Sequence[Score]) -> Iterator[Statistic]:
    """Yield what is asked of scores, from above and from below."""
    for mark in marks:
        for name, values in zip(TESTS, mark.statistics(), strict=True):
            yield Statistic("score", mark.name, name, values)
        for name, values in zip(mark.even_names, mark.evenness(), strict=True):
            yield Statistic("even", mark.name, name, values)


def order_columns(order: Order) -> Iterator[Statistic]:
    """Yield what is asked of an order of the list."""
    for name, values in zip(ALONG, order.statistics(), strict=True):
        yield Statistic("order", order.name, name, values)


def favour_columns(favour: Favour) -> Iterator[Statistic]:
    """Yield what is asked of a column of favours."""
    for name, values in zip(favour.names, favour.statistics(), strict=True):
        yield Statistic("favour", favour.name, name, values)


def alone_of(columns: Sequence[Statistic]) -> Iterator[tuple[Question, float]]:
    """Yield for each question the p-value of the least p-value of all its tests."""
    for question in QUESTIONS:
        mine = [column.ps for column in columns if column.question == question]
        if mine:
            least = np.minimum.reduce(mine)
            yield question, float((least <= least[0]).mean())


def tests_of(columns: Sequence[Statistic]) -> tuple[Test, ...]:
    """Return the tests of statistics, corrected for their number."""
    if not columns:
        return ()
    rows = [column.values for column in columns]
    adjusted = corrected(rows, [column.ps for column in columns])
    return tuple(
        Test(
            name=column.name,
            statistic=float(column.values[0]),
            typical=typical(column.values),
            p=float(column.ps[0]),
            corrected=float(adjusted[at]),
            below=float((np.round(column.values - column.values[0], DECIMALS) <= 0).mean()),
            least=float(column.ps.min()),
        )
        for at, column in enumerate(columns)
    )


def typical(values: Numbers) -> float:
    """Return the mean over lots; the real value where there are none."""
    return float(values[1:].mean() if len(values) > 1 else values[0])


def are_quiet(judged: Sequence[Statistic]) -> bool:
    """Whether nothing that is judged comes near a sign, so that more lots would change no word.

    Then the p-values of these lots stay, else those of all lots count. Whoever stops only above a
    p-value has it, or a smaller one, no more often than is said (J. Besag and P. Clifford,
    Sequential Monte Carlo p-values, Biometrika 78, 1991).
    """
    if not judged:
        return True
    adjusted = corrected([c.values for c in judged], [c.ps for c in judged])
    alone = [p for _, p in alone_of(judged)]
    return bool(adjusted.min() > NEAR and min(alone) > NEAR_ALONE)
