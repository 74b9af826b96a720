"""Which rows of a table are students: not titles, headers again, totals, notes or examples."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from balance_classes.files.roster.cell_values import sure_sexes
from balance_classes.files.roster.columns import Header
from balance_classes.files.roster.departed_students import is_remark
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.tables.tables import Table, shown_cell
from balance_classes.language import Text

Cells = Sequence[object]
Note = Callable[[str, int, Text, Text], None]
"""Takes what is to be told of a row: a kind ("" for an error), the row, what, how to mend it."""

_TOTAL = re.compile(
    r"(本[页班表]|累计)?(合计|总计|小计|共计|总数|总人数|人数合计|汇总|平均值?"
    r"|(sub|grand )?total|sum|count|average)"
    r"[:：]?",
    re.IGNORECASE,
)
"""A cell that is nothing else stands in a row of totals."""
_FOOTER = re.compile(
    r"(本页|本班|本表|累计)?(合计|总计|小计|共计|总人数|共\d+|以[上下](学生)?(共|空白|无正文|\d)|第\d+页|制表|填表|填报|审核|审批|复核|统计|打印"
    r"|校长|负责人|经办|班主任|签字|签名|盖章|说明|备注|日期|注[:：]|[本全](班|校|年级)|[男女]生?[:：]?\d"
    r"|[(（]?(完毕?|结束|end)[)）]?$|(sub|grand )?total\b|(boys|girls)[:：]?\s*\d|page \d|end of\b"
    r"|number of\b|average\b|(printed|generated|produced|report|signed)\b|count[:：]?\s*\d*$"
    r"|(prepared|compiled|checked|approved|(last )?updated)( by|:| on)|signature|notes?:)",
    re.IGNORECASE,
)
"""How a row begins that stands below the students."""
_COUNTED = re.compile(
    r"\d*\s?(男生?|女生?|其中|人数|boys|girls|pupils|students|children)[:：]?\s?\d*人?",
    re.IGNORECASE,
)
"""What a row of counts begins with."""
_SIGNED = re.compile(r"(局|学校|小学|中学|学院)$|\d{4}年\d{1,2}月")
"""A line that stands alone below the students: who signs, and when."""
_HINT = re.compile(
    r"(必填|选填|可选|可不填|请选择|下拉|文本格式|格式|如[:：]|例如|required|optional)"
)
"""What a row of hints below the header holds in each of its cells."""
_OFFICE = re.compile(
    r"(制表|填表|填报|审核|审批|复核|统计|打印|经办|录入|负责)(人员?|者|教师|老师)?[:：]?"
    r"|(班主任|校长|教师|老师)(签[字名])?[:：]?|((class|head|form)\s?)?teacher:?|principal:?"
    r"|(prepared|printed|compiled|checked|approved) by:?",
    re.IGNORECASE,
)
"""A cell that is nothing else says whose name stands beside it: no student's."""
_EXAMPLE = re.compile(
    r"[(（\[【<]?(填写|填表|录入)?(示例|样例|范例|举例|样表|例[:：如]|(example|sample)(?![^:：)\]】>\s-]))"
    r"|.*[(（\[【]\s*(填写)?(示例|样例|范例|举例|例|example|sample)\b[^)）\]】]*[)）\]】]$"
    r"|.*\s[-–—]\s*example\b",
    re.IGNORECASE,
)
"""How a row of examples says that it is one, in its name or in a cell beside it."""
_FOR_EXAMPLE = re.compile(r"[(\[]?(e\.\s?g\b|eg[.:])", re.IGNORECASE)
"""So begins the name in a row of examples; a remark may begin so of anybody."""
_SERIAL = ("序号", "编号", "no", "nr", "班级", "班号", "班", "备注", "class", "remark", "remarks")
"""Columns that are filled in beforehand, where nobody stands yet."""
_LEFT_OUT = {
    "footer": (
        Text("This row was left out: a total, a note or a signature."),
        Text("If it is a student, fill in name and number."),
    ),
    "example": (
        Text("This row was left out: an example."),
        Text("If it is a student, take out the word that says so."),
    ),
}
_COUNT = re.compile(r"共?\d+[人名]?")
_WORD = re.compile(r"\w")
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")
MERGED_FIELDS = 3
"""A text across so many columns is a note, not a student."""
LINES_OF_TITLE = 3
"""So many lines may stand above the header of a further part, empty ones among them."""
FEWEST_UNREAD = 2
"""So many cells in columns that are not read hint at a student whose row was left unfinished."""


@dataclass(frozen=True)
class RowReader:
    """Tells students from other rows of a table; what is left out is noted."""

    table: Table
    header: Header
    sex_codes: frozenset[str]
    note: Note

    def students(self) -> Iterator[int]:
        """Yield the rows that hold a student."""
        positions = [column.position for column in self.header.columns]
        for row in range(self.header.last_row + 1, len(self.table.rows)):
            cells = self.table.rows[row]
            if self._is_example(cells):
                self._leave_out(row, "example")
                continue
            if self._is_person(cells):
                yield row
                continue
            filled = [position for position in positions if _is_filled(cells[position])]
            if not filled:
                self._look_for_unread(row, cells)
            elif self._may_be_student(row, cells, filled):
                yield row

    def _is_person(self, cells: Cells) -> bool:
        """Whether there is a name, and a number or a sex beside it: whatever else stands there."""
        key = any(_DIGIT.search(str(cells[position])) for position in self._numbers)
        if self._name is not None:
            name = _plain(str(cells[self._name]))
            if not _is_name(name) or (not key and _is_below(name)):
                return False
            if _TOTAL.fullmatch(name) and not self._has_sex(cells):
                return False
            if not key and any(_OFFICE.fullmatch(_plain(str(cells[at]))) for at in self._beside):
                return False
        return key or self._has_sex(cells)

    def _has_sex(self, cells: Cells) -> bool:
        return (
            self._sex is not None
            and _plain(shown_cell(cells[self._sex])).casefold() in self.sex_codes
        )

    def _may_be_student(self, row: int, cells: Cells, filled: Sequence[int]) -> bool:
        if self._is_header_again(row, cells, filled):
            return False
        texts = [_plain(str(cells[position])) for position in filled]
        if all(map(_HINT.search, texts)):
            return False
        if self._is_below(row, cells, texts):
            self._leave_out(row)
            return False
        return True

    def _is_below(self, row: int, cells: Cells, texts: Sequence[str]) -> bool:
        """Whether a row is a total, a note or a signature; `texts` are its cells that are read."""
        name = "" if self._name is None else _plain(str(cells[self._name]))
        if any(_OFFICE.fullmatch(_plain(str(cells[at]))) for at in self._beside):
            return True
        if _is_name(name) and not _is_below(name) and 2 * len(texts) >= len(self.header.columns):
            return False  # a name and much else: what is wrong with it is told as such
        first = _plain(next(str(cell) for cell in cells if _is_filled(cell)))
        if sum(map(_is_filled, cells)) == 1 and (_SIGNED.search(first) or self._is_title(row)):
            return True
        if _FOOTER.match(first) or _COUNTED.fullmatch(first):
            return True
        note = len(texts) == 1 and self._is_across(row)
        marks = not any(map(_WORD.search, texts))
        return note or marks or any(map(_TOTAL.fullmatch, (first, *texts)))

    def _is_title(self, row: int) -> bool:
        """Whether a line stands above the header of another part of the roster."""
        positions = [column.position for column in self.header.columns]
        for cells in self.table.rows[row + 1 : row + 1 + LINES_OF_TITLE]:
            filled = [position for position in positions if _is_filled(cells[position])]
            if len(filled) > 1:
                return self._is_header(cells, filled)
        return False

    def _is_header(self, cells: Cells, filled: Sequence[int]) -> bool:
        lines = self.table.rows[self.header.row : self.header.last_row + 1]
        if any(
            all(_same_header(cells[position], line[position]) for position in filled)
            for line in lines
        ):
            return True
        # The same header may stand there in another language.
        fields = {column.position: column.field for column in self.header.columns}
        return len(filled) > 1 and all(
            plain_header(str(cells[position])) in fields[position].headers for position in filled
        )

    def _is_header_again(self, row: int, cells: Cells, filled: Sequence[int]) -> bool:
        if self._is_header(cells, filled):
            return True
        headers = {plain_header(column.header) for column in self.header.columns}
        turned = sum(plain_header(str(cells[position])) in headers for position in filled)
        if turned > 1 and 2 * turned >= len(filled):
            self.note(
                "",
                row,
                Text("The header stands here again, and its columns are not those above."),
                Text("Put the columns of both parts into the same order, under one header."),
            )
            return True
        return False

    def _look_for_unread(self, row: int, cells: Cells) -> None:
        """Tell a row that has neither name nor number, but is filled in otherwise."""
        known = {column.position for column in self.header.columns}
        others = [
            str(cells[position])
            for position, header in enumerate(self.table.rows[self.header.last_row])
            if position not in known
            and _is_filled(header)
            and plain_header(str(header)) not in _SERIAL
            and _is_filled(cells[position])
        ]
        words = [_plain(str(cell)) for cell in cells if _is_filled(cell)]
        if any(map(_FOOTER.match, words)) or (len(words) == 1 and self._is_title(row)):
            self._leave_out(row)
        elif len(others) >= FEWEST_UNREAD:
            self.note(
                "unread",
                row,
                Text("This row has no name and no number, and was left out."),
                Text("Fill it in if it is a student, else clear it."),
            )

    def _leave_out(self, row: int, kind: str = "footer") -> None:
        self.note(kind, row, *_LEFT_OUT[kind])

    def _is_example(self, cells: Cells) -> bool:
        name = "" if self._name is None else _plain(str(cells[self._name]))
        beside = (_plain(str(cells[position])) for position in self._beside)
        return bool(_FOR_EXAMPLE.match(name)) or any(map(_EXAMPLE.match, (name, *beside)))

    def _is_across(self, row: int) -> bool:
        """Whether a text stands across several columns of students."""
        positions = [column.position for column in self.header.columns]
        return any(
            first <= row <= last
            and sum(left <= position <= right for position in positions) >= MERGED_FIELDS
            for first, last, left, right in self.table.facts.merged
        )

    @cached_property
    def _beside(self) -> tuple[int, ...]:
        """The columns of numbers, of serial numbers and of remarks, and those without a header."""
        read = {column.position for column in self.header.columns}
        headers = enumerate(self.table.rows[self.header.last_row])
        plain = {position: plain_header(str(header)) for position, header in headers}
        beside = (
            position
            for position, header in plain.items()
            if position not in read and (not header or header in _SERIAL or is_remark(header))
        )
        return (*self._numbers, *beside)

    @cached_property
    def _name(self) -> int | None:
        column = self.header.of_name
        return column.position if column else None

    @cached_property
    def _sex(self) -> int | None:
        return self._position("sex")

    @cached_property
    def _numbers(self) -> tuple[int, ...]:
        return tuple(c.position for c in self.header.columns if c.field.kind == "identity")

    def _position(self, field: str) -> int | None:
        column = self.header.column(field)
        return column.position if column else None


def is_below(text: str) -> bool:
    """Whether a text begins a total, a note or a signature below the students."""
    return _is_below(_plain(text))


def sex_codes(own: Sequence[tuple[str, str, str]]) -> frozenset[str]:
    """Return what may stand for a sex: the codes, and those of the school's own."""
    return frozenset([*sure_sexes(), *(code for name, code, _ in own if name == "sex")])


def _is_name(text: str) -> bool:
    return bool(_LETTER.search(text)) and not _COUNT.fullmatch(text)


def _is_below(text: str) -> bool:
    counted = _COUNTED.fullmatch(text) and _DIGIT.search(text)
    return bool(_TOTAL.fullmatch(text) or _FOOTER.match(text) or counted)


def _is_filled(cell: object) -> bool:
    return cell != "" and not (isinstance(cell, str) and cell.isspace())


def _same_header(cell: object, header: object) -> bool:
    return plain_header(str(cell)) == plain_header(str(header))


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    if text.isascii():
        return text.strip()
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
