"""The files of a roster: one, or all tables of a folder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from balance_classes.errors import Finding, RosterError, reason_of
from balance_classes.files.disk.opening import STANDARD, is_litter
from balance_classes.files.tables.file_kinds import Password, require_plain_name
from balance_classes.files.tables.tables import Table, read_tables
from balance_classes.language import Text

TABLES = (
    *(".xlsx", ".xlsm", ".xls", ".et", ".ods"),
    *(".csv", ".tsv", ".tab", ".txt", ".htm", ".html"),
)
"""How the names of files end that are taken for tables where a folder is named."""
MOST_FILES = 1_000


@dataclass(frozen=True)
class TableFiles:
    """The visible sheets of each file, and the SHA-256 of the file, or of the list of all files.

    `unread` are the names of what else lies in the folder.
    """

    files: tuple[tuple[Table, ...], ...]
    sha256: str
    unread: tuple[str, ...] = ()


def read_files(
    path: Path, password: Password | None = None, held: bytes | None = None
) -> TableFiles:
    """Return the sheets of a file, or of all tables that lie in a folder.

    The digest of a folder is that of the lines that `sha256sum` prints for its tables, sorted by
    name. Bytes that are `held` in memory stand for those of a file. Raises RosterError for what
    is no table, with all files that are none.
    """
    if held is not None or not is_folder(path):
        tables, sha256 = read_tables(path, password, held)
        return TableFiles((tuple(tables),), sha256)
    named, unread = _in_folder(path)
    files: list[tuple[Table, ...]] = []
    lines: list[str] = []
    findings: list[Finding] = []
    for each in named:
        try:
            tables, sha256 = read_tables(each, password)
        except RosterError as error:
            findings += error.findings
            continue
        files.append(tuple(tables))
        lines.append(f"{sha256}  {each.name}\n")
    RosterError.raise_for(findings)
    return TableFiles(tuple(files), hashlib.sha256("".join(lines).encode()).hexdigest(), unread)


def is_folder(path: Path) -> bool:
    """Whether a roster is a folder of files; of what may not be looked at it is not known."""
    try:
        return path != STANDARD and path.is_dir()
    except OSError:
        return False


def is_table(path: Path) -> bool:
    """Whether a file in a folder is taken for a table by its name."""
    return path.suffix.lower() in TABLES and path.is_file() and path.name[0] not in ".~"


def _in_folder(folder: Path) -> tuple[list[Path], tuple[str, ...]]:
    """Return the tables of a folder by name, and what else is there for people to see."""
    require_plain_name(folder)
    try:
        there = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        what = Text("The folder cannot be opened: {reason}.", reason=reason_of(error))
        raise RosterError.at(str(folder), what, Text("Give the path of the roster.")) from error
    named = [path for path in there if is_table(path)]
    if not 0 < len(named) <= MOST_FILES:
        raise RosterError(
            Finding(
                folder.name,
                Text("There are {count} tables in this folder.", count=len(named)),
                Text("Name a file; or a folder whose files together are one roster."),
            )
        )
    return named, tuple(p.name for p in there if p not in named and not is_litter(p))
