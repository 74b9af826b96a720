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
from typing import Any

import numpy as np
import numpy.typing as npt

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.canonical import canonical_json

PROCEDURE = "balance-classes/audit-1"
CHUNK = 256
"""So many permutations are made at once; part of the procedure, since each chunk is one text."""
BYTES = 8
"""A ticket has 64 bits: equal ones are too seldom to matter, and go by position."""

Classes = npt.NDArray[np.int64]
"""The class of each student: a row a permutation, a column a student."""
Tickets = npt.NDArray[Any]
Numbers = npt.NDArray[np.float64]


class Lots:
    """The lots of one list."""

    def __init__(self, classes: ClassList) -> None:
        self.real = np.array(classes.class_of, dtype=np.int64)
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
            yield Lot(self, [t[: count - chunk * CHUNK] for t in self._tickets(chunk)])

    def as_it_is(self) -> Lot:
        """Return the real list in the form of lots: one of them, in which nobody moves."""
        return Lot(self, [np.zeros((1, len(units))) for units in self.groups])

    def _tickets(self, chunk: int) -> Iterator[Tickets]:
        for number, units in enumerate(self.groups):
            text = canonical_json([PROCEDURE, self._digest, number, chunk])
            stream = hashlib.shake_256(text.encode()).digest(CHUNK * len(units) * BYTES)
            yield np.frombuffer(stream, dtype=">u8").reshape(CHUNK, len(units))


@dataclass(frozen=True)
class Lot:
    """A chunk of permutations, as the tickets of the units of each group."""

    lots: Lots
    tickets: Sequence[Tickets]

    @cached_property
    def classes(self) -> Classes:
        """The class of each student, where all change places."""
        return self.classes_of(np.ones(len(self.lots.real), dtype=bool))

    def classes_of(self, moving: npt.NDArray[np.bool_]) -> Classes:
        """Return the class of each student; only those `moving` change places."""
        if "classes" in self.__dict__ and moving.all():
            return self.classes
        real = self.lots.real
        made = np.repeat(real[None, :], len(self.tickets[0]) if self.tickets else 1, axis=0)
        for units, tickets in zip(self.lots.groups, self.tickets, strict=True):
            there = moving[units].all(axis=1)
            chosen = units[there]
            drawn = real[chosen[:, 0]][np.argsort(tickets[:, there], axis=1, kind="stable")]
            for member in chosen.T:
                made[:, member] = drawn
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
