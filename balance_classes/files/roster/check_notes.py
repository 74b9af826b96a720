"""What is said beside the cells: lines above and below, comments, signs at names, colours."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from balance_classes.files.roster.fields import declared_fields, plain_header
from balance_classes.files.roster.table_reading import Reading
from balance_classes.language import Text

_WHO = re.compile(
    r"同一?个?班|一个班|分开|不同班|拆开|一起分|(安排|分)[在到].{0,8}班"
    r"|不(参加|参与|分班|编班|计入|纳入|在(本|此))|除外|已?(转走|转出|转学|退学|休学|离校|不来)|放弃|旁听|以下.{0,8}(不|另|已)"
    r"|[标涂](黄|红|绿|蓝|灰|粗|色|注)|[红黄蓝绿橙紫灰粉]色|颜色|底色|加粗|斜体|下划线|有?批注"
    r"|[★☆△▲▽▼●○◆◇■□※✓√*#]\s*(的|为|是|表示|代表|者|[:：=])|[带有打画][★☆△▲▽▼●○◆◇■□※✓√*#]"
    r"|\b(apart|together|separate(d|ly)?|same class|exclud(e[ds]?|ing)|except|withdrawn|not coming"
    r"|leavers?|have left|has left|not (to )?be (placed|included)|highlight(ed|s)?|bold|italics?"
    r"|(in|marked) (red|yellow|green|blue|grey|gray|orange)|colou?r(s|ed)?|asterisk(s|ed)?)\b"
    r"|[*★†#]\s*[=:]",
    re.IGNORECASE,
)
"""What a line says that is about who is there, or with whom."""
_FORM = re.compile(
    r"必填|选填|必选|填写|填报|格式|下拉|保留|公章|required|mandatory|fill|format", re.IGNORECASE
)
"""How a form tells how it is to be filled in."""
_TITLE = re.compile(
    r"[^。；;]{0,60}(名单|名册|花名册|一览表|登记表|信息表|汇总表|统计表|情况表|list|register|roster)"
    r"[\s\d/-]*([(（].*[)）])?",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"[^\W\d]{1,8}[:：]?\d+[人名]?")
"""A number of people of a kind, in a line of totals."""
_MARKS = "*※†‡§√"
MOST_COLOURED = 3
"""At most one in so many rows is set apart by a fill; more may be a pattern of the sheet."""
_INTO_COLUMNS = Text(
    "Write it into the rows of those who are meant, in a column such as together, apart or status; "
    "then delete it here."
)


def _lines(reading: Reading) -> None:
    """A line above or below the students may say who is to be where, and is not read."""
    for row, position, text in _around(reading):
        plain = _COUNTED.sub("", unicodedata.normalize("NFKC", text))
        if _WHO.search(plain) and not (_FORM.search(plain) or _TITLE.fullmatch(plain.strip())):
            what = Text("This line may say who is to be where, or is no longer there.")
            reading.fail_at(row, position, what, _INTO_COLUMNS)


def _around(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and text of each cell outside the students that is no header."""
    header = reading.header
    headers = {word for field in declared_fields().values() for word in field.headers}
    rows = reading.table.rows
    for line in rows[header.row : header.last_row + 1]:
        headers |= {plain_header(str(cell)) for cell in line}
    for row in reading.outside():
        for position, cell in enumerate(rows[row]):
            if isinstance(cell, str) and plain_header(cell) not in headers:
                yield row, position, cell


def _comments(reading: Reading) -> None:
    """A comment at a student may say what nobody would read."""
    if reading.unused() & {"批注", "comments"}:
        return
    rows = set(reading.rows) - reading.marked
    for row, position in sorted(reading.table.facts.comments):
        if row in rows:
            reading.fail_at(
                row,
                position,
                Text("A comment hangs at this cell, which nobody would read."),
                Text(
                    "Write what matters into a column such as together or apart and delete the "
                    "comment; or say that no draw is to use them: --unused comments."
                ),
            )


def _signs(reading: Reading) -> None:
    """A sign at a name means something to whoever put it there."""
    column = reading.header.of_name
    if column is None:
        return
    cells = {row: str(reading.table.rows[row][column.position]).strip() for row in reading.rows}
    signed = [row for row, name in cells.items() if name and _is_sign(name[0], name[-1])]
    if 2 * len(signed) > len(cells):
        return  # names are masked so
    for row in signed:
        reading.fail_at(
            row,
            column.position,
            Text("A sign stands at this name, and what it means is not read."),
            Text("Write what it means into a column of its own, and the name alone here."),
        )


def _is_sign(*ends: str) -> bool:
    return any(sign in _MARKS or unicodedata.category(sign) == "So" for sign in ends)


def _colours(reading: Reading) -> None:
    """Rows in a colour of their own may mean something; colours are not read."""
    column = reading.header.of_name
    if column is None or not (reading.rows and reading.table.facts.colours):
        return
    colours = reading.table.facts.colours
    shown = {row: colours.get((row, column.position), ("", "")) for row in reading.rows}
    for kind, most in ((0, MOST_COLOURED), (1, 2)):
        usual = Counter(look[kind] for look in shown.values()).most_common(1)[0][0]
        other = [row for row, look in shown.items() if look[kind] != usual]
        if other and most * len(other) < len(shown):
            reading.warn_at(
                "colour",
                "",
                (other[0], column.position),
                Text("Students in a colour of their own: {count}.", count=len(other)),
                Text("Colours are not read: write what they say into a column."),
            )


NOTE_CHECKS: Sequence[Callable[[Reading], None]] = (_lines, _comments, _signs, _colours)
