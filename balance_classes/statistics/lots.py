"""Lots: the classes that a plain lottery over the same seats would have given, many times.

Every student is as likely to sit on any seat of its stratum as any other. Blocks stay together:
they change places with blocks as large, so that class sizes stay as they are; who was placed by
hand stays. SHAKE-256 (FIPS 202) of the list's digest gives the numbers by which students are
sorted, so that the same list has the same lots on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.canonical import canonical_json

PROCEDURE = "balance-classes/audit-2"
CHUNK = 256
"""So many permutations are made at once; part of the procedure, since each chunk is one text."""
BYTES = 8
"""A ticket has 64 bits, the last of which give way to the position: equal tickets go by it."""

Classes = npt.NDArray[np.int32]
"""The class of each student: a row a permutation, a column a student."""
Numbers = npt.NDArray[np.float64]
Where = npt.NDArray[np.bool_]
Orders = npt.NDArray[np.int64]
"""The units of a group in the order of their tickets: a row a permutation."""


class Lots:
    """The lots of one list."""

    def __init__(self, classes: ClassList) -> None:
        self.real = np.array(classes.class_of, dtype=np.int32)
        self.groups = _exchangeable(classes)
        self._digest = classes.digest()

    @property
    def free(self) -> int:
        """How many students could sit in another class."""
        return sum(
            units.size for units in self.groups if len(set(self.real[units[:, 0]].tolist())) > 1
        )

    def permuted(self, count: int) -> Iterator[Lot]:
        """Yield so many permutations, in chunks."""
        for chunk in range(-(-count // CHUNK)):
            yield Lot(self, [t[: count - chunk * CHUNK] for t in self._orders(chunk)])

    def as_it_is(self) -> Lot:
        """Return the real list in the form of lots: one of them, in which nobody moves."""
        return Lot(self, [np.arange(len(units))[None, :] for units in self.groups])

    def _orders(self, chunk: int) -> Iterator[Orders]:
        for number, units in enumerate(self.groups):
            text = canonical_json([PROCEDURE, self._digest, number, chunk])
            stream = hashlib.shake_256(text.encode()).digest(CHUNK * len(units) * BYTES)
            tickets = np.frombuffer(stream, dtype=">u8").reshape(CHUNK, len(units)).astype("u8")
            # Sorting the numbers themselves, each with its position, is five times as fast as
            # sorting positions by them.
            place = np.uint64((1 << len(units).bit_length()) - 1)
            carried = (tickets & ~place) | np.arange(len(units), dtype="u8")
            yield (np.sort(carried, axis=1) & place).astype(np.int64)


@dataclass(frozen=True)
class Lot:
    """A chunk of permutations, as the orders of the units of each group."""

    lots: Lots
    orders: Sequence[Orders]

    @cached_property
    def classes(self) -> Classes:
        """The class of each student, where all change places."""
        return self._of(np.ones(len(self.lots.real), dtype=bool))

    def classes_of(self, moving: Where) -> Classes:
        """Return the class of each student; only those `moving` change places."""
        return self.classes if moving.all() else self._of(moving)

    def _of(self, moving: Where) -> Classes:
        real = self.lots.real
        made = np.repeat(real[None, :], len(self.orders[0]) if self.orders else 1, axis=0)
        for units, order in zip(self.lots.groups, self.orders, strict=True):
            there = np.asarray(moving[units].all(axis=1))
            drawn = order if there.all() else order[there[order]].reshape(len(order), -1)
            seats = real[units[:, 0]][drawn]
            for member in units[there].T:
                made[:, member] = seats
        return made


def _exchangeable(classes: ClassList) -> list[npt.NDArray[np.int64]]:
    """Return the units that change places: one table a stratum and size, a row a unit."""
    inside = {student for block in classes.blocks for student in block}
    units = [(student,) for student in range(classes.size) if student not in inside]
    found: dict[tuple[str, int], list[tuple[int, ...]]] = {}
    for unit in sorted([*units, *classes.blocks]):
        if not any(classes.pinned[student] for student in unit):
            found.setdefault((classes.stratum_of[unit[0]], len(unit)), []).append(unit)
    return [np.array(found[key], dtype=np.int64) for key in sorted(found)]
