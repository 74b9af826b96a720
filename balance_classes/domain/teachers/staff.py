"""The staff: the teachers of one year of classes and what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from balance_classes.domain.canonical import canonical_json
from balance_classes.domain.roster.bins import bins_of
from balance_classes.domain.roster.roster import LeftOut

YEARS, TITLE, SUBJECT, HEAD_TEACHER, SAME_TEACHER = (
    "years",
    "title",
    "subject",
    "head_teacher",
    "same_teacher",
)
YEAR_BINS = 3
"""Years of service are spread by thirds of the staff."""


@dataclass(frozen=True)
class Teacher:
    """A teacher of one subject: who it is, how many classes are taught, and what is spread.

    `levels` holds codes such as "female" or texts; `years` is None where not stated. `teams`
    are the ready-made teams, in the order in which they stand, empty where teams are drawn; a
    head teacher is that of the first of them. Who teaches two subjects is two teachers of one key.
    """

    key: str
    name: str
    subject: str
    classes: int
    levels: tuple[tuple[str, str], ...]
    years: int | None
    head: bool
    teams: tuple[str, ...]
    row: int

    @property
    def posts(self) -> tuple[str, ...]:
        """The keys of the posts, one for each class taught; the first is the head teacher's."""
        numbers = range(1, self.classes + 1)
        return tuple(canonical_json([self.key, self.subject, number]) for number in numbers)


@dataclass(frozen=True)
class Staff:
    """All teachers, sorted by key and subject, and what became of the file's columns.

    `key` is "staff_number", or "name" where not everybody has one; `attributes` are those that
    are spread and that the table has; `heads` tells whether it names head teachers, `ready`
    whether the teams are ready-made. `language` is that of the headers.
    """

    file: str
    sheet: str
    file_sha256: str
    language: str
    key: str
    teachers: tuple[Teacher, ...]
    attributes: tuple[str, ...]
    heads: bool
    ready: bool
    columns: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    order: tuple[str, ...] = ()
    """The subjects as they stand in the table, in whose order they are shown."""
    in_rooms: bool = False
    """Whether ready-made teams are called by their rooms."""

    @property
    def size(self) -> int:
        """The number of people: somebody with two subjects is one."""
        return len({teacher.key for teacher in self.teachers})

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The subjects, in the order of the table."""
        return self.order or tuple(sorted({teacher.subject for teacher in self.teachers}))

    @cached_property
    def posts(self) -> tuple[tuple[Teacher, str], ...]:
        """All posts, each with its teacher: a class needs one of each subject."""
        return tuple((teacher, post) for teacher in self.teachers for post in teacher.posts)

    @cached_property
    def year_bins(self) -> tuple[str, ...]:
        """The bin of each teacher's years of service, "" where they are not stated."""
        return tuple(bins_of([teacher.years for teacher in self.teachers], YEAR_BINS))

    def year_range(self, level: str) -> tuple[int, int] | None:
        """Return the least and the most years of service in a bin, None where none are stated."""
        bins = zip(self.teachers, self.year_bins, strict=True)
        years = [t.years for t, found in bins if found == level and t.years is not None]
        return (min(years), max(years)) if years else None

    def levels_of(self, attribute: str) -> tuple[str, ...]:
        """Return the level of each teacher in an attribute."""
        if attribute == YEARS:
            return self.year_bins
        return tuple(dict(teacher.levels)[attribute] for teacher in self.teachers)

    def as_read(self) -> list[object]:
        """Return all that is read of the teachers, in the form that is hashed."""
        return [
            list(self.attributes),
            self.heads,
            self.ready,
            [
                [
                    teacher.key,
                    teacher.name,
                    teacher.subject,
                    teacher.classes,
                    [level for _, level in teacher.levels],
                    "" if teacher.years is None else teacher.years,
                    teacher.head,
                    teacher.teams,
                ]
                for teacher in self.teachers
            ],
        ]


ROOM_HEADERS = ("教室", "room")


def named_by_rooms(columns: Sequence[tuple[str, str]]) -> bool:
    """Tell whether the teams of a table are called by rooms, by its columns."""
    return any(field == "team" and header in ROOM_HEADERS for header, field in columns)
