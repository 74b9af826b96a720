"""Every figure of an audit against all ways to seat nine students, counted as it is defined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import ceil, floor, sqrt
from statistics import fmean, pstdev

import pytest

from balance_classes.domain.audit.findings import Figures
from balance_classes.domain.audit.segregation import dissimilarity, information
from balance_classes.statistics.figures import OtherTests, figures_of
from tests.builders import a_class_list, a_student

Seats = Sequence[int]
REAL, CLASSES, LOTS, NEAR = (0, 0, 0, 1, 1, 1, 2, 2, 2), range(3), 9_999, 0.02
SEX, AID = "FFMFMMFMM", ("yes", "no", "", "yes", "", "", "no", "no", "yes")
MIGRANT, LEFT = (1, 0, 0, 1, 1, 0, 0, 1, 0), (0, 0, 1, 0, 1, 0, 1, 1, 0)
MARKS = (9.0, 8.5, 4.0, 7.0, 6.0, 1.0, 5.0, 2.0, None)
NAMES = (3.0, 1.0, 2.0, 4.0, 9.0, 5.0, 8.0, 6.0, 7.0)
ENTRIES = ("x", "x", "", "y", "", "y", "", "x", "")
SCORED, AIDED = [0, 1, 2, 3, 4, 5, 6, 7], [0, 1, 3, 6, 7, 8]
ALL = list(range(9))
BY_MARK = sorted(SCORED, key=lambda i: -(MARKS[i] or 0))


@pytest.fixture(scope="module")
def figures() -> Figures:
    """What the audit says, of as many lots as are asked for."""
    levels = ["no", "yes"]
    pupils = [
        a_student(f"S{i}", sex=SEX[i], aid=AID[i], migrant=levels[MIGRANT[i]],
                  left_behind=levels[LEFT[i]])
        for i in ALL
    ]  # fmt: skip
    classes = a_class_list([pupils[:3], pupils[3:6], pupils[6:]])
    beside = OtherTests(orders={"name": NAMES}, favours={"who": ENTRIES})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("balance_classes.statistics.figures.FIRST", LOTS)
        return figures_of(classes, {"mark": MARKS}, LOTS, None, beside)


def ways(moving: Sequence[int]) -> Iterator[list[int]]:
    """Yield all ways to seat those who move on their seats; the others stay."""

    def deal(left: Counter[int], dealt: list[int]) -> Iterator[list[int]]:
        if len(dealt) == len(moving):
            yield dealt
        for c in [c for c in CLASSES if left[c]]:
            yield from deal(left - Counter([c]), [*dealt, c])

    for dealt in deal(Counter(REAL[i] for i in moving), []):
        seats = list(REAL)
        for student, c in zip(moving, dealt, strict=True):
            seats[student] = c
        yield seats


def share(statistic: Callable[[Seats], float], moving: Sequence[int]) -> float:
    """Return the share of all ways in which a statistic is as large as it really is."""
    found = [statistic(seats) for seats in ways(moving)]
    return fmean(value >= statistic(REAL) - 1e-9 for value in found)


def sizes(among: Sequence[int]) -> list[int]:
    return [sum(REAL[i] == c for i in among) for c in CLASSES]


def chi(groups: Sequence[Sequence[int]], seats: Seats) -> float:
    """Pearson's chi-square of groups over classes."""
    everybody = [i for group in groups for i in group]
    even = [n / len(everybody) for n in sizes(everybody)]
    return sum(
        (sum(seats[i] == c for i in group) - len(group) * even[c]) ** 2 / (len(group) * even[c])
        for group in groups
        for c in CLASSES
    )


def of(values: Sequence[object], among: Sequence[int] = ALL) -> list[list[int]]:
    """Return who has each value."""
    return [[i for i in among if values[i] == v] for v in sorted({values[i] for i in among})]  # type: ignore[type-var]


def pairs(groups: Sequence[Sequence[int]], seats: Seats) -> int:
    return sum(seats[i] == seats[j] for group in groups for i, j in combinations(group, 2))


def marks(c: int, seats: Seats) -> list[float]:
    return [MARKS[i] or 0 for i in SCORED if seats[i] == c]


def between(seats: Seats) -> float:
    """The sum of squares between classes over the sum of all squares."""
    mean = fmean(MARKS[i] or 0 for i in SCORED)
    inside = sum(len(marks(c, seats)) * (fmean(marks(c, seats)) - mean) ** 2 for c in CLASSES)
    return inside / sum(((MARKS[i] or 0) - mean) ** 2 for i in SCORED)


def spreads(seats: Seats) -> float:
    each = [pstdev(marks(c, seats)) for c in CLASSES]
    mean = sum(n * s for n, s in zip(sizes(SCORED), each, strict=True)) / len(SCORED)
    return sum(n * (s - mean) ** 2 for n, s in zip(sizes(SCORED), each, strict=True))


def drift(order: Sequence[int], seats: Seats) -> float:
    """Students more than its share that a class has had, squared, after each three of an order."""
    return sum(
        (sum(seats[i] == c for i in order[:end]) - end * n / len(order)) ** 2 / n
        for end in (3, 6, len(order))
        for c, n in zip(CLASSES, sizes(order), strict=True)
    )


def blocks(order: Sequence[int]) -> list[Sequence[int]]:
    return [order[at : at + 3] for at in range(0, len(order), 3)]


def neighbours(order: Sequence[int], seats: Seats) -> int:
    return pairs([pair for by in (1, 2) for pair in zip(order, order[by:])], seats)  # noqa: B905


def distance(who: Sequence[int], c: int, seats: Seats) -> float:
    """How far a class's count is from the mean of its hypergeometric law, in its deviations."""
    marked = len(who) / 9
    variance = 3 * marked * (1 - marked) * (9 - 3) / (9 - 1)
    return (sum(seats[i] == c for i in who) - 3 * marked) / sqrt(variance)


def advantage(seats: Seats) -> float:
    mean = fmean(MARKS[i] or 0 for i in SCORED)
    root = pstdev([MARKS[i] or 0 for i in SCORED])
    burdens = [[i for i in ALL if each[i]] for each in (MIGRANT, LEFT, [a == "yes" for a in AID])]
    return max(
        sum((mark - mean) / root for mark in marks(c, seats)) / sqrt(3)
        - sum(distance(who, c, seats) for who in burdens)
        for c in CLASSES
    )


BY_NAME = sorted(ALL, key=lambda i: NAMES[i])
MARKED, SHARED = [i for i in ALL if ENTRIES[i]], of(ENTRIES, [i for i in ALL if ENTRIES[i]])
BY_SEX = [[i for i in BY_MARK if SEX[i] == sex] for sex in "FM"]
EXPECTED: dict[tuple[str, str], tuple[Callable[[Seats], float], list[int]]] = {
    ("sex", "uneven"): (lambda seats: chi(of(SEX), seats), ALL),
    ("aid", "uneven"): (lambda seats: chi(of(AID, AIDED), seats), AIDED),
    ("aid", "blank"): (lambda seats: pairs([[2, 4, 5]], seats), ALL),
    ("mark", "means"): (between, SCORED),
    ("mark", "spreads"): (spreads, SCORED),
    ("mark", "top"): (lambda seats: chi([BY_MARK[:2], BY_MARK[2:]], seats), SCORED),
    ("mark", "bottom"): (lambda seats: chi([BY_MARK[:6], BY_MARK[6:]], seats), SCORED),
    ("mark", "even means"): (lambda seats: -between(seats), SCORED),
    ("mark", "dealt"): (lambda seats: -chi(blocks(BY_MARK), seats), SCORED),
    ("mark", "drift"): (lambda seats: -drift(BY_MARK, seats), SCORED),
    ("mark", "dealt by sex"): (
        lambda seats: -chi([b for order in BY_SEX for b in blocks(order)], seats),
        SCORED,
    ),
    ("name", "together"): (lambda seats: neighbours(BY_NAME, seats), ALL),
    ("name", "dealt"): (lambda seats: -drift(BY_NAME, seats), ALL),
    ("who", "most"): (lambda seats: max(distance(MARKED, c, seats) for c in CLASSES), ALL),
    ("who", "fewest"): (lambda seats: max(-distance(MARKED, c, seats) for c in CLASSES), ALL),
    ("who", "together"): (lambda seats: pairs(SHARED, seats), ALL),
    ("", "advantage"): (advantage, ALL),
}


def test_every_p_value_is_the_share_of_all_ways_to_seat_the_students(figures: Figures) -> None:
    found = {(a.attribute, "uneven"): a.test.p for a in figures.attributes}
    found |= {(a.attribute, "blank"): a.blank.p for a in figures.attributes if a.blank}
    found |= {(s.score, t.name): t.p for s in figures.scores for t in (*s.tests, *s.even)}
    found |= {(o.order, t.name): t.p for o in figures.orders for t in o.tests}
    found |= {(f.column, t.name): t.p for f in figures.favours for t in f.tests}
    rest = {("migrant", "uneven"), ("left_behind", "uneven")}
    assert found.keys() - rest == EXPECTED.keys()
    assert {key: found[key] for key in EXPECTED} == pytest.approx(
        {key: share(*each) for key, each in EXPECTED.items()}, abs=NEAR
    )


def test_more_even_than_lots_is_the_share_of_ways_as_even(figures: Figures) -> None:
    (sex,) = (each for each in figures.attributes if each.attribute == "sex")
    assert sex.even.p == pytest.approx(share(lambda s: -chi(of(SEX), s), ALL), abs=NEAR)


def test_figures_by_lots_are_their_means_over_all_ways(figures: Figures) -> None:
    (sex,) = (each for each in figures.attributes if each.attribute == "sex")
    (mark,), (name,) = figures.scores, figures.orders

    def table(seats: Seats) -> list[list[int]]:
        return [[sum(seats[i] == c for i in who) for who in of(SEX)] for c in CLASSES]

    def excess(seats: Seats) -> int:
        return sum(
            max(0, floor(len(who) / 3) - n, n - ceil(len(who) / 3))
            for row in table(seats)
            for who, n in zip(of(SEX), row, strict=True)
        )

    def dealt(order: Sequence[int]) -> Callable[[Seats], float]:
        return lambda seats: fmean(
            len({seats[i] for i in block}) == len(block) for block in blocks(order)
        )

    of_seats: list[tuple[float, float, Callable[[Seats], float], list[int]]] = [
        (sex.excess, sex.excess_by_lots, excess, ALL),
        (sex.dissimilarity.real, sex.dissimilarity.lots, lambda s: dissimilarity(table(s)), ALL),
        (sex.information.real, sex.information.lots, lambda s: information(table(s)), ALL),
        (mark.between.real, mark.between.lots, between, SCORED),
        (mark.dealt.real, mark.dealt.lots, dealt(BY_MARK), SCORED),
        (name.pairs.real, name.pairs.lots, lambda s: neighbours(BY_NAME, s), ALL),
        (name.dealt.real, name.dealt.lots, dealt(BY_NAME), ALL),
    ]
    for real, by_lots, statistic, moving in of_seats:
        assert real == pytest.approx(statistic(REAL))
        assert by_lots == pytest.approx(fmean(map(statistic, ways(moving))), abs=4 * NEAR)


def test_a_class_stands_out_as_far_as_the_farthest_of_all_ways(figures: Figures) -> None:
    mean = fmean(MARKS[i] or 0 for i in SCORED)
    squares = sum(((MARKS[i] or 0) - mean) ** 2 for i in SCORED)

    def far(c: int, seats: Seats) -> float:
        here, all_here = sizes(SCORED)[c], len(SCORED)
        variance = here * (all_here - here) * squares / (all_here * (all_here - 1))
        return abs(sum(mark - mean for mark in marks(c, seats))) / sqrt(variance)

    farthest = [max(far(c, seats) for c in CLASSES) for seats in ways(SCORED)]
    for c, each in enumerate(figures.scores[0].classes):
        expected = fmean(value >= far(c, REAL) - 1e-9 for value in farthest)
        assert each.corrected == pytest.approx(expected, abs=NEAR)

    apart = [[a_student(f"S{i}", kind="ab"[i > 2]) for i in row] for row in blocks(ALL)]
    cells = figures_of(a_class_list(apart), {}, LOTS, None).attributes[0].cells
    # All of three students in one class: 3 of the 84 ways to seat them.
    assert [(each.level, each.count) for each in cells] == [("a", 3), ("b", 0)]
    assert [each.corrected for each in cells] == pytest.approx([3 / 84] * 2, abs=NEAR / 4)
