"""Tables of teachers as schools have them: classes by subjects (任课安排表), or names and rooms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
ROOMS = ("教室", "教室号", "班级教室", "room", "classroom")
TOP, FEWEST = 10, 2
"""Rows in which the header is looked for; the fewest subjects of a class."""
CLASS_TEACHER = ("班主任", 1, "是")
HEADER = ("姓名", "任教学科", "任教班数", "班主任", "组")


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
            rows: list[list[object]] = [[*HEADER]]
            rows += _rows(found, heads=head is not None)
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
            ("room", ROOMS),
        )
    }
    return (
        (at["name"][0], at["room"][0]) if at["name"] and at["room"] and not at["subject"] else None
    )


def _class_teachers(table: Table, top: int, columns: tuple[int, int]) -> Table:
    """Return a table of names and rooms as one of class teachers; each has one class."""
    name, room = columns
    heads = [
        row for row in table.rows[top + 1 :] if str(row[name]).strip() and str(row[room]).strip()
    ]
    rows: list[list[object]] = [
        [*HEADER[:-1]],
        *([_name(row[name]), *CLASS_TEACHER] for row in heads),
    ]
    return replace(table, rows=rows, facts=Facts())


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
    return found


def _rows(found: Mapping[tuple[str, str], _Teacher], *, heads: bool) -> Iterator[list[object]]:
    for (name, subject), teacher in found.items():
        # A head teacher heads the first of the teams.
        teams = sorted(teacher.teams, key=lambda team: team != teacher.headed)
        leads = ("是" if teacher.headed else "否") if heads else ""
        yield [name, subject, len(teams), leads, "、".join(teams)]


def _name(cell: object) -> str:
    """Return a name without what stands in brackets behind it; 张 三 is 张三."""
    name = re.sub(r"[(（].*?[)）]", "", str(cell)).strip()
    return re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", name)
