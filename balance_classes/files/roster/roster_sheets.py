"""Which sheets of which files are the roster: one, or several that are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from balance_classes.domain.roster.roster import LeftOut
from balance_classes.domain.rules.policy import FRIENDS
from balance_classes.domain.rules.rules import AskedRules, Rules
from balance_classes.errors import Finding, RosterError, told_in
from balance_classes.files.roster.check_people import KEY_FIELDS
from balance_classes.files.roster.columns import Header, find_headers, forbid
from balance_classes.files.roster.departed_students import lists_leavers
from balance_classes.files.roster.joined_sheets import PartSheet, join
from balance_classes.files.roster.missing_header import no_header
from balance_classes.files.roster.student_rows import sex_codes
from balance_classes.files.tables.file_kinds import Password
from balance_classes.files.tables.table_files import is_folder, read_files
from balance_classes.files.tables.tables import Table
from balance_classes.language import Text

ALL = ("all", "全部")
"""What `sheet` says where all sheets are one roster, unless a sheet is named so."""


@dataclass(frozen=True)
class RosterSheets:
    """The table of the roster and its header, and what else its files hold.

    `alike` are names of sheets of one file that may all be the roster, the one that was taken
    first; `headless` are those that look like students and have no header; `unread` those of
    other lists, and `strange` are files of a folder that are no tables; `leavers` are sheets of
    those who have gone. `rules` are those for the language of the header, which has no column
    that their policy forbids.
    """

    rules: Rules
    table: Table
    header: Header
    sha256: str
    alike: tuple[tuple[str, ...], ...]
    headless: tuple[str, ...]
    unread: tuple[str, ...]
    strange: tuple[str, ...]
    leavers: tuple[Table, ...] = ()

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The columns that no draw may read."""
        sections = self.rules.policy.sections
        forbidden = self.header.forbidden
        return tuple(LeftOut(shown, kind, sections.get(kind, "")) for shown, kind in forbidden)


@dataclass(frozen=True)
class _OfFile:
    """What is taken of one file, and the names of its other sheets, as in `RosterSheets`."""

    taken: tuple[tuple[Table, Header], ...]
    alike: tuple[str, ...]
    headless: tuple[str, ...]
    unread: tuple[str, ...]
    leavers: tuple[Table, ...]


def roster_sheets(
    path: Path, asked: AskedRules, password: Password | None = None, held: bytes | None = None
) -> RosterSheets:
    """Return the table that is the roster; raises RosterError where there is none.

    Raises RulesError for rules that the policy of its language refuses.
    """
    rules = asked.at_hand
    files = read_files(path, password, held)
    found: list[_OfFile] = []
    findings: list[Finding] = []
    here, gone = _without_files_of_leavers(files.files)
    for tables in here:
        try:
            found.append(_of_file(tables, rules))
        except RosterError as error:
            findings += error.findings
    RosterError.raise_for(findings)
    table, header = found[0].taken[0]
    sheets = [PartSheet(name, *each) for of in found for name, each in _named(of, path)]
    if len(sheets) > 1:
        with told_in(header.language):
            table = join(sheets, path.name, rules.codes)
        table, header = _headers([table], rules)[0]
    rules = asked.under(header.language)
    return RosterSheets(
        rules,
        table,
        forbid(header, [*rules.policy.forbidden, *_friends(header, rules)]),
        files.sha256,
        tuple(of.alike for of in found if of.alike),
        tuple(name for of in found for name in of.headless),
        (*(name for of in found for name in of.unread), *(table.sheet for table in gone)),
        files.unread,
        (*gone, *(table for of in found for table in of.leavers)),
    )


def _friends(header: Header, rules: Rules) -> list[str]:
    """Return the columns of wishes for friends that the policy does not allow."""
    if rules.policy.allows_friends:
        return []
    return [column.header for column in header.columns if column.field.name == FRIENDS]


def named_sheet(file: str, tables: Sequence[Table], sheet: str) -> list[Table]:
    """Return the sheet of a name, all where none is named; raise RosterError if it is not there."""
    named = [table for table in tables if table.sheet == sheet]
    if not sheet or (not named and sheet in ALL):
        return list(tables)
    if not named:
        raise RosterError.at(
            file,
            Text("There is no visible sheet “{sheet}”.", sheet=sheet),
            Text("Name one of: {sheets}.", sheets=tuple(table.sheet for table in tables)),
        )
    return named


def _without_files_of_leavers(
    files: Sequence[tuple[Table, ...]],
) -> tuple[list[tuple[Table, ...]], tuple[Table, ...]]:
    """Return the files of a folder that are named as no list of leavers, and the others' sheets."""
    here = [tables for tables in files if not lists_leavers(Path(tables[0].file).stem)]
    if not here or len(files) == 1:
        return list(files), ()
    return here, tuple(table for tables in files if tables not in here for table in tables)


def _of_file(tables: Sequence[Table], rules: Rules) -> _OfFile:
    asked = named_sheet(tables[0].file, tables, rules.sheet)
    # A sheet that is named, or the only one, is the roster, whatever it is called.
    leavers = [table for table in tables if lists_leavers(table.sheet) and [table] != asked]
    named = [table for table in asked if table not in leavers]
    found = _headers(named, rules)
    if leavers and not found:
        named, leavers = asked, []
        found = _headers(named, rules)
    gone = tuple(leavers)
    told = tuple(table.sheet for table in asked if table in leavers)
    if not found:
        raise RosterError(no_header(named))
    best = found[0]
    lists = [each for each in found[1:] if _lists_people(*each)]
    headed = {table.sheet for table, _ in found}
    headless = [t.sheet for t in named if t.sheet not in headed and _looks_like_students(t, rules)]
    if rules.sheet in ALL and len(asked) == len(tables):
        place = {table.sheet: at for at, table in enumerate(tables)}
        taken = sorted([best, *lists], key=lambda each: place[each[0].sheet])
        here = {*headless, *(table.sheet for table, _ in taken)}
        rest = tuple(table.sheet for table in named if table.sheet not in here)
        return _OfFile(tuple(taken), (), tuple(headless), (*rest, *told), gone)
    much = [t.sheet for t, h in lists if 2 * len(h.columns) >= len(best[1].columns)]
    return _OfFile(
        (best,),
        (best[0].sheet, *much) if much else (),
        tuple(headless),
        (*(table.sheet for table, _ in lists if table.sheet not in much), *told),
        gone,
    )


def _headers(tables: Sequence[Table], rules: Rules) -> list[tuple[Table, Header]]:
    numbers = [name for name, _ in rules.numbers]
    return find_headers(tables, dict(rules.columns), numbers, scores=rules.scores)


def _named(of: _OfFile, path: Path) -> list[tuple[str, tuple[Table, Header]]]:
    """Return what is taken of a file under names: of its sheets, in a folder of the file too."""
    if not is_folder(path):
        return [(table.sheet, (table, header)) for table, header in of.taken]
    several = len(of.taken) > 1
    return [
        (f"{Path(t.file).stem} {t.sheet}" if several else Path(t.file).stem, (t, header))
        for t, header in of.taken
    ]


def _lists_people(table: Table, header: Header) -> bool:
    named = any(header.column(name) for name in ("name", *KEY_FIELDS))
    return named and len(table.rows) > header.last_row + 1


def _looks_like_students(table: Table, rules: Rules) -> bool:
    """Whether a sheet without a header has a column of sexes: the roster may go on there."""
    codes = sex_codes(rules.codes)
    most = max(
        (
            sum(str(row[column]).strip().casefold() in codes for row in table.rows)
            for column in range(table.width)
        ),
        default=0,
    )
    return 2 * most > len(table.rows)
