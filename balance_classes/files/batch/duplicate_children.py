"""The same child on several rosters: found by marks that only this run can compare."""

from __future__ import annotations

import hashlib
import secrets
from array import array
from collections.abc import Iterable, Iterator

from balance_classes.domain.batch import SameChild
from balance_classes.domain.roster.roster import Roster, Student

SALT_BYTES = 32
NATIONAL = ("identity_number", "register_number")
"""Numbers that no two children of a country share; a student number is a school's own."""


def new_salt() -> bytes:
    """Return a secret of this run, without which no mark can be made from a number."""
    return secrets.token_bytes(SALT_BYTES)


def children_of(roster: Roster, salt: bytes) -> tuple[tuple[int, int], ...]:
    """Return the marks of each student, 64 bits each, with its row.

    A student without a national number goes by name and birth date. Marks are never written.
    """
    return tuple((_mark(text, salt), s.row) for s in roster.students for text in _identities(s))


def name_marks(roster: Roster, salt: bytes) -> frozenset[int]:
    """Return the marks of the names of a roster, which tell whether two are of one school."""
    return frozenset(_mark(student.name, salt) for student in roster.students if student.name)


def _mark(text: str, salt: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8, key=salt).digest())


def _identities(student: Student) -> Iterator[str]:
    numbers = [f"{name}:{student.identities[name]}" for name in NATIONAL if _has(student, name)]
    if not numbers and student.name and _has(student, "birth_date"):
        numbers = [f"born:{student.identities['birth_date']}:{student.name}"]
    yield from numbers


def _has(student: Student, name: str) -> bool:
    return bool(student.identities.get(name))


class Children:
    """The marks of all schools so far: 16 bytes a student, whatever the number of schools."""

    def __init__(self) -> None:
        self._marks, self._schools, self._rows = array("Q"), array("I"), array("I")
        self._codes: list[str] = []

    def add(self, code: str, children: Iterable[tuple[int, int]]) -> None:
        """Add the students of a school."""
        for mark, row in children:
            self._marks.append(mark)
            self._schools.append(len(self._codes))
            self._rows.append(row)
        self._codes.append(code)

    def in_several(self) -> tuple[SameChild, ...]:
        """Return the children that stand on the rosters of several schools."""
        import numpy as np

        if not self._marks:
            return ()
        marks = np.frombuffer(self._marks, dtype=np.uint64)
        order = np.argsort(marks, kind="stable")
        equal = np.flatnonzero(marks[order][1:] == marks[order][:-1])
        found: dict[int, set[tuple[str, int]]] = {}
        for place in equal.tolist():
            for at in order[place : place + 2].tolist():
                where = (self._codes[self._schools[at]], self._rows[at])
                found.setdefault(self._marks[at], set()).add(where)
        several = {tuple(sorted(f)) for f in found.values() if len({c for c, _ in f}) > 1}
        return tuple(SameChild(places) for places in sorted(several))
