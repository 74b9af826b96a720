"""The rows of a sealed roster, as hashes beside its seal: what changed since can be told by row.

The seal has one digest over everybody, since a part of it could be found by trying. So can what
stands here, and it is for the school alone, which has the roster itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from balance_classes.domain.canonical import digest
from balance_classes.domain.roster.bins import number_column
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster import Roster, Student
from balance_classes.domain.roster.roster_parts import part_of
from balance_classes.domain.roster.row_ranges import place_of_rows
from balance_classes.errors import EvidenceError, Finding
from balance_classes.files.disk.new_folder import replace_file
from balance_classes.files.disk.opening import STANDARD, file_bytes
from balance_classes.files.evidence.document import Digest, Document, Form
from balance_classes.files.evidence.forms import Seal
from balance_classes.language import LANGUAGES, Language, Text

ROWS = Text("{stem}-rows.json")
MARK, MOST_TOLD = 16, 20
OF_STUDENT = ("name", "together", "apart", "friends", "pinned_class", "barred", "reason")
ANEW = Text("Bring back what was sealed, or seal anew and post the new fingerprint.")


class SealedRow(Form):
    """One student: where it stood, its key and each of its fields, as hashes."""

    sheet: str
    row: int
    key: str
    fields: dict[str, str]

    def likeness(self, other: SealedRow) -> bool:
        """Tell whether it is the same row with another key: most of its fields are the same."""
        same = sum(other.fields.get(name) == mark for name, mark in self.fields.items())
        return (self.sheet, self.row) == (other.sheet, other.row) and 2 * same > len(self.fields)


class SealedRows(Document):
    """All students of a sealed roster, for its owner only."""

    format: Literal["balance-classes/sealed-rows"] = "balance-classes/sealed-rows"
    version: Literal[1] = 1
    fixed_digest: Digest
    students: tuple[SealedRow, ...]

    @classmethod
    def of(cls, roster: Roster, salt: str) -> SealedRows:
        """Return the rows of a roster, hashed with the digest of what is fixed as the salt."""
        rows = (_row(roster, student, salt) for student in roster.students)
        return cls(fixed_digest=salt, students=tuple(rows))


def _row(roster: Roster, student: Student, salt: str) -> SealedRow:
    part = part_of(student.row, roster.parts)
    numbers = {number_column(name): number for name, number in student.numbers.items()}
    levels = {name: v for name, v in student.levels.items() if name not in roster.numbers}
    own = {name: getattr(student, name) for name in OF_STUDENT}
    return SealedRow(
        sheet=part.sheet if part else roster.sheet,
        row=part.own(student.row) if part else student.row,
        key=_mark(salt, "", student.key),
        fields={
            name: _mark(salt, name, value)
            for name, value in {**own, **student.identities, **levels, **numbers}.items()
        },
    )


def _mark(salt: str, field: str, value: object) -> str:
    return digest([salt, field, value])[:MARK]


def keep_rows(path: Path, seal: Seal, roster: Roster) -> None:
    """Write the rows of a roster beside its seal, unless they lie there."""
    if path == STANDARD or _kept(path, seal):
        return
    beside = rows_beside(path)[LANGUAGES.index(seal.source.language)]
    replace_file(beside, SealedRows.of(roster, seal.fixed_digest).content())


def changed_rows(path: Path, seal: Seal, now: Roster) -> tuple[Finding, ...]:
    """Return what is otherwise on a roster than it was sealed, by row; empty where none can say."""
    then = _kept(path, seal)
    if then is None:
        return ()
    found = tuple(_changes(then, now, seal.fixed_digest))
    if more := len(found[MOST_TOLD:]):
        where = Text("{file}, sheet {sheet}", file=now.file, sheet=now.sheet)
        rest = Finding(where, Text("Rows changed besides: {count}.", count=more), ANEW)
        return (*found[:MOST_TOLD], rest)
    return found


def rows_beside(path: Path) -> list[Path]:
    """Return where the rows of a seal lie, by languages."""
    return [path.with_name(Language(code).say(Text(ROWS.message, stem=path.stem)))
            for code in LANGUAGES]  # fmt: skip


def _kept(path: Path, seal: Seal) -> SealedRows | None:
    """Return the rows that lie beside a seal, None where none of this seal can be read."""
    for beside in rows_beside(path):
        try:
            rows = SealedRows.read(beside.name, file_bytes(beside, ANEW))
        except EvidenceError:
            continue
        if rows.fixed_digest == seal.fixed_digest:
            return rows
    return None


def _changes(then: SealedRows, now: Roster, salt: str) -> Iterator[Finding]:
    known = {row.key: row for row in then.students}
    there = {student.row: _row(now, student, salt) for student in now.students}
    gone = [row for key, row in known.items() if key not in {r.key for r in there.values()}]
    headers = {field: header for header, field in now.columns}
    for number, row in sorted(there.items()):
        where = place_of_rows(now, [number])
        before = known.get(row.key) or next(filter(row.likeness, gone), None)
        if before is None:
            yield Finding(where, Text("This student was not on the roster that was sealed."), ANEW)
            continue
        if before in gone:
            gone.remove(before)
        if columns := _columns(before.fields, row.fields, headers):
            yield Finding(where, Text("Otherwise than sealed: {columns}.", columns=columns), ANEW)
    for row in gone:
        where = Text(
            "{file}, sheet {sheet}, row {row}", file=now.file, sheet=row.sheet, row=row.row
        )
        yield Finding(where, Text("The student who stood here is on the roster no more."), ANEW)


def _columns(
    then: Mapping[str, str], now: Mapping[str, str], headers: Mapping[str, str]
) -> tuple[Text | str, ...]:
    """Return the columns in which a student is another, by their headers."""
    differing = [name for name in {**then, **now} if then.get(name) != now.get(name)]
    return tuple(headers.get(name) or field_label(name) for name in differing)
