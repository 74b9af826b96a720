"""Newcomers: a small roster like the one that was drawn, held against those who are placed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.later_states import BORN, everybody
from balance_classes.domain.roster.bins import AGE_MONTHS, with_standing_bins
from balance_classes.domain.roster.labels import field_label, glimpse, key_label, same_word
from balance_classes.domain.roster.roster import BIRTH_QUARTER, MISSING, Roster, Student
from balance_classes.domain.roster.row_ranges import place_of_rows
from balance_classes.domain.rules.class_names import find_class
from balance_classes.domain.rules.rules import Rules
from balance_classes.errors import Finding, RosterError, told_in
from balance_classes.files.roster.check_people import KEY_FIELDS
from balance_classes.files.roster.number_bins import HIGHEST, LOWEST, score_of
from balance_classes.files.roster.roster_reading import read_roster
from balance_classes.files.tables.file_kinds import Password
from balance_classes.language import Text

DERIVED = {BIRTH_QUARTER: "birth_date", AGE_MONTHS: "birth_date"}
"""Attributes that a roster has by another column."""


MOST_SLIPS = 8
"""So many on a list of newcomers may have classes by mistake."""


@dataclass(frozen=True)
class Arriving:
    """The newcomers of a file, as students like those of the draw; `roster` is what was read."""

    roster: Roster
    students: tuple[Student, ...]
    gone: tuple[int, ...] = ()
    """Of a whole new roster: the lottery numbers of those who are not on it."""
    standing: tuple[tuple[int, Student], ...] = ()
    """Of a whole new roster: who has a class, by lottery number, as the roster says."""


def read_newcomers(
    path: Path, rules: Rules, before: Formed, password: Password | None, *, whole: bool | None
) -> Arriving:
    """Return the newcomers of a file read by some rules, as the draw that they join had students.

    A `whole` new roster holds those who have classes, too; None: it is one where most have.
    Raises RosterError with all that is wrong: a column that the draw had is missing, a student
    is placed already, a class is not there.
    """
    codes = {code for p in before.placements for code in (p.student.together, *p.student.apart)}
    roster = read_roster(path, rules, password, frozenset(codes - {""}))
    findings = [*_columns(roster, before), *_classes(roster, before), *_raw_scores(roster, before)]
    levels = {name: _levels(before, name) for name in before.fixed.attributes}
    students = tuple(_like(student, before, levels) for student in roster.students)
    there = _placed(roster, students, before)
    if whole is None:
        whole = _looks_whole(len(there), len(students))
    gone = tuple(sorted({p.lottery_number for p in before.placements} - {*there.values()}))
    seated: tuple[tuple[int, Student], ...] = ()
    if not findings and whole:
        seated = tuple((there[s.key], s) for s in students if s.key in there)
        students = tuple(s for s in students if s.key not in there)
        findings += _renumbered(roster, students, before, gone)
    elif not findings:
        findings += _doubled(roster, there, before)
    if findings:
        with told_in(roster.language):
            raise RosterError(*findings)
    bins = {n: count for n, count in before.rules.numbers if n in before.fixed.numbers}
    standing = before.as_drawn.roster.students
    coming = tuple(with_standing_bins(students, standing, bins))
    return Arriving(roster, coming, gone if whole else (), seated)


def _columns(roster: Roster, before: Formed) -> Iterator[Finding]:
    """Yield each column that the draw had and the newcomers lack."""
    there = {field for _, field in roster.columns}
    for name in before.fixed.attributes:
        if not {name, DERIVED.get(name, name)} & there:
            yield Finding(
                Text("{file}, sheet {sheet}", file=roster.file, sheet=roster.sheet),
                Text("There is no column “{field}”.", field=field_label(name)),
                Text("Give newcomers the columns that the roster of the draw had."),
            )
    for student in roster.students:
        if not key_as_drawn(student, before.fixed.key):
            yield Finding(
                place_of_rows(roster, [student.row]),
                Text("{key}: it is missing.", key=key_label(before.fixed.key)),
                Text("Fill it in: the students of the draw are told apart by it."),
            )


def _classes(roster: Roster, before: Formed) -> Iterator[Finding]:
    """Yield each wish for a class that there is not."""
    names = tuple(school_class.name for school_class in before.classes)
    for student in roster.students:
        wishes = (("pinned_class", student.pinned_class), *(("barred", n) for n in student.barred))
        for column, name in wishes:
            if name and find_class(name, names) is None:
                yield Finding(
                    place_of_rows(roster, [student.row]),
                    Text(
                        "{column}: there is no class “{name}”.",
                        column=field_label(column),
                        name=glimpse(name),
                    ),
                    Text("Write one of: {names}.", names=names),
                )


def _raw_scores(roster: Roster, before: Formed) -> Iterator[Finding]:
    """Yield each newcomer's score where the draw had the quarters of scores alone."""
    for header in before.rules.scores:
        name = dict(before.rules.columns).get(header, header)
        if name not in before.fixed.attributes or not {LOWEST, HIGHEST} <= {*_levels(before, name)}:
            continue
        for student in roster.students:
            if score_of(student.levels.get(name)) is not None:
                yield Finding(
                    place_of_rows(roster, [student.row]),
                    Text("“{header}”: the draw spread quarters of scores.", header=header),
                    Text(
                        "Write {lowest} (the lowest) to {highest}, as the internal list has it for "
                        "a student with a score like it.",
                        lowest=LOWEST,
                        highest=HIGHEST,
                    ),
                )


def _placed(roster: Roster, students: tuple[Student, ...], before: Formed) -> dict[str, int]:
    """Return the lottery numbers of those who have classes already, by any number, by key."""
    known: dict[tuple[str, str], int] = {}
    for placement in before.placements:
        known["", placement.student.key] = placement.lottery_number
        for name in KEY_FIELDS:
            if number := placement.student.identities.get(name, ""):
                known[name, number] = placement.lottery_number
    found: dict[str, int] = {}
    for read, student in zip(roster.students, students, strict=True):
        fields = [("", student.key), *((n, read.identities.get(n, "")) for n in KEY_FIELDS)]
        if meant := next((known[field] for field in fields if field in known), 0):
            found[student.key] = meant
    return found


def _looks_whole(there: int, size: int) -> bool:
    """Tell whether so many who have classes are more than slips on a list of newcomers."""
    return there > MOST_SLIPS and 2 * there > size


def _doubled(roster: Roster, there: Mapping[str, int], before: Formed) -> Iterator[Finding]:
    """Yield each newcomer who has a class already (§8: no double entries)."""
    if _looks_whole(len(there), roster.size):
        yield Finding(
            roster.file,
            Text("{count} of {size} students here have classes.", count=len(there),
                 size=roster.size),
            Text("If this is the whole new roster, say so: --whole."),
        )  # fmt: skip
        return
    for student in roster.students:
        if number := there.get(key_as_drawn(student, before.fixed.key)):
            yield Finding(
                place_of_rows(roster, [student.row]),
                Text("This student has a class already: lottery number {number}.", number=number),
                Text(
                    "Delete the row, or correct the number{cited}.",
                    cited=before.rules.policy.cited("double"),
                ),
            )


def _renumbered(
    roster: Roster, coming: Sequence[Student], before: Formed, gone: Sequence[int]
) -> Iterator[Finding]:
    """Yield each newcomer of the name of somebody who is gone: another number is no other child.

    Unless their birth dates say so.
    """
    left = [p.student for p in before.placements if p.lottery_number in gone]
    for student in coming:
        born = {s.identities.get(BORN, "") for s in left if s.name == student.name}
        own = student.identities.get(BORN, "")
        if born and (own in born or not own or "" in born):
            yield Finding(
                place_of_rows(roster, [student.row]),
                Text("A student of this name has a class, under another number."),
                Text("Correct the number; of two students place one first, with --leavers."),
            )


def _levels(before: Formed, attribute: str) -> list[str]:
    return sorted({p.student.levels[attribute] for p in everybody(before)})


def _like(student: Student, before: Formed, levels: Mapping[str, list[str]]) -> Student:
    """Return a newcomer with the fields that students of the draw have, and no others."""
    fixed = before.fixed
    return replace(
        student,
        key=key_as_drawn(student, fixed.key),
        levels={
            name: _level(name, levels[name], student.levels.get(name, MISSING))
            for name in fixed.attributes
        },
        identities={name: student.identities.get(name, "") for name in fixed.identities},
        numbers={n: number for n, number in student.numbers.items() if n in fixed.numbers},
    )


def key_as_drawn(student: Student, field: str) -> str:
    """Return what a student is told apart by where the field of the draw is `field`."""
    if field == "name":
        return student.name
    if field:
        return student.identities.get(field, "")
    born = student.identities.get("birth_date", "")
    return f"{student.name} {born}" if student.name and born else ""


def _level(attribute: str, known: list[str], level: str) -> str:
    """Return a level as it is known, if it is in other capitals or by another code; else note it.

    Two levels of one word could not be told apart in the internal list.
    """
    capitals = {there.casefold(): there for there in known}
    found = capitals.get(level.casefold()) or same_word(level, known, attribute)
    if found not in known:
        known.append(found)
    return found
