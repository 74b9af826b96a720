"""Class lists that are lines of text, as pasted from a PDF: 一(1)班, then 1 张三 男."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from balance_classes.errors import Finding
from balance_classes.files.lists.class_words import class_in, count_in, signs
from balance_classes.files.lists.plain_list import CLASS, NAME, SEX, SEXES, Cell, LaidTable, Total
from balance_classes.files.roster.columns import Header
from balance_classes.files.roster.fields import declared_fields, known_header
from balance_classes.files.roster.student_rows import is_below
from balance_classes.files.tables.tables import Table, shown_cell
from balance_classes.language import Text

LINES_OF_TITLE = 3
"""So many lines may stand above the first class."""
NUMBER = {"zh": "学号", "en": "student number"}
_SERIAL = re.compile(r"(\d{1,3})[.、)]?")
_LONG = re.compile(r"[A-Za-z]{0,3}\d{4,17}[\dXx]")
_CHINESE = re.compile(r"[一-鿿]+(·[一-鿿]+)*")
_LETTERS = re.compile(r"[^\W\d_][^\W\d_'’.-]*,?")
_PAGE = re.compile(r"[-–—]\s*\d+\s*[-–—]|\d+\s*/\s*\d+|第\d+页.*|page \d+.*", re.IGNORECASE)
_HEADING = ("序号", "编号", "座号", "no", "no.", "nr")
_NAME_IT = Text("Write the name of their class above them, or delete them.")
CLASSLESS = Text("This student stands above the first line that names a class."), _NAME_IT
ABOVE = Text("Many lines stand above this one, the first that names a class."), _NAME_IT
UNCLEAR = (
    Text("This line of text is not read as a student like the others."),
    Text("Write a serial number, name and sex on each line, or make a table with headers."),
)


@dataclass
class _Line:
    """A student of a line: serial number, name, sex and number, "" where it does not say one."""

    cell: Cell
    serial: str = ""
    name: str = ""
    sex: str = ""
    number: str = ""

    @property
    def shape(self) -> tuple[bool, ...]:
        """Which of all these it says."""
        return bool(self.serial), bool(self.sex), bool(self.number)


@dataclass
class _Class:
    """A class and its students, as lines name them."""

    name: str
    cell: Cell
    students: list[_Line] = field(default_factory=list)


@dataclass(frozen=True)
class _Word:
    """A word of a cell; `fresh` says that more than a blank stands before it."""

    text: str
    cell: Cell
    fresh: bool


def pasted(table: Table, header: Header | None) -> LaidTable | None:
    """Return the lists that stand as lines of text, or None where no line names a class.

    What cannot be understood is among the problems of the table that is returned.
    """
    if header is not None:
        return None
    lines = _Lines(table)
    for row in range(len(table.rows)):
        lines.take(row)
    if not any(each.students for each in lines.classes):
        return None
    if lines.above > LINES_OF_TITLE:
        lines.problems.append(Finding(table.place(*lines.classes[0].cell), *ABOVE))
    lines.problems += _uneven(table, lines.classes)
    return _plain(table, lines)


@dataclass
class _Lines:
    """What the lines of a sheet say so far; `above` are those before the first class."""

    table: Table
    classes: list[_Class] = field(default_factory=list)
    stated: list[Total] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    above: int = 0

    def take(self, row: int) -> None:
        """Take a line: a class, a total, a note, or students."""
        cells = self.table.rows[row]
        filled = [at for at, cell in enumerate(cells) if str(cell).strip()]
        if not filled:
            return
        text = "  ".join(str(cells[at]).strip() for at in filled)
        cell = (row, filled[0])
        if name := class_in(text):
            self.classes.append(_Class(name, cell))
            self._state(count_in(text), cell)
        elif is_below(text):
            self._state(count_in(text), cell)
        elif not (_PAGE.fullmatch(text) or _is_heading(text)):
            self._take_students(_students(list(_words(row, cells))), cell)

    def _state(self, count: int | None, cell: Cell) -> None:
        if count is None or not self.classes:
            return
        name = self.classes[-1].name
        own = {stated for other, stated, _ in self.stated if other == name}
        # A second number, below the last class, is that of all.
        self.stated.append(("" if own and own != {count} else name, count, cell))

    def _take_students(self, students: list[_Line] | None, cell: Cell) -> None:
        if not self.classes:
            self.above += 1
            if students and any(any(line.shape) for line in students):
                self.problems.append(Finding(self.table.place(*cell), *CLASSLESS))
        elif students is None or cell[1] < self.classes[-1].cell[1]:
            self.problems.append(Finding(self.table.place(*cell), *UNCLEAR))
        else:
            self.classes[-1].students += students


def _is_heading(text: str) -> bool:
    known = {h for each in declared_fields().values() for h in each.headers} | {*_HEADING}
    words = text.split()
    return all(known_header(word, known) for word in words)


def _words(row: int, cells: Sequence[object]) -> Iterator[_Word]:
    """Yield the words of a line; a Chinese name of two signs may be written with a blank."""
    for column, cell in enumerate(cells):
        text = unicodedata.normalize("NFKC", shown_cell(cell).replace("\u3000", " ")).strip()
        text = re.sub(r"(?<![一-鿿])([一-鿿])\s+([一-鿿])(?![一-鿿])", _joined, text)
        fresh = True
        for part in re.split(r"(\s+|[,，、]\s*)", text):
            if not part or part.isspace() or part.strip() in (",", "，", "、"):
                fresh = fresh or len(part) > 1 or not part.isspace()
                continue
            yield _Word(part, (row, column), fresh)
            fresh = False


def _joined(found: re.Match[str]) -> str:
    """Put two single signs together, unless the second is a sex."""
    one, two = found.groups()
    return found[0] if two in SEXES or one in SEXES else one + two


def _students(words: Sequence[_Word]) -> list[_Line] | None:
    """Return the students of a line, one or several beside each other; None if it is not clear."""
    found: list[_Line] = []
    for word in words:
        serial = _SERIAL.fullmatch(word.text)
        if serial or not found:
            found.append(_Line(word.cell))
        if serial:
            found[-1].serial = serial[1]
        elif not _added(found, word):
            return None
    # Bare names in several cells of a row may be those of several classes.
    bare = not any(any(line.shape) for line in found)
    if not all(line.name for line in found) or (bare and len({line.cell for line in found}) > 1):
        return None
    return found


def _added(found: list[_Line], word: _Word) -> bool:
    """Add a word to the last student, or begin another; tell whether it is clear what it is."""
    last, text = found[-1], word.text
    if _LONG.fullmatch(text):
        if last.number:
            found.append(_Line(word.cell))
        found[-1].number = text
    elif text.casefold() in SEXES:
        if last.sex or not last.name:
            return False
        last.sex = text
    elif _CHINESE.fullmatch(text) or _LETTERS.fullmatch(text):
        chinese = _CHINESE.fullmatch(text) or _CHINESE.fullmatch(last.name)
        if not last.name:
            last.name, last.cell = text, word.cell
        elif word.fresh or chinese or last.sex:
            found.append(_Line(word.cell, name=text))
        else:
            last.name += f" {text}"
    else:
        return False
    return True


def _uneven(table: Table, classes: Sequence[_Class]) -> Iterator[Finding]:
    """Yield what tells that a line was misread or lost: another form, a gap, a name again."""
    lines = [line for each in classes for line in each.students]
    ((usual, _),) = Counter(line.shape for line in lines).most_common(1)
    for line in lines:
        if line.shape != usual or signs(line.name):
            yield Finding(table.place(*line.cell), *UNCLEAR)
    for each in classes:
        numbers = [int(line.serial) for line in each.students if line.serial]
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield Finding(
                table.place(*each.cell),
                Text("The serial numbers of class {name} have gaps or doubles.", name=each.name),
                Text("A line may be lost or doubled: number the students from 1 on."),
            )
        again = Counter((line.name, line.serial or line.number) for line in each.students)
        for line in each.students:
            if again[line.name, line.serial or line.number] > 1:
                yield Finding(table.place(*line.cell), *UNCLEAR)


def _plain(table: Table, text: _Lines) -> LaidTable:
    lines = [(each, line) for each in text.classes for line in each.students]
    words = "".join(each.name + line.name for each, line in lines)
    language = "zh" if re.search(r"[一-鿿]", words) else "en"
    kept = [
        (header[language], read)
        for header, read in ((NUMBER, "number"), (NAME, "name"), (SEX, "sex"))
        if any(getattr(line, read) for _, line in lines)
    ]
    rows: list[list[object]] = [[*(header for header, _ in kept), CLASS[language]]]
    cells = [(text.classes[0].cell,) * len(rows[0])]
    for each, line in lines:
        rows.append([*(getattr(line, read) for _, read in kept), each.name])
        cells.append((*(line.cell for _ in kept), each.cell))
    return LaidTable(
        table.file,
        table.sheet,
        rows,
        cells=tuple(cells),
        problems=tuple(text.problems),
        stated=tuple(text.stated),
    )
