"""A class list as it is audited: who sits in which class, however that came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from balance_classes.domain.canonical import digest
from balance_classes.domain.roster.roster import LeftOut, Student
from balance_classes.domain.rules.rules import CROSS


@dataclass(frozen=True)
class ClassList:
    """The students of one school, or of one grade of it, with the class each really sits in.

    `class_of` are positions in `classes`; `strata` are the declared attributes within which
    students were placed (class types, languages); `attributes` are all others. `forbidden` are
    columns that no class list may have. `unplaced` students have no class and stand nowhere here.
    """

    school: str
    students: tuple[Student, ...]
    classes: tuple[str, ...]
    class_of: tuple[int, ...]
    attributes: tuple[str, ...]
    strata: tuple[str, ...] = ()
    forbidden: tuple[LeftOut, ...] = ()
    unplaced: int = 0

    @property
    def size(self) -> int:
        """The number of students."""
        return len(self.students)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """The number of students of each class."""
        return tuple(self.class_of.count(c) for c in range(len(self.classes)))

    def levels(self, attribute: str) -> tuple[str, ...]:
        """Return the levels of an attribute, in text order."""
        return tuple(sorted({student.levels[attribute] for student in self.students}))

    def counts(
        self, attribute: str, class_of: Sequence[int] | None = None
    ) -> tuple[tuple[int, ...], ...]:
        """Return how many students of each level each class has: a row a class."""
        levels = {level: at for at, level in enumerate(self.levels(attribute))}
        table = [[0] * len(levels) for _ in self.classes]
        for student, c in zip(self.students, class_of or self.class_of, strict=True):
            table[c][levels[student.levels[attribute]]] += 1
        return tuple(map(tuple, table))

    @cached_property
    def stratum_of(self) -> tuple[str, ...]:
        """The stratum of each student: its levels of the declared attributes together."""
        return tuple(
            CROSS.join(student.levels[name] for name in self.strata) for student in self.students
        )

    @cached_property
    def blocks(self) -> tuple[tuple[int, ...], ...]:
        """The blocks (positions) that sit together and in one stratum, as their code says."""
        return tuple(members for members in self._coded_blocks if self._is_whole(members))

    @property
    def parted(self) -> int:
        """How many blocks do not sit together, though their code says so."""
        return len(self._coded_blocks) - len(self.blocks)

    @cached_property
    def pinned(self) -> tuple[bool, ...]:
        """Whether each student was placed by hand: it has a pinned class in the list."""
        return tuple(bool(student.pinned_class) for student in self.students)

    @cached_property
    def _coded_blocks(self) -> tuple[tuple[int, ...], ...]:
        found: dict[str, list[int]] = {}
        for position, student in enumerate(self.students):
            if student.together:
                found.setdefault(student.together, []).append(position)
        return tuple(tuple(members) for members in found.values() if len(members) > 1)

    def _is_whole(self, members: Sequence[int]) -> bool:
        return (
            len({self.class_of[m] for m in members}) == 1
            and len({self.stratum_of[m] for m in members}) == 1
        )

    def even_share(self, attribute: str) -> tuple[tuple[Fraction, ...], ...]:
        """Return the even share of each level in each class, stratum by stratum: a row a class."""
        levels = self.levels(attribute)
        seats, members, everybody = self._by_stratum(attribute)

        def share(c: int, level: str) -> Fraction:
            parts = (
                Fraction(seats[s, c] * members[s, level], everybody[s])
                for s in everybody
                if (s, c) in seats and (s, level) in members
            )
            return sum(parts, Fraction(0)) if len(everybody) > 1 else next(parts, Fraction(0))

        return tuple(tuple(share(c, level) for level in levels) for c in range(len(self.classes)))

    def _by_stratum(
        self, attribute: str
    ) -> tuple[dict[tuple[str, int], int], dict[tuple[str, str], int], dict[str, int]]:
        """Return seats by stratum and class, members by stratum and level, students by stratum."""
        seats: dict[tuple[str, int], int] = {}
        members: dict[tuple[str, str], int] = {}
        everybody: dict[str, int] = {}
        for student, c, s in zip(self.students, self.class_of, self.stratum_of, strict=True):
            level = student.levels[attribute]
            seats[s, c] = seats.get((s, c), 0) + 1
            members[s, level] = members.get((s, level), 0) + 1
            everybody[s] = everybody.get(s, 0) + 1
        return seats, members, everybody

    def digest(self) -> str:
        """Return the digest of what is tested: classes, levels, strata, blocks, who is pinned.

        Neither the order of rows nor any name or number plays a part, so that the same classes
        give the same lots on every machine.
        """
        names = [*self.attributes, *self.strata]
        rows = sorted(
            [self.classes[c], *(student.levels[n] for n in names), student.together, pinned]
            for student, c, pinned in zip(
                self.students, self.class_of, map(str, self.pinned), strict=True
            )
        )
        return digest([self.school, names, rows])


def in_order(
    students: Sequence[Student], class_names: Sequence[str], names: Sequence[str]
) -> list[int]:
    """Return the positions of students in an order that does not rest on that of the rows.

    By class, by their levels of `names`, block and pin; who is equal in all of it goes by key.
    """
    return sorted(
        range(len(students)),
        key=lambda i: (
            class_names[i],
            tuple(students[i].levels[name] for name in names),
            students[i].together,
            students[i].pinned_class,
            students[i].key,
        ),
    )


Scores = Mapping[str, tuple[float | None, ...]]
"""For each score the value of each student of a list, None where there is none. Only an audit
reads scores; they stand beside the students and never in them, so that no draw can meet them."""
