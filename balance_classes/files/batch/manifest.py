"""The schools of a batch: from a manifest, or from a folder of rosters with common rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from balance_classes.domain.batch import Carried
from balance_classes.domain.roster.roster import LeftOut
from balance_classes.domain.rules.rules import VALUE_WORDS, meant
from balance_classes.errors import Finding, RosterError, reason_of
from balance_classes.files.batch.batch_folder import BATCH
from balance_classes.files.disk.opening import is_litter
from balance_classes.files.evidence.seal import BATCH_SEAL
from balance_classes.files.pages.seal_sheet import is_seal_sheet
from balance_classes.files.result.result_writing import RECORD, SEAL
from balance_classes.files.roster.cell_values import CellError, read_text
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.tables.table_files import is_table
from balance_classes.files.tables.tables import Table, read_tables
from balance_classes.language import Text

WHOLE = ("classes", "cap", "min_size", "tolerance", "grade", "year", "plan")
SUMMED = ("county", "township")
"""Columns that say where a school lies."""
STAGES = tuple(VALUE_WORDS["stage"])
HEADER_ROWS = 20
NO_ROSTERS = (".json", ".jsonl", ".toml")
"""Seals, ledgers and rules, which may lie beside rosters."""
WRITTEN = (BATCH, BATCH_SEAL, RECORD, SEAL)
"""What lies in a folder that the program wrote."""


@dataclass(frozen=True)
class School:
    """A school of a batch: its code, its roster, and the rules that are its own.

    `options` go before the common options, `rules` before the common rules file. `problems` are
    what is wrong with its line: such a school is told and not drawn. `left_out` are columns that no
    draw may read and that its roster was split off from, `warnings` what was told of the whole,
    `carried` what else a manifest says of it. `where` is the place at which it is named.
    """

    code: str
    roster: Path
    rules: Path | None = None
    options: tuple[tuple[str, object], ...] = ()
    problems: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[Text, ...] = ()
    carried: tuple[Carried, ...] = ()
    where: Text | str = ""

    @property
    def name(self) -> str:
        """The school's name, else that of its roster."""
        return str(dict(self.options).get("school") or self.roster.stem)


@dataclass(frozen=True)
class SchoolList:
    """The schools of a manifest, a folder or a roster, and what lies in it and was not read.

    `written` are folders of rosters that one of many schools was split into.
    """

    schools: tuple[School, ...]
    unread: tuple[Finding, ...] = ()
    written: tuple[Path, ...] = ()


def read_schools(source: Path, beside: Collection[Path] = ()) -> SchoolList:
    """Return what a manifest (.xlsx, .csv, .toml …) or a folder of rosters holds.

    Files `beside` the rosters in a folder are known: rules, a password, results. Raises RosterError
    for a list that cannot be read. What is wrong with one school alone goes with the school.
    """
    if source.is_dir():
        return _in_folder(source, {path.absolute() for path in beside})
    if source.suffix.lower() == ".toml":
        return SchoolList(tuple(_in_toml(source)))
    return _in_table(source)


def _in_folder(folder: Path, beside: Collection[Path]) -> SchoolList:
    """Return each roster as a school; what is neither roster nor written by a draw is told."""
    schools, unread = [], []
    for path in sorted(folder.iterdir()):
        where = f"{folder.resolve().name}/{path.name}"
        if is_litter(path) or path.absolute() in beside or is_seal_sheet(path):
            continue
        if path.is_dir():
            if not any((path / name).is_file() for name in WRITTEN):
                what = Text("This folder is not looked into.")
                mend = Text("Name it as a source of its own, or put its rosters beside the others.")
                unread.append(Finding(where, what, mend))
        elif is_table(path):
            schools.append(School(path.stem, path, where=where))
        elif path.suffix.lower() not in NO_ROSTERS:
            what = Text("This file is not read.")
            mend = Text("Save it as .xlsx or .csv if it is a roster, else move it elsewhere.")
            unread.append(Finding(where, what, mend))
    return SchoolList(tuple(schools), tuple(unread))


def _in_toml(path: Path) -> Iterator[School]:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        raise RosterError.at(
            str(path),
            Text("The manifest cannot be read: {reason}.", reason=reason),
            Text("See docs/scale.md for examples."),
        ) from error
    lines = entries.get("schools", [])
    unknown = [key for key in entries if key != "schools"]
    if unknown or not isinstance(lines, list) or not all(isinstance(x, dict) for x in lines):
        raise RosterError.at(
            path.name,
            Text("A manifest in TOML has one [[schools]] for each school and nothing else."),
            Text("See docs/scale.md for examples."),
        )
    for number, line in enumerate(lines, start=1):
        where = Text("{file}, school {number}", file=path.name, number=number)
        yield _school(path, dict.fromkeys(line, where), line)


def _in_table(path: Path) -> SchoolList:
    """Return the schools of every sheet with the columns; other sheets with cells are told."""
    schools: list[School] = []
    unread: list[Finding] = []
    tables, _ = read_tables(path)
    for table in tables:
        header = _header(table)
        if header:
            schools += _lines(path, table, *header)
        elif any(str(cell).strip() for row in table.rows for cell in row):
            where = Text("{file}, sheet {sheet}", file=path.name, sheet=table.sheet)
            what = Text("This sheet is not read: it has no columns code and roster.")
            unread.append(Finding(where, what, Text("Name its columns, or take the sheet out.")))
    if len(unread) == len(tables):
        raise RosterError.at(
            path.name,
            Text("No sheet has a header with the columns code and roster."),
            Text("See docs/scale.md for examples; one roster of many schools needs --by COLUMN."),
        )
    return SchoolList(tuple(schools), tuple(unread))


def _header(table: Table) -> tuple[int, dict[str, int]] | None:
    """Return the row of the header and the position of each of its columns, if there is one."""
    for row in range(min(HEADER_ROWS, len(table.rows))):
        columns = _columns(table.rows[row])
        if {"code", "roster"} <= columns.keys():
            return row, columns
    return None


def _columns(row: Sequence[object]) -> dict[str, int]:
    """Return the position of each known column; the first of several counts."""
    found: dict[str, int] = {}
    for position, cell in enumerate(row):
        name = _known().get(plain_header(str(cell).strip()))
        if name:
            found.setdefault(name, position)
    return found


@cache
def _known() -> Mapping[str, str]:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    named = {name: [name, *headers] for name, headers in tomllib.loads(text).items()}
    return {plain_header(each): name for name, headers in named.items() for each in headers}


def _lines(path: Path, table: Table, header: int, columns: Mapping[str, int]) -> Iterator[School]:
    headers = [" ".join(str(cell).split()) for cell in table.rows[header]]
    others = [at for at, name in enumerate(headers) if name and at not in columns.values()]
    for row in range(header + 1, len(table.rows)):
        cells = {name: table.rows[row][column] for name, column in columns.items()}
        if any(str(cell).strip() for cell in cells.values()):
            places = {name: table.place(row, column) for name, column in columns.items()}
            school = _school(path, places, cells)
            names = {name: headers[columns[name]] for name in SUMMED if name in columns}
            summed = [replace(cell, header=names[cell.header]) for cell in school.carried]
            yield _carrying(replace(school, carried=tuple(summed)), table, row, others, headers)


def _carrying(
    school: School, table: Table, row: int, others: Sequence[int], headers: Sequence[str]
) -> School:
    """Return a school with the cells that stand on its line beside those of the known columns."""
    carried, problems = [*school.carried], [*school.problems]
    for at in others:
        try:
            carried.append(Carried(headers[at], read_text(table.rows[row][at]), summed=False))
        except CellError as error:
            problems.append(Finding(table.place(row, at), error.what, error.mend))
    return replace(school, carried=tuple(carried), problems=tuple(problems))


def _school(path: Path, places: Mapping[str, Text], cells: Mapping[str, Any]) -> School:
    """Return a school from its line; places of roster and rules are taken from the manifest's."""
    problems: list[Finding] = []
    values: dict[str, object] = {}
    for name, cell in cells.items():
        known = _known().get(plain_header(name))
        try:
            if known is None:
                raise CellError(
                    Text("There is no key “{key}” in a manifest.", key=name),
                    Text("See docs/scale.md for examples."),
                )
            values[known] = _value(known, cell)
        except CellError as error:
            problems.append(Finding(places[name], error.what, error.mend))
    carried = tuple(
        Carried(name, str(values.pop(name)), summed=True) for name in SUMMED if name in values
    )
    code, roster = str(values.pop("code", "")), str(values.pop("roster", ""))
    rules = str(values.pop("rules", ""))
    where = places.get("code") or next(iter(places.values()), path.name)
    if not roster and not problems:
        problems.append(Finding(where, Text("The school has no roster."), Text("Name its file.")))
    options = tuple((name, value) for name, value in values.items() if value not in ("", []))
    own = path.parent / rules if rules else None
    place = path.parent / (roster or code)
    return School(code, place, own, options, tuple(problems), carried=carried, where=where)


def _value(name: str, cell: object) -> object:
    """Return a cell as the option it is: a whole number, names, a stage, or text."""
    if name == "class_names" and isinstance(cell, list):
        return [read_text(each) for each in cell]
    text = read_text(cell)
    if name in WHOLE and text:
        if not re.fullmatch(r"\d{1,7}", text):
            raise CellError(Text("This is no whole number."), Text("Write digits alone."))
        return int(text)
    if name == "stage":
        text = str(meant("stage", text))
        if text not in ("", *STAGES):
            raise CellError(
                Text("This is no stage."), Text("Write primary or junior, 小学 or 初中.")
            )
    if name == "class_names":
        return [part.strip() for part in re.split("[,，]", text) if part.strip()]
    return text
