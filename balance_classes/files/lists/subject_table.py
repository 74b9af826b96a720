"""Tables of teachers as schools have them: classes by subjects (任课安排表), or names and rooms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from balance_classes.domain.rules.class_names import find_class
from balance_classes.domain.teachers.staff import ROOM_HEADERS
from balance_classes.errors import Finding, RosterError
from balance_classes.files.roster.fields import Field, plain_header
from balance_classes.files.tables.sheet_facts import Facts
from balance_classes.files.tables.tables import Table
from balance_classes.language import Text

CLASSES = {"班级", "班别", "班次", "班", "class", "classname"}
PASSED_OVER = {
    "序号", "教室", "人数", "班额", "学生数", "备注", "说明", "年级",
    "no", "no.", "room", "size", "students", "remarks", "notes", "grade", "year",
}  # fmt: skip
"""Headers of such a table that are no subject."""
ROOMS = {"教室", "教室号", "班级教室", "room", "classroom", "roomnumber"}
TOP, FEWEST = 10, 2
"""Rows in which the header is looked for; the fewest subjects of a class."""
WORDS = {
    "zh": (("姓名", "任教学科", "任教班数", "班主任", "组"), ("是", "否"), ROOM_HEADERS[0]),
    "en": (
        ("name", "subject", "classes taught", "head teacher", "team"),
        ("yes", "no"),
        ROOM_HEADERS[1],
    ),
}
"""The header of the table of teachers that is made, yes and no, and a room, by language."""
TEAM_OF_ROOM = dict.fromkeys(ROOM_HEADERS, "team")
"""Ready-made teams that are called by their rooms."""
HEADED_BY_ROOM = [[*header[:-1], room] for header, _, room in WORDS.values()]


@dataclass
class _Teacher:
    """A teacher of a subject: the teams (classes of the table), and the one that is headed."""

    teams: list[str]
    headed: str = ""


def as_teachers(table: Table, declared: Mapping[str, Field]) -> Table | None:
    """Return a table of classes by subjects as one of teachers, each row of it a ready-made team.

    None where it is no such table. Raises RosterError for a head teacher who does not teach there.
    """
    known = {plain_header(h) for name, f in declared.items() for h in f.headers if name != HEAD}
    heads = set(map(plain_header, declared[HEAD].headers))
    for top, row in enumerate(table.rows[:TOP]):
        headers = [plain_header(str(cell)) for cell in row]
        subjects = [
            at
            for at, header in enumerate(headers)
            if header and header not in CLASSES | PASSED_OVER | heads
        ]
        if sum(h in CLASSES for h in headers) == 1 and len(subjects) > 1:
            if known.intersection(headers):
                return None
            at = next(at for at, header in enumerate(headers) if header in CLASSES)
            head = next((at for at, header in enumerate(headers) if header in heads), None)
            found = _teachers(table, top, at, subjects, head)
            header, answers, _ = _words(headers[at])
            rows: list[list[object]] = [[*header]]
            rows += _rows(found, answers, heads=head is not None)
            return replace(table, rows=rows, facts=Facts()) if found else None
        if names := _with_rooms(headers, declared):
            return _class_teachers(table, top, names)
    return None


def _with_rooms(headers: Sequence[str], declared: Mapping[str, Field]) -> tuple[int, int] | None:
    """Return the columns of names and rooms of a table that has these, and no subjects."""
    at = {
        word: [n for n, header in enumerate(headers) if header in map(plain_header, words)]
        for word, words in (
            ("name", declared["name"].headers),
            ("subject", declared["subject"].headers),
            ("room", sorted(ROOMS)),
        )
    }
    return (
        (at["name"][0], at["room"][0]) if at["name"] and at["room"] and not at["subject"] else None
    )


def _class_teachers(table: Table, top: int, columns: tuple[int, int]) -> Table:
    """Return a table of names and rooms as one of class teachers; the room stays the teacher's."""
    name, room = columns
    (*header, _), (yes, _), of_room = _words(str(table.rows[top][name]))
    heads = [
        row for row in table.rows[top + 1 :] if str(row[name]).strip() and str(row[room]).strip()
    ]
    rows: list[list[object]] = [
        [*header, of_room],
        *([_name(row[name]), header[-1], 1, yes, str(row[room]).strip()] for row in heads),
    ]
    return replace(table, rows=rows, facts=Facts())


def rooms_of(tables: Sequence[Table], classes: Sequence[str]) -> tuple[str, ...]:
    """Return the room of each class as a table of classes by subjects has it, empty without one.

    Where it calls classes otherwise, its rows are the classes in their order.
    """
    for table in tables:
        for top, row in enumerate(table.rows[:TOP]):
            headers = [plain_header(str(cell)) for cell in row]
            at = next((n for n, header in enumerate(headers) if header in CLASSES), None)
            room = next((n for n, header in enumerate(headers) if header in ROOMS), None)
            if at is not None and room is not None:
                below = [(str(r[at]).strip(), str(r[room]).strip()) for r in table.rows[top + 1 :]]
                rows = [row for row in below if all(row)]
                named = {find_class(written, classes): room for written, room in rows}
                if set(named) == set(range(len(classes))):
                    return tuple(named[c] for c in range(len(classes)))
                return tuple(room for _, room in rows) if len(rows) == len(classes) else ()
    return ()


def _words(header: str) -> tuple[tuple[str, ...], tuple[str, str], str]:
    return WORDS["en" if header.isascii() else "zh"]


HEAD = "head_teacher"


def _teachers(
    table: Table, top: int, at: int, subjects: Sequence[int], head: int | None
) -> dict[tuple[str, str], _Teacher]:
    """Return the teachers of a table by name and subject, in the order of the table."""
    found: dict[tuple[str, str], _Teacher] = {}
    findings: list[Finding] = []
    number = 0
    for row, cells in enumerate(table.rows[top + 1 :], start=top + 1):
        names = {column: _name(cells[column]) for column in subjects}
        if not str(cells[at]).strip() or sum(map(bool, names.values())) < FEWEST:
            continue
        number += 1
        for column, name in names.items():
            if name:
                subject = str(table.rows[top][column]).strip()
                found.setdefault((name, subject), _Teacher([])).teams.append(str(number))
        if head is not None and (leads := _name(cells[head])):
            posts = [who for who in found if who[0] == leads and str(number) in found[who].teams]
            if posts:
                found[posts[0]].headed = str(number)
            else:
                what = Text("The head teacher teaches no subject of this class.")
                mend = Text("Write the name below a subject of the class, too.")
                findings.append(Finding(table.place(row, head), what, mend))
    if findings:
        raise RosterError(*findings)
    order = [str(table.rows[top][column]).strip() for column in subjects]
    return {who: found[who] for who in sorted(found, key=lambda who: order.index(who[1]))}


def _rows(
    found: Mapping[tuple[str, str], _Teacher], answers: tuple[str, str], *, heads: bool
) -> Iterator[list[object]]:
    for (name, subject), teacher in found.items():
        # A head teacher heads the first of the teams.
        teams = sorted(teacher.teams, key=lambda team: team != teacher.headed)
        leads = answers[not teacher.headed] if heads else ""
        yield [name, subject, len(teams), leads, "、".join(teams)]


def _name(cell: object) -> str:
    """Return a name without what stands in brackets behind it; 张 三 is 张三."""
    name = re.sub(r"[(（].*?[)）]", "", str(cell)).strip()
    return re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", name)
