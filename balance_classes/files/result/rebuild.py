"""Formed classes rebuilt from the internal list and the record: what a verifier starts from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.problem.formulation import formulate
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.key_words import key_words
from balance_classes.domain.roster.bins import number_column, with_bins, with_standing_bins
from balance_classes.domain.roster.labels import field_label, new_level, shown_levels
from balance_classes.domain.roster.roster import Roster, Student
from balance_classes.domain.rules.class_names import SchoolClass, lettered, letters
from balance_classes.domain.verdict import Difference
from balance_classes.files.after_draw.event_file import ListTexts
from balance_classes.files.after_draw.event_folder import after_files
from balance_classes.files.evidence.forms import Record
from balance_classes.files.result.result_reading import Kept
from balance_classes.files.result.sheet_cells import Grid
from balance_classes.files.roster.names import sounds_of
from balance_classes.files.workbook.result_sheets import ALL_STUDENTS, SPECIAL, all_students_header
from balance_classes.language import Text


@dataclass(frozen=True)
class Listed:
    """A row of the internal list: class (a position), lottery number, and the student."""

    school_class: int
    lottery_number: int
    student: Student


class NotRebuiltError(Exception):
    """The internal list is not one that this program could have written."""

    def __init__(self, differences: Sequence[Difference]) -> None:
        super().__init__(str(len(differences)))
        self.differences = tuple(differences)


def rebuild_formed(kept: Kept) -> tuple[Formed, dict[int, str]]:
    """Return the formed classes as they are now, and the class listed for each lottery number.

    After later events the list tells who the students are, record and files where each one is.
    Raises NotRebuiltError with what differs, BalanceError where the rules cannot be applied.
    """
    rows, names = _read_list(kept), _class_names(kept)
    listed = {row.lottery_number: names[row.school_class] for row in rows}
    if not kept.later:
        return _formed_as_drawn(kept, rows), listed
    students = {row.lottery_number: row.student for row in rows}
    drawn = _formed_as_drawn(kept, _as_recorded(kept.record, students))
    bins = {n: count for n, count in drawn.rules.numbers if n in drawn.fixed.numbers}
    newcomers = {number: s for number, s in students.items() if number > drawn.roster.size}
    binned = with_standing_bins([*newcomers.values()], drawn.roster.students, bins)
    known = {p.lottery_number: p.student for p in drawn.placements}
    known.update(zip(newcomers, binned, strict=True))
    return after_files(drawn, kept.later, known, ListTexts(kept.language, kept.sheets)), listed


def _class_names(kept: Kept) -> tuple[str, ...]:
    """Return the names of the classes as they are now."""
    names = tuple(school_class.name for school_class in _shown_classes(kept.record))
    for each in kept.later:
        names = each.file.renamed(names)
    return names


def _as_recorded(record: Record, students: Mapping[int, Student]) -> list[Listed]:
    """Return the rows as the draw left them: each student of the draw in its recorded class."""
    names = [school_class.name for school_class in _shown_classes(record)]
    found = [
        Listed(names.index(entry.name), number, students[number])
        for entry in record.classes
        for number in entry.lottery_numbers
        if entry.name in names and number in students
    ]
    if sorted(row.lottery_number for row in found) != list(range(1, record.fixed.students + 1)):
        where = Text("record, {key}", key=key_words("classes"))
        raise NotRebuiltError([Difference(where, Text("It is not as it was written."))])
    return found


def _formed_as_drawn(kept: Kept, listed: Sequence[Listed]) -> Formed:
    """Return the formed classes of a draw, from its students in their classes."""
    record = kept.record
    roster = _roster(record, [row.student for row in listed])
    if len({student.key for student in roster.students}) < roster.size:
        where = Text("sheet {sheet}", sheet=kept.language.say(ALL_STUDENTS))
        raise NotRebuiltError([Difference(where, Text("Two students have the same number."))])
    problem = formulate(roster, record.fixed.rules, record.fixed.classes)
    position = {key: i for i, key in enumerate(problem.keys)}
    by_number = sorted(listed, key=lambda row: row.lottery_number)
    group_of_class = _groups(record)
    assignment = Assignment(
        problem=problem.reordered([position[row.student.key] for row in by_number]),
        group_of=tuple(group_of_class[row.school_class] for row in by_number),
        class_of_group=tuple(group_of_class.index(g) for g in range(len(group_of_class))),
        proofs=tuple(form.as_proof() for form in record.proofs),
        placed=record.placed,
        dealt=record.dealt_excess,
        step=record.settled_at_step,
        lettered=record.fixed.rules.groups,
    )
    seed = record.seed.as_seed(rehearsal=record.rehearsal)
    return Formed(roster, record.fixed, seed, assignment, record.draw)


def _groups(record: Record) -> list[int]:
    """Return the lettered group (its position) of each class."""
    names = [letters(position) for position in range(len(record.classes))]
    group_of = {entry.name: entry.group for entry in record.classes}
    found = [group_of.get(school_class.name, "") for school_class in _shown_classes(record)]
    if sorted(found) != sorted(names):
        where = Text("record, {key}", key=key_words("classes"))
        raise NotRebuiltError([Difference(where, Text("The groups are not those of the classes."))])
    return [names.index(group) for group in found]


def _shown_classes(record: Record) -> tuple[SchoolClass, ...]:
    """Return the classes under the names that the lists show."""
    fixed = record.fixed
    return lettered(fixed.classes) if fixed.rules.groups else fixed.classes


def _roster(record: Record, students: Iterable[Student]) -> Roster:
    source, fixed = record.source, record.fixed
    bins = {name: count for name, count in fixed.rules.numbers if name in fixed.numbers}
    return Roster(
        **source.of_table,
        students=tuple(sorted(with_bins([*students], bins), key=lambda student: student.key)),
        attributes=fixed.attributes,
        key=fixed.key,
        identities=fixed.identities,
        cautions=source.cautions,
        numbers=fixed.numbers,
    )


def _read_list(kept: Kept) -> list[Listed]:
    say, record = kept.language.say, kept.record
    sheet = say(ALL_STUDENTS)
    grid: Grid = kept.sheets.get(sheet, ((),))
    sources = [source for later in kept.later if (source := later.file.read_from)]
    columns = [column for source in (record.source, *sources) for column in source.columns]
    fields = all_students_header(record.fixed, columns, changed=bool(kept.later))
    header = tuple(say(field_label(name)) for name in fields)
    if grid[0] != header:
        where = Text("sheet {sheet}, row {row}", sheet=sheet, row=1)
        raise NotRebuiltError([Difference(where, Text("The header is not as it was written."))])
    levels = {
        entry.name: {
            word: level
            for level, word in shown_levels([v for v, _ in entry.levels], say, entry.name).items()
        }
        for entry in record.attributes
    }
    reader = _RowReader(sheet, fields, levels, kept)
    listed = [
        reader.read(number, dict(zip(fields, _padded(row, len(fields)), strict=True)))
        for number, row in enumerate(grid[1:], start=2)
    ]
    reader.require_numbers([row.lottery_number for row in listed])
    listed = _befriended(listed, reader)
    if reader.differences:
        raise NotRebuiltError(reader.differences)
    return listed


def _befriended(listed: Sequence[Listed], reader: _RowReader) -> list[Listed]:
    """Return rows whose students name their friends by key, as the list does by lottery number."""
    key_of = {str(row.lottery_number): row.student.key for row in listed}
    found = []
    for row in listed:
        friends = tuple(sorted(key_of[n] for n in row.student.friends if n in key_of))
        if len(friends) < len(row.student.friends):
            reader.note(row.student.row, "friends", Text("This is no lottery number."))
        found.append(replace(row, student=replace(row.student, friends=friends)))
    return found


def _numbers(kept: Kept) -> list[int]:
    """Return all lottery numbers that were given: those of the draw, then those of newcomers."""
    newcomers = [number for each in kept.later for number in each.file.newcomer_numbers]
    return [*range(1, kept.record.fixed.students + 1), *newcomers]


def _padded(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row, *([""] * (width - len(row))))[:width]


class _RowReader:
    """Reads the rows of the internal list; `differences` holds what cannot be."""

    def __init__(
        self, sheet: str, fields: Sequence[str], levels: Mapping[str, Mapping[str, str]], kept: Kept
    ) -> None:
        self._numbers = sorted(_numbers(kept))
        self._sheet, self._fields, self._levels = sheet, fields, levels
        self._fixed, self._say = kept.record.fixed, kept.language.say
        self._classes = _class_names(kept)
        self.differences: list[Difference] = []

    def read(self, row: int, cells: Mapping[str, str]) -> Listed:
        number, name = cells["lottery_number"], cells["class"]
        if name not in self._classes:
            self.note(row, "class", Text("There is no such class."))
        if not re.fullmatch(r"[1-9]\d{0,8}", number):
            self.note(row, "lottery_number", Text("This is no lottery number."))
        for attribute in self._fixed.attributes:
            known = self._levels.get(attribute, {})
            if self._is_newcomer(number):
                continue  # it may have a level that nobody had at the draw
            if cells[attribute] not in known:
                self.note(row, attribute, Text("The record knows no such level."))
        for column in map(number_column, self._fixed.numbers):
            if not re.fullmatch(r"[0-9]{0,9}", cells[column]):
                self.note(row, column, Text("This is no whole number."))
        if self.differences:
            return Listed(0, 0, Student("", "", {}, row))
        return Listed(self._classes.index(name), int(number), self._student(row, cells))

    def require_numbers(self, numbers: Sequence[int]) -> None:
        """Note unless the lottery numbers are 1 to n, each once, for as many as were sealed.

        Those of newcomers go on from there.
        """
        if not self.differences and sorted(numbers) != self._numbers:
            what = Text(
                "The lottery numbers are not 1 to {students}, each once.",
                students=len(self._numbers),
            )
            self.differences.append(Difference(Text("sheet {sheet}", sheet=self._sheet), what))

    def _student(self, row: int, cells: Mapping[str, str]) -> Student:
        special = {name: cells.get(name, "") for name in SPECIAL}
        numbers = {name: cells[number_column(name)] for name in self._fixed.numbers}
        sound, tone = sounds_of(cells["name"], self._fixed.rules)
        born = f"{cells['name']} {cells.get('birth_date', '')}"
        return Student(
            key=cells[self._fixed.key] if self._fixed.key else born,
            name=cells["name"],
            levels={name: self._level(name, cells[name]) for name in self._fixed.attributes},
            row=row,
            together=special["together"],
            apart=tuple(special["apart"].split()),
            friends=tuple(special["friends"].split()),
            pinned_class=special["pinned_class"],
            barred=tuple(special["barred"].split()),
            reason=special["reason"],
            sound=sound,
            tone=tone,
            identities={name: cells[name] for name in self._fixed.identities},
            numbers={name: int(number) for name, number in numbers.items() if number},
        )

    def _is_newcomer(self, number: str) -> bool:
        return number.isdecimal() and int(number) > self._fixed.students

    def _level(self, attribute: str, word: str) -> str:
        known = self._levels.get(attribute, {})
        return known[word] if word in known else new_level(word, known, self._say, attribute)

    def note(self, row: int, field: str, what: Text) -> None:
        where = Text(
            "sheet {sheet}, row {row}, column {column}",
            sheet=self._sheet,
            row=row,
            column=field_label(field),
        )
        self.differences.append(Difference(where, what))
