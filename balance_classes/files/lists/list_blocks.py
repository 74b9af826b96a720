"""Where the lists on a sheet stand, and which class each of them is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from balance_classes.errors import Finding
from balance_classes.files.lists.class_words import class_in
from balance_classes.files.lists.plain_list import NAME, Cell
from balance_classes.files.roster.check_people import KEY_FIELDS
from balance_classes.files.roster.columns import HEADER_ROWS, Header
from balance_classes.files.roster.fields import known_header, plain_header
from balance_classes.files.roster.student_rows import is_below
from balance_classes.files.tables.tables import Table
from balance_classes.language import Text

LINES_OF_TITLE = 4
"""So many lines above a header may hold the names of the classes."""
FEWEST = 2
"""Fewer lists on one sheet are no layout of their own."""
SERIAL = ("", "序号", "编号", "号", "no", "no.", "nr", "#", "座号", "座位号")
"""What may head a column that all lists of a sheet share."""
Word = str
"""A header as lists are compared by it: its field, else its plain text; all classes are one."""
_A_CLASS = "a class"
_NO_CLASS = re.compile(
    r"[男女父母续]|家长|学生|部分|[老教]师|班主任|监护|boy|girl|parent|mother|father|guardian|teacher|tutor"
    r"|pupil|student|part|left|right"
)
"""Titles of parts of one class, or of other people."""
_WORD = r"[^\W\d_](?:[^\W\d_]|[.'’-])*"
_PERSON = re.compile(rf"[一-鿿]{{2,4}}|[一-鿿]+[·•][一-鿿·•]+|{_WORD}(?: {_WORD})+")
"""A whole name: two to four Chinese characters, or two words and more."""
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹"
    "熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔常"
)
_OWN = re.compile(r"班$|class|group|form|set$", re.IGNORECASE)
"""What a name of a class may end with that looks like a person's."""
ALIKE = 20
"""In columns of names one in so many, at most, stands there twice."""


@dataclass(frozen=True)
class Block:
    """The columns of one list, from `left` to before `right`, by the text that heads each.

    `school_class` and `title` are the class that is named for it and where; a class that changes
    from row to row, in a column of its own, is "".
    """

    left: int
    right: int
    headers: Mapping[int, str]
    school_class: str = ""
    title: Cell = (0, 0)


def side_by_side(
    table: Table, header: Header | None, words: Mapping[str, str]
) -> tuple[int, list[Block]] | None:
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
    return _own_classes(table, heads, words) if header is None else None


def _own_classes(
    table: Table, heads: Sequence[tuple[int, list[Word]]], words: Mapping[str, str]
) -> tuple[int, list[Block]] | None:
    """Return a column of names a class, where classes have names of their own (Foxes, Owls).

    Nothing says so, so that whatever stands below must be whole names, none of them often.
    """
    row, head = next(((r, h) for r, h in heads if sum(map(bool, h)) >= FEWEST), (0, []))
    at = [column for column, word in enumerate(head) if word not in SERIAL]
    titles = [shown(table.rows[row][column]) for column in at]
    if len(at) < FEWEST or len({*titles}) < len(titles) or any(_A_CLASS in h for _, h in heads):
        return None
    if any(known_header(title, words) or not _may_be_class(title) for title in titles):
        return None
    rows = [list(map(shown, cells)) for cells in table.rows[row + 1 :]]
    # A line of totals, or a note, begins with what it is.
    rows = [cells for cells in rows if not is_below(next(filter(None, cells), ""))]
    below = [[cells[c] for cells in rows if cells[c]] for c in at]
    names = [name for each in below for name in each]
    persons = sum(bool(_PERSON.fullmatch(name)) for name in names)
    if min(map(len, below)) < FEWEST or persons < len(names):
        return None
    if len(set(names)) < len(names) - len(names) // ALIKE:
        return None
    name = NAME["zh" if re.search(r"[一-鿿]", "".join(names)) else "en"]
    return row, [
        Block(left, right, {left: name}, shown(table.rows[row][left]), (row, left))
        for left, right in zip(at, [*at[1:], table.width], strict=True)
    ]


def _may_be_class(title: str) -> bool:
    """Whether a class may be called so: no person, no part of a class, no number."""
    person = title[:1] in _SURNAMES or " " in title or "·" in title
    return bool(
        re.search(r"[^\W\d_]", title)
        and not _NO_CLASS.search(plain_header(title))
        and (not person or _OWN.search(title))
    )


def _word(cell: object, words: Mapping[str, str]) -> Word:
    if class_in(cell):
        return _A_CLASS
    known = known_header(str(cell), words)
    return words[known] if known else plain_header(str(cell))


def _holds_names(table: Table, row: int, head: Sequence[Word]) -> bool:
    """Whether words stand below the classes, and not how many of what each of them has."""
    if any(word not in (*SERIAL, _A_CLASS, "sex") for word in head[: head.index(_A_CLASS)]):
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
) -> tuple[int, list[Block]] | None:
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
    if any(word not in SERIAL for word in head[: lefts[0]]):
        return None
    return row, [
        Block(
            left,
            right,
            {at: shown(table.rows[row][at]) for at in range(left, right) if head[at]},
        )
        for left, right in zip(lefts, [*lefts[1:], table.width], strict=True)
    ]


def shown(cell: object) -> str:
    """Return the text of a cell on one line."""
    return " ".join(str(cell).split())


def below(table: Table, header: Header | None) -> tuple[int, list[Block]] | None:
    """Return the one header of lists that stand below each other, if no column says the class."""
    if header is None or header.column("class") or not header.of_name:
        return None
    cells = enumerate(table.rows[header.last_row])
    headers = {at: shown(cell) for at, cell in cells if shown(cell)}
    block = Block(0, table.width, headers)
    for row in range(header.row - 1, max(-1, header.row - 1 - LINES_OF_TITLE), -1):
        titles = _titles(table, row, block)
        if len(titles) == 1 and class_in(table.rows[row][titles[0]]):
            return header.last_row, [_titled(table, block, (row, titles[0]))]
    sheet = class_in(table.sheet)
    return header.last_row, [replace(block, school_class=sheet, title=(header.row, 0))]


def _titled(table: Table, block: Block, cell: Cell) -> Block:
    text = table.rows[cell[0]][cell[1]]
    return replace(block, school_class=class_in(text) or shown(text), title=cell)


def _titles(table: Table, row: int, block: Block) -> list[int]:
    """Return the columns of what stands in a row over a block, merged from its left or in it."""
    over = [
        left
        for first, last, left, right in table.facts.merged
        if first <= row <= last and left < block.left <= right
    ]
    return [at for at in (*over, *range(block.left, block.right)) if shown(table.rows[row][at])]


def named_blocks(
    table: Table, row: int, blocks: Sequence[Block], problems: list[Finding]
) -> list[Block]:
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
        texts = {plain_header(shown(table.rows[line][at])) for at in own}
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
    problems += [
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
