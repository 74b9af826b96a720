"""Which files are class lists, and from their lines to a list a school: nobody twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.audit.class_list import ClassList, in_order
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster import MISSING, LeftOut, Student
from balance_classes.domain.rules.class_names import plain_name
from balance_classes.errors import Finding, RosterError
from balance_classes.files.pages.seal_sheet import is_seal_sheet
from balance_classes.files.pages.verify_page import VERIFY_PAGE
from balance_classes.files.roster.check_people import KEY_FIELDS
from balance_classes.files.tables.table_files import is_table
from balance_classes.files.tables.tables import Table
from balance_classes.language import Text

BESIDE = ("classes.csv", "report.html", VERIFY_PAGE)
RECORD, BATCH, SCHOOLS = "record.json", "batch.json", "schools"
"""What tells the folder of a result, and that of many."""


@dataclass(frozen=True)
class ListedStudent:
    """A student of a class list: its school, its class, and its row of a sheet that was read."""

    school: str
    school_class: str
    student: Student
    table: Table
    page: int
    row: int


def require_once(schools: Iterable[Sequence[ListedStudent]]) -> None:
    """Raise RosterError where a student stands twice in one school, by any of its numbers."""
    findings = [finding for lines in schools for finding in _again(lines)]
    RosterError.raise_for(findings)


def _again(lines: Sequence[ListedStudent]) -> Iterator[Finding]:
    first: dict[tuple[str, str], ListedStudent] = {}
    for line in lines:
        for field in KEY_FIELDS:
            number = line.student.identities.get(field)
            if not number:
                continue
            other = first.setdefault((field, number), line)
            if other is not line:
                yield Finding(
                    line.table.place(line.row, 0),
                    Text(
                        "The same student stands in {place} ({field}).",
                        place=other.table.place(other.row, 0),
                        field=field_label(field),
                    ),
                    Text("Delete one of the two rows, or correct the number{cited}.", cited=""),
                )


def class_list_of(
    school: str,
    lines: Sequence[ListedStudent],
    attributes: Iterable[str],
    strata: Iterable[str],
    forbidden: Mapping[str, LeftOut],
) -> tuple[ClassList, tuple[ListedStudent, ...]]:
    """Return the list of a school, and its lines in the order of the list."""
    placed = [line for line in lines if line.school_class]
    spread, within = _stated(attributes, placed), _stated(strata, placed)
    names: dict[str, str] = {}
    for line in sorted(placed, key=lambda each: each.school_class):
        names.setdefault(plain_name(line.school_class), line.school_class)
    classes = tuple(sorted(names.values(), key=natural))
    students = [_complete(line.student, (*spread, *within)) for line in placed]
    sits = [names[plain_name(line.school_class)] for line in placed]
    order = in_order(students, sits, (*spread, *within))
    return (
        ClassList(
            school=school,
            students=tuple(students[i] for i in order),
            classes=classes,
            class_of=tuple(classes.index(sits[i]) for i in order),
            attributes=spread,
            strata=within,
            forbidden=tuple(forbidden.values()),
            unplaced=len(lines) - len(placed),
        ),
        tuple(placed[i] for i in order),
    )


def _stated(names: Iterable[str], lines: Sequence[ListedStudent]) -> tuple[str, ...]:
    """Return those attributes that anybody of a school states."""
    return tuple(name for name in names if any(line.student.levels.get(name) for line in lines))


def _complete(student: Student, names: Sequence[str]) -> Student:
    return replace(student, levels={name: student.levels.get(name, MISSING) for name in names})


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key by which 七(2)班 comes before 七(10)班."""
    parts = re.findall(r"\d+|\D+", plain_name(name))
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def list_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files, those of a folder by name; what a program hides there is no list."""
    for path in paths:
        if (path / BATCH).is_file():
            yield from list_files(
                sorted(each for each in (path / SCHOOLS).iterdir() if each.is_dir())
            )
        elif path.is_dir():
            yield from sorted(
                each
                for each in path.iterdir()
                if is_table(each)
                and not is_seal_sheet(each)
                # The result of a draw has its lists in the workbook, with all attributes.
                and not (each.name in BESIDE and _is_result(path))
            )
        else:
            yield path


def _is_result(folder: Path) -> bool:
    """Tell whether the lists in a folder are of a draw, or of one before a later event."""
    return (folder / RECORD).exists() or (folder.parent / RECORD).exists()
