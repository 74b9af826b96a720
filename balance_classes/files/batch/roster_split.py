"""The schools of a batch; one roster of many schools is split, with nothing no draw may read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from balance_classes.domain.batch import code_fault
from balance_classes.domain.result.result_sentences import caution_sentence
from balance_classes.domain.roster.roster_parts import shown_row
from balance_classes.domain.rules.rules import AskedRules
from balance_classes.errors import Finding, RosterError
from balance_classes.files.batch.manifest import School, SchoolList, read_schools
from balance_classes.files.batch.rows_by_school import OF_NONE, rows_by_school
from balance_classes.files.batch.told_apart import told_apart
from balance_classes.files.disk.new_folder import replace_file, writing
from balance_classes.files.disk.private_files import keep_private
from balance_classes.files.roster.cell_values import CellError
from balance_classes.files.roster.columns import Column, Header
from balance_classes.files.roster.dates import DAY_ZERO, day_zero, is_serial, read_date
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.roster.roster_reading import check_source
from balance_classes.files.roster.roster_sheets import roster_sheets
from balance_classes.files.roster.table_reading import Reading, shown_cells
from balance_classes.files.rules.rules_file import asked_rules
from balance_classes.files.tables.file_kinds import Password
from balance_classes.files.tables.tables import Table
from balance_classes.files.workbook.workbook_writing import Book
from balance_classes.language import Language, Text


def split_roster(
    path: Path,
    by: str,
    name_by: str,
    asked: AskedRules,
    password: Password | None = None,
    *,
    write: bool = True,
) -> SchoolList:
    """Return the schools of a roster by a column of codes, each with a roster file of its own.

    The files go into a folder beside the roster; the same rows give the same bytes. They hold the
    columns that are read and no other; which others no draw may read goes with each school.
    Without `write` they are compared with what they would be. `name_by` is a column of names, empty
    for none. What is wrong with a row is its school's own fault; a row of no school is told as not
    read, and holds up the schools that it may belong to. Raises RosterError for what is wrong with
    all of it.
    """
    found = roster_sheets(path, asked, password)
    table, header = found.table, found.header
    column = _column(table, header, by)
    names = _column(table, header, name_by) if name_by else None
    reading = check_source(found, [column] if names is None else [column, names])
    rows = rows_by_school(reading, column, names)
    language = Language(header.language)
    folder = path.absolute().with_name(language.say(Text("{stem}-rosters", stem=path.stem)))
    told = (caution_sentence(caution, found.rules) for caution in reading.counted())
    warnings = tuple(Text("The roster of all schools: {told}", told=each) for each in told)
    schools = [
        replace(
            _school(table, code, lines, names, folder / f"{code}.xlsx"),
            where=table.place(lines[0], column),
            left_out=found.left_out,
            warnings=warnings,
        )
        for code, lines in rows.of.items()
    ]
    if write:
        _make_private(folder)
    kept = []
    for school in schools:
        problems = [*school.problems, *rows.problems.get(school.code, ())]
        if not write:  # rows of no school keep nobody from being judged
            problems = [problem for problem in problems if problem.what != OF_NONE]
        if not code_fault(school.code):  # another names no file
            content = _content(reading, rows.of[school.code], language)
            if write:
                _keep(school.roster, content)
            else:
                problems += _stale(school, content)
        kept.append(replace(school, problems=tuple(problems)))
    return SchoolList(tuple(kept), rows.unread, (folder,))


def _column(table: Table, header: Header, asked: str) -> int:
    """Return the position of the column with a header, as it stands in the last row of headers."""
    for row in range(header.last_row, header.row - 1, -1):
        for position, cell in enumerate(table.rows[row]):
            if plain_header(str(cell).strip()) == plain_header(asked):
                return position
    raise RosterError.at(
        table.place(header.row, 0),
        Text("There is no column “{header}”.", header=asked),
        Text("Name a column of the roster as its header says."),
    )


def _school(table: Table, code: str, lines: Sequence[int], names: int | None, path: Path) -> School:
    said = {str(table.rows[row][names]).strip() for row in lines} if names is not None else set()
    said.discard("")
    problems: tuple[Finding, ...] = ()
    if len(said) > 1:
        what = Text("The school has several names: {names}.", names=tuple(sorted(said)))
        problems = (Finding(table.place(lines[0], names or 0), what, Text("Give it one name.")),)
    return School(code, path, options=(("school", min(said, default=code)),), problems=problems)


def _content(reading: Reading, lines: Sequence[int], language: Language) -> bytes:
    """Return a school's rows as a workbook; a last column says where each row stood."""
    table, columns = reading.table, reading.header.columns
    shown, zero = shown_cells(table, reading.header), day_zero(from_1904=table.facts.from_1904)
    book = Book(table.sheet)
    sheet = book.add_sheet(table.sheet)
    place = language.say(Text("Row in the roster of all schools"))
    sheet.add_row([*(column.header for column in columns), place])
    for row in lines:
        cells = [_cell(column, shown(row, column.position), zero) for column in columns]
        sheet.add_row([*cells, shown_row(row + 1, table.parts)])
    return book.content()


def _cell(column: Column, cell: object, zero: date) -> object:
    """Return a cell as it stands; a day that is counted from another year is written as a day."""
    if zero == DAY_ZERO or column.field.kind not in ("date", "year"):
        return cell
    try:
        return read_date(cell, zero=zero) if is_serial(cell) else cell
    except CellError:
        return cell


def _make_private(folder: Path) -> None:
    with writing(folder):
        if not folder.exists():
            folder.mkdir(mode=0o700)
            keep_private(folder)


def _keep(path: Path, content: bytes) -> None:
    """Write a school's roster unless it is there already; an older one is replaced at once."""
    with writing(path):
        if not _holds(path, content):
            replace_file(path, content)


def _stale(school: School, content: bytes) -> list[Finding]:
    """Return that a school's roster is not what the big one says now, if it is not."""
    if _holds(school.roster, content):
        return []
    what = Text("Its rows are not those of its roster {file}.", file=school.roster.name)
    mend = Text("Bring back the roster of all schools as it was; batch tells what differs.")
    return [Finding(school.where, what, mend)]


def _holds(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() == content


def schools_in(
    sources: Sequence[Path],
    by: str,
    name_by: str = "",
    *,
    rules: Path | None = None,
    options: Mapping[str, object] | None = None,
    password: Password | None = None,
    beside: Collection[Path] = (),
    ledgers: Path | None = None,
) -> SchoolList:
    """Return the schools of manifests, folders, or rosters with a column of schools (`by`).

    Rules, options and password are those by which such a roster is read; files `beside` the rosters
    of a folder are known; `ledgers` is a folder for their ledgers, if one was chosen. Raises a
    BalanceError for what is wrong with a source itself.
    """
    if not by:
        return told_apart(
            in_one(read_schools(source, [*beside, *sources]) for source in sources), ledgers
        )
    named = asked_rules(rules, options or {})
    split = (split_roster(each, by, name_by, named, password) for each in sources)
    return told_apart(in_one(split), ledgers)


def sources_again(
    sources: Sequence[Path], by: str, rules: AskedRules | None, password: Password | None = None
) -> SchoolList:
    """Return the schools of sources that a batch was drawn from, with nothing written.

    `rules` are those of the draw, by which a roster of many schools (`by`) is split again.
    """
    if not by:
        return in_one(read_schools(source) for source in sources)
    named = rules or asked_rules(None, {})
    return in_one(split_roster(each, by, "", named, password, write=False) for each in sources)


def in_one(lists: Iterable[SchoolList]) -> SchoolList:
    """Return what several sources hold as one."""
    found = [*lists]
    return SchoolList(
        tuple(school for each in found for school in each.schools),
        tuple(finding for each in found for finding in each.unread),
        tuple(folder for each in found for folder in each.written),
    )
