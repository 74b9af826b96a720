"""A result as it lies in its folder: record, seal, ledger, workbook and list, read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from balance_classes.errors import BalanceError, EvidenceError
from balance_classes.files.after_draw.event_folder import KeptLater, read_later
from balance_classes.files.after_draw.pair_file import PairFile
from balance_classes.files.disk.new_folder import lost_in
from balance_classes.files.disk.opening import file_bytes
from balance_classes.files.evidence.forms import Record
from balance_classes.files.pages.report import REPORT
from balance_classes.files.pages.verify_page import VERIFY_PAGE, is_verify_page
from balance_classes.files.result.foreign_files import Beside, beside
from balance_classes.files.result.result_writing import (
    CLASSES,
    LEDGER,
    RECORD,
    RUN,
    SEAL,
    former_folder,
    workbook_name,
)
from balance_classes.files.result.sheet_cells import Grid, SheetCells, plain, without_end
from balance_classes.files.result.workbook_parts import BookParts
from balance_classes.files.tables.file_kinds import ZIP
from balance_classes.files.tables.tables import tables_in
from balance_classes.files.workbook.page_setup import REHEARSAL
from balance_classes.language import LANGUAGES, Language, Text


@dataclass(frozen=True)
class Kept:
    """The parts of a result; `record_content` are the bytes that `record` was read from.

    Workbook and list are read when they are asked for, with an EvidenceError where they cannot.
    """

    folder: Path
    record: Record
    record_content: bytes
    language: Language
    workbook: Path

    @cached_property
    def workbook_content(self) -> bytes:
        """The bytes of the workbook."""
        return _bytes(self.workbook)

    @cached_property
    def parts(self) -> BookParts:
        """The parts of the workbook."""
        return BookParts(self.workbook.name, self.workbook_content, self.most_cells)

    @cached_property
    def sheets(self) -> Mapping[str, Grid]:
        """The sheets of the workbook, by name, each read when it is asked for."""
        return SheetCells(self.parts)

    @property
    def most_cells(self) -> int:
        """More cells than the workbook of this result has, by what its evidence counts."""
        record, later = self.record, [each.file for each in self.readable_later]
        fixed = record.fixed
        people = fixed.students + sum(len(getattr(file, "newcomers", ())) for file in later)
        fields = 30 + len(fixed.attributes) + len(fixed.identities) + len(fixed.numbers)
        counts = sum(len(line.counts) for line in record.balance)
        staff = [file.staff for file in later if isinstance(file, PairFile) and file.staff]
        posts = sum(len(team.posts) for form in staff for team in form.teams)
        told = sum(each.count for f in later if isinstance(f, PairFile) for each in f.conflicts)
        return (
            2 * (people * fields + 4 * counts + 60 * (posts + told))
            + 400 * (len(record.classes) + len(later))
            + 20_000
        )

    @cached_property
    def class_content(self) -> bytes:
        """The bytes of classes.csv."""
        return _bytes(self.folder / CLASSES)

    @cached_property
    def class_file(self) -> Grid | None:
        """The lines of classes.csv, or None where it is no text."""
        if self.class_content.startswith(ZIP):
            return None
        try:
            return text_grid(self.folder / CLASSES, self.class_content)
        except BalanceError as error:
            raise EvidenceError(*error.findings) from error

    @cached_property
    def report(self) -> bytes:
        """The bytes of the report, empty where there is none."""
        path = self.folder / REPORT
        return _bytes(path) if path.exists() else b""

    @cached_property
    def later(self) -> tuple[KeptLater, ...]:
        """The files of the later events, by their numbers."""
        return read_later(self.folder)

    @property
    def readable_later(self) -> tuple[KeptLater, ...]:
        """The same, or none where one of them cannot be read."""
        try:
            return self.later
        except EvidenceError:
            return ()

    @cached_property
    def beside(self) -> Beside:
        """What lies in the folder and is not of the result: it could be what people read."""
        standing = {self.workbook.name, CLASSES, LEDGER}
        own = {*standing, REPORT, RECORD, RUN, SEAL, *(each.name for each in self.readable_later)}
        former = {former_folder(each.file.number) for each in self.readable_later}
        known = own | {f"{folder}/{name}" for folder in former for name in standing}
        # Another version's page, or a forged one, nobody has checked.
        page = {VERIFY_PAGE} if is_verify_page(self.folder / VERIFY_PAGE) else set()
        return beside(self.folder, known | page)

    @property
    def seal(self) -> Path:
        """Where the seal lies, if there is one."""
        return self.folder / SEAL

    @property
    def ledger(self) -> Path:
        """Where the ledger lies, as it was when the result was written."""
        return self.folder / LEDGER


def read_kept(folder: Path) -> Kept:
    """Return the result of a folder.

    Raises EvidenceError where a part is missing or cannot be read.
    """
    if lost_in(folder):
        raise EvidenceError.at(
            str(folder),
            Text("A change was being written into this folder when its run was cut off."),
            Text("Give the same command again: it brings the folder back, and finishes it."),
        )
    _require_no_rehearsed_lists(folder)
    content = _bytes(folder / RECORD)
    record = Record.read(RECORD, content)
    language, path = _workbook(folder)
    return Kept(
        folder=folder, record=record, record_content=content, language=language, workbook=path
    )


def _require_no_rehearsed_lists(folder: Path) -> None:
    """Refuse the marked lists of a rehearsed pairing or placing, which hold no record."""
    language, report = language_in(folder), folder / REPORT
    if (folder / RECORD).exists() or language is None or not report.exists():
        return
    if language.say(REHEARSAL) in _bytes(report).decode(errors="replace"):
        raise EvidenceError.at(
            str(folder),
            Text("These are lists of a rehearsal of pair or place; they count for nothing."),
            Text("Name the folder of the result that it was rehearsed on."),
        )


def language_in(*folders: Path) -> Language | None:
    """Return the language of the first of these folders that holds the workbook of a result."""
    for folder in folders:
        for code in LANGUAGES:
            if (folder / workbook_name(Language(code))).exists():
                return Language(code)
    return None


def text_grid(path: Path, content: bytes) -> Grid:
    """Return the cells of a text; whatever white space a program adds is gone."""
    (table,) = tables_in(path, content)
    rows = [without_end([plain(str(cell)) for cell in row]) for row in table.rows]
    return without_end(rows)


def _workbook(folder: Path) -> tuple[Language, Path]:
    if language := language_in(folder):
        return language, folder / workbook_name(language)
    raise EvidenceError.at(
        str(folder),
        Text("There is no workbook of a result in this folder."),
        Text("Give the folder that assign wrote, with its workbook."),
    )


def _bytes(path: Path) -> bytes:
    return file_bytes(path, Text("Give the folder that assign wrote, with all its files."))
