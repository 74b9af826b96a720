"""The roster: the students of one draw and what is known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from balance_classes.domain.roster.roster_parts import Part
from balance_classes.domain.roster.wish_codes import Wish

SEX = "sex"
BIRTH_QUARTER = "birth_quarter"
MISSING = ""
NOT_STATED = "not_stated"
"""The level of a student whose cell is empty: a level of its own, never guessed."""


@dataclass(frozen=True)
class Student:
    """One student: who it is, its level of each attribute, and what was asked for it.

    `levels` holds codes such as "female" or texts such as "汉族"; `identities` holds the full
    numbers and the birth date, which are shown nowhere but in the internal list; `sound` and `tone`
    are how the name is spoken, without and with tones, where the rules ask for it; `numbers` are
    those that are spread by their bins, whole, without those that are not stated; `friends` are the
    keys of the students of whom at least one is to be in its class.
    """

    key: str
    name: str
    levels: Mapping[str, str]
    row: int
    together: str = ""
    apart: tuple[str, ...] = ()
    friends: tuple[str, ...] = ()
    pinned_class: str = ""
    barred: tuple[str, ...] = ()
    reason: str = ""
    sound: str = ""
    tone: str = ""
    identities: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class LeftOut:
    """A column that was never read, and the section of the policy that forbids it."""

    header: str
    kind: str
    section: str


@dataclass(frozen=True)
class Caution:
    """Something of the file that was read as it stands and is worth a look: what, where, how often.

    `field` is the field or the header it is about, empty where it is about none.
    """

    kind: str
    field: str
    count: int


@dataclass(frozen=True)
class Roster:
    """All students, sorted by key, and what became of the file's columns.

    `language` is that of the headers, which names the classes; `key` is the field of numbers by
    which students are told apart, empty where it is name and birth date; `identities` are all
    fields of numbers, and the birth date; `numbers` are the attributes whose levels are bins of a
    number; `columns` pairs each header read with its field,
    `ignored` are headers that mean nothing here, `cautions` are told beside the result;
    `wishes` are the cells from which the students' codes of together and apart came; `parts` are
    the sheets of a roster of several.
    """

    file: str
    sheet: str
    file_sha256: str
    language: str
    students: tuple[Student, ...]
    attributes: tuple[str, ...]
    key: str
    identities: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    cautions: tuple[Caution, ...] = ()
    numbers: tuple[str, ...] = ()
    wishes: tuple[Wish, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def size(self) -> int:
        """The number of students."""
        return len(self.students)

    def as_read(self) -> list[list[object]]:
        """Return all that was read of each student, by key, in the form that is hashed.

        Friends are told where anybody names one.
        """
        wishing = any(student.friends for student in self.students)
        return [
            [
                student.key,
                student.name,
                [student.identities[name] for name in self.identities],
                [student.levels[name] for name in self.attributes],
                student.together,
                student.apart,
                student.pinned_class,
                student.barred,
                student.reason,
                [student.numbers.get(name, "") for name in self.numbers],
                *([student.friends] if wishing else []),
            ]
            for student in self.students
        ]

    def missing(self) -> dict[str, int]:
        """Return how many students lack each attribute, where any does, or do not state it."""
        levels = {name: self.level_counts(name) for name in self.attributes}
        counts = {name: of.get(MISSING, 0) + of.get(NOT_STATED, 0) for name, of in levels.items()}
        return {name: count for name, count in counts.items() if count}

    def level_counts(self, attribute: str) -> dict[str, int]:
        """Return the levels of an attribute, each with its number of students, in text order."""
        return count_levels(student.levels[attribute] for student in self.students)


def count_levels(levels: Iterable[object]) -> dict[str, int]:
    """Return how often each level occurs, in text order; what could not be read is no level."""
    counts = Counter(levels)
    stated = sorted(level for level in counts if isinstance(level, str))
    return {level: counts[level] for level in stated}
