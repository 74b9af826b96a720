"""The deal: in lottery order each student draws one of the seats that are left.

Attributes play no part here: a deal sorted by attributes would make company predictable.
"""

from __future__ import annotations

from collections.abc import Sequence

from balance_classes.domain.lottery import Seed, Stream, lottery_order
from balance_classes.domain.problem.problem import Problem, Unit


def deal(problem: Problem, stream: Stream, seat_order: Sequence[int]) -> list[int]:
    """Return a class a student; students must be in lottery order.

    Who takes several seats or may not join every class comes first, then all others. Each draws
    a seat among those of the classes that have enough for it, so that every seat is as likely as
    any other; which classes have one more is decided by `seat_order`. Before all who draw, those
    who sit in a class already take its seats, as many as there are.
    """
    seats = _seats(problem, seat_order)
    class_of = [-1] * len(problem.keys)
    drawing = []
    for unit in _in_turn(problem):
        own = problem.stands.get(unit.members[0])
        if own in unit.reach and seats[own] >= unit.seats:
            _seat(unit, own, seats, class_of)
        else:
            drawing.append(unit)
    for unit in drawing:
        _seat(unit, _draw_seat(unit, stream, seats, seat_order), seats, class_of)
    return class_of


def _seat(unit: Unit, chosen: int, seats: list[int], class_of: list[int]) -> None:
    seats[chosen] -= unit.seats
    for student in unit.members:
        class_of[student] = chosen


def seat_order(problem: Problem, seed: Seed) -> list[int]:
    """Return the classes in the order in which they get one more seat: a lot of its own."""
    return lottery_order(seed.value, "seats", [str(c + 1) for c in range(len(problem.classes))])


def _seats(problem: Problem, seat_order: Sequence[int]) -> list[int]:
    """Return seats that add up: the even sizes rounded down, then one more each in seat order.

    Where sizes may differ by more, only settling makes use of it.
    """
    sizes = problem.even_sizes
    seats = [size.__floor__() for size in sizes]
    for c in seat_order:
        if seats[c] < sizes[c] and sum(seats) < problem.seats:
            seats[c] += 1
    return seats


def _in_turn(problem: Problem) -> list[Unit]:
    def is_free(unit: Unit) -> bool:
        return unit.seats == 1 and len(unit.reach) == len(problem.classes)

    return sorted(problem.units, key=is_free)


def _draw_seat(unit: Unit, stream: Stream, seats: Sequence[int], seat_order: Sequence[int]) -> int:
    """Return the class of a drawn seat; the emptiest class where none has enough."""
    fitting = [c for c in unit.reach if seats[c] >= unit.seats]
    if not fitting:
        return max((c for c in seat_order if c in unit.reach), key=lambda c: seats[c])
    drawn = stream.below(sum(seats[c] for c in fitting))
    for c in fitting:
        if drawn < seats[c]:
            return c
        drawn -= seats[c]
    raise AssertionError("a drawn seat lies in some class")
