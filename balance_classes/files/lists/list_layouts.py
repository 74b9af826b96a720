"""Class lists side by side, one below the other, or a column a class, made plain rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from balance_classes.domain.rules.class_names import plain_name
from balance_classes.errors import Finding
from balance_classes.files.lists.class_words import class_in, count_in
from balance_classes.files.lists.laid_table import CLASS, NAME, Cell, LaidTable, carried
from balance_classes.files.roster.check_people import KEY_FIELDS
from balance_classes.files.roster.columns import HEADER_ROWS, Header
from balance_classes.files.roster.fields import Field, declared_fields, known_header, plain_header
from balance_classes.files.roster.student_rows import is_below
from balance_classes.files.tables.tables import Table
from balance_classes.language import Text

LINES_OF_TITLE = 4
"""So many lines above a header may hold the names of the classes."""
FEWEST = 2
"""Fewer lists on one sheet are no layout of their own."""
_SERIAL = ("", "序号", "编号", "号", "no", "no.", "nr", "#", "座号", "座位号")
"""What may head a column that all lists of a sheet share."""
_NUMBER = re.compile(r"\d{1,3}(\.0)?")
Word = str
"""A header as lists are compared by it: its field, else its plain text; all classes are one."""
_A_CLASS = "a class"
_NO_CLASS = re.compile(r"[男女父母续]|家长|学生|部分|boy|girl|parent|pupil|student|part|left|right")
"""Titles of parts of one class, or of other people."""


@dataclass(frozen=True)
class _Block:
    """The columns of one list, from `left` to before `right`, by the text that heads each.

    `school_class` and `title` are the class that is named for it and where; a class that changes
    from row to row, in a column of its own, is "".
    """

    left: int
    right: int
    headers: Mapping[int, str]
    school_class: str = ""
    title: Cell = (0, 0)


@dataclass
class _Laid:
    """The rows that are put together: for each column its cells, and the class of each row."""

    headers: dict[str, tuple[str, Cell]] = field(default_factory=dict)
    rows: list[tuple[dict[str, Cell], str, Cell]] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    stated: list[tuple[str, int, Cell]] = field(default_factory=list)


def laid_out(
    table: Table,
    header: Header | None,
    places: Mapping[str, Field],
    students: Callable[[Table], set[int]],
    *,
    alone: bool = False,
) -> LaidTable | None:
    """Return the lists of a sheet as plain rows, or None where it is one list or none at all.

    `header` is what the sheet was taken to have as one list, `students` finds the rows that hold
    one; `alone` takes one list of a named class, too. What cannot be understood is among the
    problems of the table that is returned.
    """
    words = {h: f.name for f in {**declared_fields(), **places}.values() for h in f.headers}
    found = _side_by_side(table, header, words) or _below(table, header)
    if found is None:
        return None
    row, blocks = found
    laid = _Laid()
    if len(blocks) >= FEWEST:
        blocks = _named(table, row, blocks, laid)
    if laid.problems and len({tuple(map(plain_header, b.headers.values())) for b in blocks}) > 1:
        return None  # the same header twice is told as such
    if not laid.problems:
        numbers = [_walk(table, row, block, blocks, laid) for block in blocks]
        _require_stated(numbers, laid)
    classes = {name for _, name, _ in laid.rows} - {""}
    if len(blocks) < FEWEST and len(classes) < (1 if alone else FEWEST):
        return None
    return _table(table, laid, row, students)


def _side_by_side(
    table: Table, header: Header | None, words: Mapping[str, str]
) -> tuple[int, list[_Block]] | None:
    """Return the row of the headers and the lists below it, where there are several."""
    doubled = {column.field.name for column in header.doubled} if header else set()
    heads = [
        (row, [_word(cell, words) for cell in cells])
        for row, cells in enumerate(table.rows[:HEADER_ROWS])
    ]
    # Headers say more than names of classes, which may stand in a title above them.
    for anchor in ("name", *KEY_FIELDS):
        for row, head in heads:
            if head.count(anchor) >= FEWEST and (header is None or anchor in doubled):
                return _parted(table, row, head, anchor)
    if header is not None and header.of_name:
        return None
    for row, head in heads:
        if head.count(_A_CLASS) >= FEWEST and _holds_names(table, row, head):
            return _parted(table, row, head, _A_CLASS)
    return None


def _word(cell: object, words: Mapping[str, str]) -> Word:
    if class_in(cell):
        return _A_CLASS
    known = known_header(str(cell), words)
    return words[known] if known else plain_header(str(cell))


def _holds_names(table: Table, row: int, head: Sequence[Word]) -> bool:
    """Whether words stand below the classes, and not how many of what each of them has."""
    if any(word not in (*_SERIAL, _A_CLASS, "sex") for word in head[: head.index(_A_CLASS)]):
        return False
    cells = [
        str(cells[at]).strip()
        for cells in table.rows[row + 1 :]
        for at, word in enumerate(head)
        if word == _A_CLASS
    ]
    filled = [cell for cell in cells if cell]
    return 2 * sum(bool(re.search(r"[^\W\d_]", cell)) for cell in filled) > len(filled)


def _parted(
    table: Table, row: int, head: Sequence[Word], anchor: Word
) -> tuple[int, list[_Block]] | None:
    """Return the lists that repeat the same headers around an anchor."""
    anchors = [at for at, word in enumerate(head) if word == anchor]
    before = 0
    while all(
        at - before > (anchors[number - 1] + 1 if number else 0)
        and head[at - before - 1] == head[anchors[0] - before - 1] != ""
        for number, at in enumerate(anchors)
    ):
        before += 1
    lefts = [at - before for at in anchors]
    if any(word not in _SERIAL for word in head[: lefts[0]]):
        return None
    return row, [
        _Block(
            left,
            right,
            {at: _shown(table.rows[row][at]) for at in range(left, right) if head[at]},
        )
        for left, right in zip(lefts, [*lefts[1:], table.width], strict=True)
    ]


def _shown(cell: object) -> str:
    return " ".join(str(cell).split())


def _below(table: Table, header: Header | None) -> tuple[int, list[_Block]] | None:
    """Return the one header of lists that stand below each other, if no column says the class."""
    if header is None or header.column("class") or not header.of_name:
        return None
    cells = enumerate(table.rows[header.last_row])
    headers = {at: _shown(cell) for at, cell in cells if _shown(cell)}
    block = _Block(0, table.width, headers)
    for row in range(header.row - 1, max(-1, header.row - 1 - LINES_OF_TITLE), -1):
        titles = _titles(table, row, block)
        if len(titles) == 1 and class_in(table.rows[row][titles[0]]):
            return header.last_row, [_titled(table, block, (row, titles[0]))]
    sheet = class_in(table.sheet)
    return header.last_row, [replace(block, school_class=sheet, title=(header.row, 0))]


def _titled(table: Table, block: _Block, cell: Cell) -> _Block:
    text = table.rows[cell[0]][cell[1]]
    return replace(block, school_class=class_in(text) or _shown(text), title=cell)


def _titles(table: Table, row: int, block: _Block) -> list[int]:
    """Return the columns of what stands in a row over a block, merged from its left or in it."""
    over = [
        left
        for first, last, left, right in table.facts.merged
        if first <= row <= last and left < block.left <= right
    ]
    return [at for at in (*over, *range(block.left, block.right)) if _shown(table.rows[row][at])]


def _named(table: Table, row: int, blocks: Sequence[_Block], laid: _Laid) -> list[_Block]:
    """Return the lists with their classes: by header, title, a column of their own or the sheet."""
    headed = [[at for at in b.headers if class_in(table.rows[row][at])] for b in blocks]
    if all(len(each) == 1 for each in headed):
        return [_titled(table, b, (row, at)) for b, (at,) in zip(blocks, headed, strict=True)]
    if all(any(_is_class_column(text) for text in b.headers.values()) for b in blocks):
        return list(blocks)
    lacking: list[int] = []
    for line in range(row - 1, max(-1, row - 1 - LINES_OF_TITLE), -1):
        titles = [_titles(table, line, block) for block in blocks]
        said = [[at for at in each if class_in(table.rows[line][at])] for each in titles]
        if all(len(each) == 1 for each in said):
            return [_titled(table, b, (line, at)) for b, (at,) in zip(blocks, said, strict=True)]
        own = {each[0] for each in titles if len(each) == 1}
        texts = {plain_header(_shown(table.rows[line][at])) for at in own}
        if (
            not any(said)
            and len(texts) == len(blocks)
            and all(len(each) == 1 for each in titles)
            and not any(map(_NO_CLASS.search, texts))
        ):
            return [_titled(table, b, (line, at)) for b, (at,) in zip(blocks, titles, strict=True)]
        if any(said) and not lacking:
            lacking = [at for at, each in enumerate(said) if len(each) != 1]
    if not lacking and class_in(table.sheet):
        return [replace(b, school_class=class_in(table.sheet), title=(row, b.left)) for b in blocks]
    laid.problems += [
        Finding(
            table.place(row, blocks[at].left),
            Text("Lists stand side by side here, and it is not said which class this one is."),
            Text("Write the name of each class into the cell above its list, such as 一(1)班, 1A."),
        )
        for at in lacking or range(len(blocks))
    ]
    return list(blocks)


def _is_class_column(text: str) -> bool:
    return plain_header(text) in ("班级", "班", "班别", "class")


def _walk(
    table: Table, header_row: int, block: _Block, blocks: Sequence[_Block], laid: _Laid
) -> dict[int, tuple[int, str, Cell]]:
    """Put the rows of one list behind those of the others; return the totals that it states."""
    labels = _labels(block)
    columns = {
        at: _column_name(text)
        for at, text in block.headers.items()
        if plain_header(text) not in _SERIAL and at not in labels
    }
    for at, name in columns.items():
        laid.headers.setdefault(plain_header(name), (name, (header_row, at)))
    school_class, title = block.school_class, block.title
    count = count_in(table.rows[title[0]][title[1]]) if school_class else None
    laid.stated += [(school_class, count, title)] if count is not None else []
    several = bool(school_class) or len(blocks) < FEWEST
    bare: set[int] = set()
    totals: dict[int, tuple[int, str, Cell]] = {}
    for row in range(header_row + 1, len(table.rows)):
        cells = table.rows[row]
        spanned = _spanned(table, row, blocks) if len(blocks) >= FEWEST else None
        filled = [at for at in range(block.left, block.right) if _shown(cells[at])]
        if spanned is not None:
            at, covered = spanned
            if block not in covered:
                continue
            filled = [at]
            if not class_in(cells[at]):
                continue
        if not filled:
            continue
        said = [at for at in filled if class_in(cells[at])]
        others = [at for at in filled if at not in said]
        again = all(_shown(cells[at]) == block.headers.get(at) for at in others)
        if several and len(said) == 1 and again:
            school_class, title = class_in(cells[said[0]]), (row, said[0])
            count = count_in(cells[said[0]])
            laid.stated += [(school_class, count, title)] if count is not None else []
            continue
        before = [_shown(cell) for cell in cells[: blocks[0].left]]
        if _is_total(before, [cells[at] for at in filled]):
            numbers = [at for at in filled if _count(cells[at]) is not None]
            if len(numbers) == 1:
                (at,) = numbers
                totals[row] = (_count(cells[at]) or 0, school_class, (row, at))
            continue
        unread = [at for at in filled if at not in block.headers]
        unread += [at for at in labels if not _is_label(cells[at], school_class)]
        _note_bare(table, row, unread, bare, laid)
        taken = {plain_header(name): (row, at) for at, name in columns.items()}
        if any(at in columns for at in filled):
            laid.rows.append((taken, school_class, title))
    return totals


def _labels(block: _Block) -> list[int]:
    """Return the columns that a class heads, where another one has the names."""
    named = any(known_header(text, ("姓名", "name")) for text in block.headers.values())
    return [at for at, text in block.headers.items() if named and class_in(text)]


def _column_name(text: str) -> str:
    """Return how a column is headed: one that a class heads is of names."""
    return NAME[_language(text)] if class_in(text) else text


def _language(text: str) -> str:
    return "zh" if re.search(r"[一-鿿]", text) else "en"


def _is_total(before: Sequence[str], cells: Sequence[object]) -> bool:
    """Whether cells of a list, or what stands before all lists, begin a line of totals."""
    below = [is_below(_shown(cell)) for cell in cells]
    rest = [cell for cell, told in zip(cells, below, strict=True) if not told]
    return any(map(is_below, before)) or (
        any(below) and all(_count(cell) is not None for cell in rest)
    )


def _is_label(cell: object, school_class: str) -> bool:
    """Whether a cell below a class is nothing, a serial number, or the class again."""
    text = _shown(cell)
    same = plain_name(class_in(cell)) == plain_name(school_class)
    return not text or bool(_NUMBER.fullmatch(text)) or same


def _count(cell: object) -> int | None:
    text = _shown(cell)
    return int(float(text)) if _NUMBER.fullmatch(text) else count_in(text)


def _spanned(table: Table, row: int, blocks: Sequence[_Block]) -> tuple[int, list[_Block]] | None:
    """Return where a cell that is merged over several lists begins, and the lists it covers."""
    for first, last, left, right in table.facts.merged:
        covered = [b for b in blocks if left < b.right and right >= b.left]
        if first <= row <= last and len(covered) >= FEWEST:
            return left, covered
    return None


def _note_bare(table: Table, row: int, cells: Sequence[int], told: set[int], laid: _Laid) -> None:
    """Refuse what stands beside a student in a column without a header, once a column."""
    for at in cells:
        if at not in told:
            told.add(at)
            laid.problems.append(
                Finding(
                    table.place(row, at),
                    Text("This cell stands beside a list, in a column without a header."),
                    Text("Write above it what it is, such as name or sex; or clear it."),
                )
            )


def _require_stated(totals: Sequence[dict[int, tuple[int, str, Cell]]], laid: _Laid) -> None:
    """Keep the totals of a row where each list states one: a single one may be of all."""
    for row in totals[0] if totals else ():
        if all(row in each for each in totals):
            laid.stated += [
                (school_class, count, cell)
                for count, school_class, cell in (t[row] for t in totals)
            ]


def _table(
    table: Table, laid: _Laid, header_row: int, students: Callable[[Table], set[int]]
) -> LaidTable:
    """Return the plain table: a header, a row a student, the class in the last column."""
    texts = [text for text, _ in laid.headers.values()]
    head = [cell for _, cell in laid.headers.values()]
    with_class = any(name for _, name, _ in laid.rows)
    language = _language("".join([*texts, *(name for _, name, _ in laid.rows)]))
    rows: list[list[object]] = [[*texts, *([CLASS[language]] if with_class else [])]]
    cells: list[tuple[Cell, ...]] = [(*head, *([(header_row, 0)] if with_class else []))]
    for taken, _, title in laid.rows:
        row = next(iter(taken.values()))
        at = [taken.get(name) for name in laid.headers]
        values: list[object] = ["" if cell is None else table.rows[cell[0]][cell[1]] for cell in at]
        rows.append([*values, *([""] if with_class else [])])
        cells.append((*(cell or row for cell in at), *([title] if with_class else [])))
    plain = LaidTable(table.file, table.sheet, rows, carried(table.facts, cells), (), tuple(cells))
    # A note below the students is known by standing alone: it gets no class.
    for row in students(plain) if with_class else ():
        rows[row][-1] = laid.rows[row - 1][1]
        if not rows[row][-1]:
            laid.problems.append(_without_class(plain, row))
    return replace(plain, problems=tuple(laid.problems), stated=tuple(laid.stated))


def _without_class(plain: Table, row: int) -> Finding:
    return Finding(
        plain.place(row, 0),
        Text("This student stands above the first line that names a class."),
        Text("Write the name of the class into a line above the header, such as 一(1)班, 1A."),
    )
