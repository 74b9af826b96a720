"""Lots: the classes that a plain lottery over the same seats would have given, many times.

Every student is as likely to sit on any seat of its stratum as any other. Blocks stay together:
they change places with blocks as large, so that class sizes stay as they are; who was placed by
hand stays. SHAKE-256 (FIPS 202) of the list's digest gives the numbers by which students are
sorted, so that the same list has the same lots on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.canonical import canonical_json

PROCEDURE = "balance-classes/audit-3"
CHUNK = 256
"""So many permutations are made of one text; part of the procedure."""
AT_ONCE, CELLS = 1_024, 1 << 26
"""So many are counted at once, fewer where students, classes and they have more cells than that."""
NARROW = 1 << 11
"""Of fewer units a ticket has 32 bits, else 64; the last of them give way to the position, by
which equal tickets go."""
SEAT = 16
"""Bits of a class while students are put back in their order: the last ones, which stay when they
become as narrow as classes are."""

Classes = npt.NDArray[np.unsignedinteger]
"""The class of each student: a row a student, a column a permutation."""
Numbers = npt.NDArray[np.float64]
Where = npt.NDArray[np.bool_]
Tickets = npt.NDArray[np.unsignedinteger]
"""The tickets of the units of a group: a row a permutation."""


class Lots:
    """The lots of one list."""

    def __init__(self, classes: ClassList) -> None:
        kind = np.min_scalar_type(max(1, len(classes.classes) - 1))
        self.real: Classes = np.array(classes.class_of, dtype=kind)
        self.groups = _exchangeable(classes)
        self._digest = classes.digest()
        seats = CHUNK * max(1, classes.size * len(classes.classes))
        self._joined = max(1, min(AT_ONCE // CHUNK, CELLS // seats))

    @property
    def free(self) -> int:
        """How many students could sit in another class."""
        return sum(
            units.size for units in self.groups if len(set(self.real[units[:, 0]].tolist())) > 1
        )

    def permuted(self, count: int) -> Iterator[Lot]:
        """Yield so many permutations, in chunks."""
        chunks = -(-count // CHUNK)
        for first in range(0, chunks, self._joined):
            several = range(first, min(chunks, first + self._joined))
            left = count - first * CHUNK
            yield Lot(
                self,
                [
                    np.concatenate([self._tickets(group, chunk) for chunk in several])[:left]
                    for group in range(len(self.groups))
                ],
            )

    def as_it_is(self) -> Lot:
        """Return the real list in the form of lots: one of them, in which nobody moves."""
        return Lot(self, [_ranks(self.real[units[:, 0]])[None, :] for units in self.groups])

    def _tickets(self, group: int, chunk: int) -> Tickets:
        units = len(self.groups[group])
        width = 4 if units < NARROW else 8
        text = canonical_json([PROCEDURE, self._digest, group, chunk])
        stream = hashlib.shake_256(text.encode()).digest(CHUNK * units * width)
        return np.frombuffer(stream, dtype=f">u{width}").reshape(CHUNK, units).astype(f"u{width}")


@dataclass(frozen=True)
class Lot:
    """A chunk of permutations: the tickets of the units of each group, a row a permutation.

    Units in the order of their tickets fill the seats, class after class. So a few who do not
    move leave nearly all others where they would sit otherwise: what is asked of those with a
    score and of those who state a level goes together under lots as it does in classes.
    """

    lots: Lots
    tickets: Sequence[Tickets]
    _known: dict[bytes, Classes] = field(default_factory=dict)

    @property
    def classes(self) -> Classes:
        """The class of each student, where all change places."""
        return self.classes_of(np.ones(len(self.lots.real), dtype=bool))

    def classes_of(self, moving: Where) -> Classes:
        """Return the class of each student; only those `moving` change places."""
        key = moving.tobytes()
        if key not in self._known:
            self._known[key] = self._of(moving)
        return self._known[key]

    def _of(self, moving: Where) -> Classes:
        real = self.lots.real
        made = np.repeat(real[:, None], len(self.tickets[0]) if self.tickets else 1, axis=1)
        for units, tickets in zip(self.lots.groups, self.tickets, strict=True):
            there = np.asarray(moving[units].all(axis=1))
            drawn = tickets if there.all() else tickets[:, there]
            seats = _filled(drawn, np.sort(real[units[there, 0]])).T
            for member in units[there].T:
                made[member] = seats
        return made


def _filled(tickets: Tickets, seats: Classes) -> Classes:
    """Return the seat of each unit: the unit of the least ticket has the first seat, and so on."""
    # Sorting numbers with what they carry is five times as fast as sorting positions by them.
    number = tickets.dtype.type
    place = number((1 << tickets.shape[1].bit_length()) - 1)
    carried = (tickets & ~place) | np.arange(tickets.shape[1], dtype=number)
    carried.sort(axis=1)
    back = ((carried & place) << number(SEAT)) | seats
    back.sort(axis=1)
    return back.astype(seats.dtype)


def _ranks(values: Classes) -> Tickets:
    """Return tickets by which units that stand in some classes are seated there again."""
    ranks = np.empty(len(values), dtype=np.uint64)
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values), dtype=np.uint64)
    return ranks << np.uint64(len(values).bit_length())


def _exchangeable(classes: ClassList) -> list[npt.NDArray[np.int64]]:
    """Return the units that change places: one table a stratum and size, a row a unit."""
    inside = {student for block in classes.blocks for student in block}
    units = [(student,) for student in range(classes.size) if student not in inside]
    found: dict[tuple[str, int], list[tuple[int, ...]]] = {}
    for unit in sorted([*units, *classes.blocks]):
        if not any(classes.pinned[student] for student in unit):
            found.setdefault((classes.stratum_of[unit[0]], len(unit)), []).append(unit)
    return [np.array(found[key], dtype=np.int64) for key in sorted(found)]
