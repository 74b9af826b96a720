"""The schools of a batch; one roster of many schools is split, with nothing no draw may read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from balance_classes.domain.roster.roster import LeftOut
from balance_classes.domain.rules.rules import AskedRules
from balance_classes.errors import Finding, RosterError
from balance_classes.files.batch.manifest import (
    School,
    SchoolList,
    read_schools,
    require_told_apart,
)
from balance_classes.files.disk.folder import replace_file, writing
from balance_classes.files.disk.private import keep_private
from balance_classes.files.roster.cells import CellError, read_text
from balance_classes.files.roster.columns import Header, find_headers, forbid
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.roster.roster import named_sheet
from balance_classes.files.roster.student_rows import RowReader, sex_codes
from balance_classes.files.rules.rules import asked_rules
from balance_classes.files.tables.content import Password
from balance_classes.files.tables.tables import Table, read_tables
from balance_classes.files.workbook.book import Book
from balance_classes.language import Language, Text

Lines = dict[str, list[int]]
"""The rows of each school, by its code."""


def split_roster(
    path: Path, by: str, name_by: str, rules: AskedRules, password: Password | None = None
) -> tuple[School, ...]:
    """Return the schools of a roster by a column of codes, each with a roster file of its own.

    The files go into a folder beside the roster; the same rows give the same bytes. They hold the
    columns that are read and no other; which others no draw may read goes with each school.
    `name_by` is a column of names, empty for none. Raises RosterError for rows without a school,
    and for what is no roster.
    """
    tables, _ = read_tables(path, password)
    at_hand = rules.at_hand
    tables = named_sheet(path, tables, at_hand.sheet)
    found = find_headers(tables, dict(at_hand.columns), [name for name, _ in at_hand.numbers])
    if not found:
        raise RosterError.at(path.name, Text("No header was found."), Text("See docs/rules.md."))
    table, header = found[0]
    asked = rules.under(header.language)
    header = forbid(header, asked.policy.forbidden)
    _require_clear(table, header)
    column = _column(table, header, by)
    names = _column(table, header, name_by) if name_by else None
    rows = _rows_of(table, header, column, asked.codes)
    language = Language(header.language)
    folder = path.absolute().with_name(language.say(Text("{stem}-rosters", stem=path.stem)))
    left_out = tuple(
        LeftOut(shown, kind, asked.policy.sections.get(kind, ""))
        for shown, kind in header.forbidden
    )
    schools = [
        replace(_school(table, code, lines, names, folder / f"{code}.xlsx"), left_out=left_out)
        for code, lines in rows.items()
    ]
    require_told_apart(path.name, schools)
    _make_private(folder)
    for school in schools:
        _keep(school.roster, _content(table, header, rows[school.code], language))
    return tuple(schools)


def _require_clear(table: Table, header: Header) -> None:
    """Refuse columns of which nobody can tell which is meant; split off they would seem clear."""
    findings = [
        Finding(
            table.place(header.last_row, column.position),
            Text("The column “{header}” could be another one's double.", header=column.header),
            Text("Keep one column of each kind, or say in its header whose it is."),
        )
        for column in (*header.doubled, *header.unclear)
    ]
    if findings:
        raise RosterError(*findings)


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


def _rows_of(
    table: Table, header: Header, column: int, codes: Sequence[tuple[str, str, str]]
) -> Lines:
    rows: Lines = {}
    findings = []
    # What is to be told of the other rows was for `assign` to say; here they belong to no school.
    reader = RowReader(table, header, sex_codes(codes), lambda *_: None)
    for row in reader.students():
        try:
            code = read_text(table.rows[row][column])
        except CellError as error:
            findings.append(Finding(table.place(row, column), error.what, error.mend))
            continue
        if code:
            rows.setdefault(code, []).append(row)
        else:
            what = Text("The student belongs to no school.")
            mend = Text("Enter the code of the school, or delete the row.")
            findings.append(Finding(table.place(row, column), what, mend))
    if findings:
        raise RosterError(*findings)
    return dict(sorted(rows.items()))


def _school(table: Table, code: str, lines: Sequence[int], names: int | None, path: Path) -> School:
    said = {str(table.rows[row][names]).strip() for row in lines} if names is not None else set()
    said.discard("")
    problems: tuple[Finding, ...] = ()
    if len(said) > 1:
        what = Text("The school has several names: {names}.", names=tuple(sorted(said)))
        problems = (Finding(table.place(lines[0], names or 0), what, Text("Give it one name.")),)
    return School(code, path, options=(("school", min(said, default=code)),), problems=problems)


def _content(table: Table, header: Header, lines: Sequence[int], language: Language) -> bytes:
    """Return a school's rows as a workbook; a last column says where each row stood."""
    book = Book(table.sheet)
    sheet = book.add_sheet(table.sheet)
    place = language.say(Text("Row in the roster of all schools"))
    sheet.add_row([*(column.header for column in header.columns), place])
    for row in lines:
        cells = table.rows[row]
        sheet.add_row([*(cells[column.position] for column in header.columns), row + 1])
    return book.content()


def _make_private(folder: Path) -> None:
    with writing(folder):
        if not folder.exists():
            folder.mkdir(mode=0o700)
            keep_private(folder)


def _keep(path: Path, content: bytes) -> None:
    """Write a school's roster unless it is there already; an older one is replaced at once."""
    with writing(path):
        if not (path.exists() and path.read_bytes() == content):
            replace_file(path, content)


def schools_in(
    source: Path,
    by: str,
    name_by: str = "",
    *,
    rules: Path | None = None,
    options: Mapping[str, object] | None = None,
    password: Password | None = None,
    beside: Collection[Path] = (),
) -> SchoolList:
    """Return the schools of a manifest, a folder, or one roster with a column of schools (`by`).

    Rules, options and password are those by which such a roster is read; files `beside` the rosters
    of a folder are known. Raises a BalanceError for what is wrong with the list itself.
    """
    if by:
        named = asked_rules(rules, options or {})
        return SchoolList(split_roster(source, by, name_by, named, password))
    return read_schools(source, beside)
