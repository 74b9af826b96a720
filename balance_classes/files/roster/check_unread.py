"""Columns that are not read, and may yet say who is to be where, or whose table this is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from balance_classes.errors import Finding
from balance_classes.files.roster.cell_values import HAN, is_missing, levels_of
from balance_classes.files.roster.check_people import KEY_FIELDS
from balance_classes.files.roster.columns import Unread
from balance_classes.files.roster.departed_students import is_remark, is_status, says_who_is_there
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.roster.header_words import is_class
from balance_classes.files.roster.names import WHOLE, words_of_name
from balance_classes.files.roster.table_reading import Reading
from balance_classes.files.tables.tables import shown_cell
from balance_classes.language import Text

_WISH = re.compile(
    r"同班|同桌|同组|[分编排]班(要求|意向|意愿|需求|建议|备注|说明)|好友|朋友|玩伴|伙伴|闺蜜|互斥|绑定|捆绑|分开|拆开|拆分|回避|避开"
    r"|不能|不得|不要|不宜|不可|要求|意愿|愿望|诉求|预设|预分|预排|指定|兄弟|姐妹|姊妹|兄妹|姐弟|胞胎|孪生|双生"
    r"|冲突|矛盾|关联|[和与跟]谁|死党|冤家|不和$|打架|欺[负凌]|霸凌|错开|规避|避免|排斥|拉黑|拆散|不想|不愿"
    r"|不喜欢|龙凤胎|表亲|堂[兄弟姐妹]|亲属同校|一起|同行|结伴|伴读|拼车|邻居|(家长|老师|班主任|教师)(意见|留言|建议)"
    r"|定班|锁定班?$|意向(班|老师|教师)|择班|心仪"
)
_WISH_WORDS = re.compile(
    r"\b(together|apart|separate[ds]?|separation|friends?|friendships?|budd(y|ies)|pair(ed|s)?"
    r"|avoid|conflicts?|siblings?|brothers?|sisters?|twins?|triplets?|(do )?not (place|with|be)"
    r"|never with|must|keep|requests?|requested|wish(es)?|preferences?|preferred|incompatible"
    r"|partners?|clash(es)?|place(d|ment)? with|same class|class ?mates?|linked|with|mutual"
    r"|pals?|mates?|(dis)?likes|not w|sep|away from|bull(y|ies|ied|ying)|feuds?|rivals?|enem(y|ies)"
    r"|mix|no contact|(do not|don t) seat|placement( notes?| requests?)?$|consider(ation)?s?"
    r"|please note|cousins?|related to|car ?pools?|neighbou?rs?|same room|wants?|wanted)\b"
)
_WISH_ELSEWHERE = re.compile(
    r"zusammen|trenn|getrennt|nicht mit|freund|wunsch|wünsche|geschwister|zwilling|ensemble"
    r"|sépar|\bami(e|s|es)?\b|souhait|fratrie|jumea|jumelle|juntos|separ[ao]|amig[oa]s?"
    r"|herman[oa]s?|gemel[oa]s?|deseo|insieme|divis[oi]"
    r"|вместе|раздельно|друг|друз|пожелан|близнец|брат|сестр|бірге|бөлек|дос(ы|тары)?\b|егіз"
    r"|\bمع\b|صديق|أصدقاء|توأم|فصل عن|رغبة|ئايرىش|بىللە|دوست|قوشكېزەك|साथ|अलग|दोस्त|मित्र|जुड़वा"
    r"|一緒|別々|友達|双子|친구|쌍둥이|같은 ?반|다른 ?반"
    r"|konflikt|streit|mobbing|nachbar|fahrgemeinschaft|(mit )?wem$|copain|pas avec|^avec$|ennemi"
    r"|^no con\b|^con$|^не с\b|с кем|хочет с|конфликт|родственник|найз|хамт|仲良"
    r"|同じクラス|別クラス|配慮|要望|いじめ|引き離|분리|요청|특이사항|형제|자매|يفصل"
)
_WISHED = re.compile(
    r"[与跟].{1,12}(同班|分开|一班|一个班|一起|错开)|[和同].{1,8}(同班|分开|一起|错开)"
    r"|(别|不要|不能|勿)[与和跟同让把]|必须同班|不同班"
    r"|\b(keep|place|put|must|should|seat|wants?|needs?)\b.*\b(apart|together|with|away|separate)\b"
    r"|\bnot (be )?(with|placed)\b|\bsepara(te|ted) from\b|\bsame class (as|with)\b|\bapart from\b"
    r"|\bnicht (mit|zusammen)\b|\bzusammen mit\b|\b(pas )?avec\b|не (с|вместе)\b|вместе с\b",
    re.IGNORECASE,
)
"""A text that wishes somebody to be with somebody, or not, under whatever header."""
_COUNT = re.compile(
    r"\b(numbers?|no|nr|counts?|how many|nombre|número|сколько|количество)\b"
    r"|anzahl|zahl\b|人数|个数|数量|几"
)
_OTHER_WISHES = re.compile(
    r"\b(preferred (first |last |family )?(name|surname|forename)|(diet\w*|meal|food|language"
    r"|contact|travel|bus|transport|communication|lunch) (preferences?|requests?|wish(es)?)"
    r"|lives? with)\b"
)
"""What is wished for here is no place in a class."""
_PEOPLE = re.compile(
    r"教师|老师|班主任|导师|曾用名|又名|别名|英文名|拼音|地址|住址|单位|籍贯|户口|户籍|电话|邮箱|出生地"
    r"|teacher|tutor|address|phone|mobile|email|street|nickname|alias|formername|preferredname|known"
)
"""Whose names stand below such headers are no students', but for chance."""
_BETWEEN = re.compile(r"[,，、;；/&+|\n]|\band\b|[和与跟同及]")
_FAULTS = {
    "status": Text("The column “{header}” says who is there, in words unknown here."),
    "remark": Text("The column “{header}” holds remarks, which nobody would read."),
    "wish": Text("The column “{header}” may be a wish, and is not read."),
    "class": Text("The column “{header}” is a class, and is not read."),
    "people": Text("Other students stand in the column “{header}”, which is not read."),
}
_OF_TEACHERS = tuple(
    map(
        re.compile,
        (
            r"^(教师|教职?工|职工?)?(工号|编号)$|^(staff|employee|teacher)(number|id|no)$",
            r"^(任教|任课|所教|执教)?(学科|科目|课程)$|^subjects?(taught)?$",
            r"教龄|从教年|任教年限|^(years|experience)(ofservice|ofteaching|taught)?$",
            r"职称|专业技术(职务|资格)|^(professionaltitle|careerlevel)$",
            r"(任教|任课|所教|所带)(班|年级)|^(numberof)?classestaught$",
        ),
    )
)
"""What a table of teachers says of each: number, subject, years, rank, classes."""
LONGEST_HAN_NAME, SHORTEST_HAN_NAME = 4, 3
"""A name of two characters stands in many other words by chance."""
STUDENTS_OWN = ("student_number", "register_number")
SIGNS_OF_TEACHERS = 2
SHORTEST_NUMBER = 4
"""Shorter numbers stand in many columns by chance."""


def _unread(reading: Reading) -> None:
    """A column that may say who is to be where stops a draw until somebody says what it is."""
    unused = reading.unused()
    rows = reading.rows
    people = _People(reading)
    for column in reading.header.unread:
        if plain_header(column.header) in unused:
            continue
        if reading.table.sources and column.position == reading.table.width - 1:
            _names_of_sheets(reading, column)
            continue
        cells = {row: reading.table.rows[row][column.position] for row in rows}
        filled = {row: cell for row, cell in cells.items() if not is_missing(str(cell))}
        kind, about = _fault(reading, column, filled, people) if filled else ("", ())
        reading.open_columns[column.header] += len(about)
        for row in about:
            reading.fail_at(
                row,
                column.position,
                Text(_FAULTS[kind].message, header=column.header),
                Text(
                    "Head it, or map it in [columns], as what it is (docs/rosters.md#fields); or "
                    'say that no draw is to use it: --unused "{header}".',
                    header=column.header,
                ),
            )


def _names_of_sheets(reading: Reading, column: Unread) -> None:
    """The name of a sheet, or of a file, may be a class: it is spread, or said not to be used."""
    finding = Finding(
        reading.table.file,
        Text(
            "Each sheet or file gives its name to its students, as “{header}”, which is not used.",
            header=column.header,
        ),
        Text(
            'Spread them evenly: --spread "{header}"; or say that no draw is to use the names: '
            '--unused "{header}".',
            header=column.header,
        ),
    )
    reading.errors.append((reading.header.last_row, column.position, finding))
    reading.open_columns[column.header] += 1


def _fault(
    reading: Reading, column: Unread, cells: Mapping[int, object], people: _People
) -> tuple[str, Sequence[int]]:
    """Return why a column cannot be left aside, "" where it can, and the rows of the cells."""
    header = column.header
    asking = [row for row in cells if _asks_something(cells[row])] if _is_wish(header) else []
    about: Sequence[int] = ()
    kind = _kind(header, cells, asking=bool(asking))
    if column.others and not _is_wish(header):
        return "", ()
    match kind:
        case "status":
            about = [row for row in cells if not says_who_is_there(header, cells[row])]
        case "remark":
            about = [row for row in cells if row not in reading.marked]
        case "wish":
            about = () if _says_twins_only(header, cells) else asking
        case "class":
            about = [reading.header.last_row] if len(set(map(str, cells.values()))) > 1 else ()
        case "people" if wished := [r for r, cell in cells.items() if _WISHED.search(str(cell))]:
            kind, about = "wish", wished
        case "people" if not _PEOPLE.search(plain_header(header)):
            about = people.named_in(cells)
    return kind, about


def _kind(header: str, cells: Mapping[int, object], *, asking: bool) -> str:
    """Return what a column may be by its header, "people" where it says nothing."""
    kinds = {
        "count": _is_count(header, cells),
        "status": is_status(header),
        "remark": is_remark(header),
        "wish": asking,
        "class": is_class(header),
    }
    return next((kind for kind, holds in kinds.items() if holds), "people")


def _is_wish(header: str) -> bool:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\W]+", " ", header).casefold()
    english = _WISH_WORDS.search(spaced) and not _OTHER_WISHES.search(spaced)
    elsewhere = _WISH_ELSEWHERE.search(unicodedata.normalize("NFC", header.casefold()))
    return bool(english or elsewhere or _WISH.search(plain_header(header)))


def _is_count(header: str, cells: Mapping[int, object]) -> bool:
    """Whether a column counts brothers and sisters and names none."""
    counts = _COUNT.search(header.casefold())
    return bool(counts) and all(_plain(cell).isdigit() for cell in cells.values())


def _says_twins_only(header: str, cells: Mapping[int, object]) -> bool:
    """Whether a column of twins only says who is one: that is a reminder, and told as one."""
    twins = re.search(r"胞胎|双生|孪生|twin|triplet", plain_header(header))
    return bool(twins) and all(_plain(cell) in levels_of("yes_no") for cell in cells.values())


def _asks_something(cell: object) -> bool:
    return levels_of("yes_no").get(_plain(cell)) != "no" and _plain(cell) not in ("none", "nil")


def _plain(cell: object) -> str:
    return plain_header(shown_cell(cell))


class _People:
    """The students of a table, as other columns may name them."""

    def __init__(self, reading: Reading) -> None:
        self._rows: dict[object, set[int]] = {}
        for row, name in reading.rows_of(WHOLE):
            words = words_of_name(name)
            if len(words) > 1 or HAN.search(str(name or "")):
                self._rows.setdefault(words, set()).add(row)
        for field in KEY_FIELDS:
            for row, number in reading.rows_of(field):
                if number and (len(number) >= SHORTEST_NUMBER or re.search("[A-Z]", number)):
                    self._rows.setdefault(str(number).casefold(), set()).add(row)

    def named_in(self, cells: Mapping[int, object]) -> list[int]:
        """Return the rows of the cells that name other students than that of their row.

        A number for everybody, each another, is a second numbering and names nobody.
        """
        texts = {row: _plain_text(cell) for row, cell in cells.items()}
        by_name = [
            row for row, text in texts.items() if any(row not in rows for rows in self._named(text))
        ]
        numbered = [row for row, text in texts.items() if self._rows.get(text, {row}) - {row}]
        own_numbering = len(set(texts.values())) == len(texts)
        several = 2 * len(numbered) > len(texts) and not own_numbering
        return sorted({*by_name, *(numbered if several else ())})

    def _named(self, text: str) -> Iterator[set[int]]:
        for part in (text, *_BETWEEN.split(text)):
            if found := self._rows.get(words_of_name(part)):
                yield found
        for run in re.findall(rf"{HAN.pattern}+", text):
            for size in range(SHORTEST_HAN_NAME, LONGEST_HAN_NAME + 1):
                for start in range(len(run) - size + 1):
                    if found := self._rows.get((run[start : start + size],)):
                        yield found


def _plain_text(cell: object) -> str:
    text = re.sub(rf"(?<={HAN.pattern})\s+(?={HAN.pattern})", "", shown_cell(cell))
    return text.strip().casefold()


def _headless(reading: Reading) -> None:
    """A column without a header may be about who is to be where as well as one that has one."""
    table, header = reading.table, reading.header
    lines = table.rows[header.row : header.last_row + 1]
    end = table.facts.lengths[header.last_row] if table.facts.lengths else table.width
    covered = {
        column
        for first, last, left, right in table.facts.merged
        if first <= header.last_row and last >= header.row
        for column in range(left + 1, right + 1)
    }
    for position in range(min(end, table.width)):
        if position in covered or any(str(line[position]).strip() for line in lines):
            continue
        cells = {row: table.rows[row][position] for row in reading.rows}
        filled = {row: cell for row, cell in cells.items() if not is_missing(str(cell))}
        if not filled:
            continue
        row = next(iter(filled))
        what = Text("This cell stands in a column without a header, which is not read.")
        mend = Text("Head the column as what it is, or clear it.")
        if any(re.search(r"[^\d\s.,%]", str(cell)) for cell in filled.values()):
            reading.fail_at(row, position, what, mend)
        else:
            reading.warn_at("headless", "", (row, position), what, mend)


def _teachers(reading: Reading) -> None:
    """A table of teachers has names and sexes as well, and would be drawn as a class."""
    if any(map(reading.has, STUDENTS_OWN)):
        return
    unused = reading.unused()
    headers = [column.header for column in reading.header.unread]
    headers += [header for header, _ in reading.header.forbidden]
    words = [header for header in headers if plain_header(header) not in unused]
    found = [
        next((word for word in words if sign.search(plain_header(word))), "")
        for sign in _OF_TEACHERS
    ]
    if len(told := [word for word in found if word]) >= SIGNS_OF_TEACHERS:
        reading.fail_above(
            Text(
                "This looks like a table of teachers: it has the columns {columns}.",
                columns=tuple(told),
            ),
            Text(
                "Give the students' roster; teachers are given to balance-classes pair --teachers. "
                "If students stand here, say that these columns are not used: --unused COLUMN."
            ),
        )


UNREAD_CHECKS = (_unread, _headless, _teachers)
