"""The deal: students in lottery order to classes in an order drawn by ticket.

Attributes play no part here: a deal sorted by attributes would make company predictable.
"""

from __future__ import annotations

from collections.abc import Sequence

from balance_classes.domain.problem import Problem, Unit
from balance_classes.domain.quotas import Quota


def deal(problem: Problem, class_order: Sequence[int], seat_order: Sequence[int]) -> list[int]:
    """Return a class a student; students must be in lottery order.

    Blocks and students who may not join every class come first, then all others; each goes to
    the next class round the table, in `class_order`, that still has seats for it. Which classes
    are the larger ones goes by `seat_order`: were it the same order, the first block would
    always come into a larger class.
    """
    seats = _seats(problem.size_quota, len(problem.keys), seat_order)
    class_of = [-1] * len(problem.keys)
    turn = 0
    for unit in _in_turn(problem):
        turn, chosen = _next_class(unit, turn, class_order, seats)
        seats[chosen] -= len(unit.members)
        for student in unit.members:
            class_of[student] = chosen
    return class_of


def _seats(size: Quota, students: int, seat_order: Sequence[int]) -> list[int]:
    """Return seats that add up: each class its least size, then one more each in seat order."""
    seats = list(size.low)
    while sum(seats) < students:
        for c in seat_order:
            if seats[c] < size.high[c] and sum(seats) < students:
                seats[c] += 1
    return seats


def _in_turn(problem: Problem) -> list[Unit]:
    def is_free(unit: Unit) -> bool:
        return len(unit.members) == 1 and len(unit.reach) == len(problem.classes)

    return sorted(problem.units, key=is_free)


def _next_class(
    unit: Unit, turn: int, class_order: Sequence[int], seats: Sequence[int]
) -> tuple[int, int]:
    """Return the turn after this one, and the class; the emptiest one where nothing fits."""
    for ahead in range(len(class_order)):
        place = (turn + ahead) % len(class_order)
        chosen = class_order[place]
        if chosen in unit.reach and seats[chosen] >= len(unit.members):
            return (place + 1) % len(class_order), chosen
    chosen = max((c for c in class_order if c in unit.reach), key=lambda c: seats[c])
    return turn, chosen
