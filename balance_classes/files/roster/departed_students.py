"""Students who have left: rows that are marked so, or are no student's, and sheets of leavers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from balance_classes.files.roster.cell_values import is_missing, levels_of
from balance_classes.files.roster.columns import Header, Unread, find_headers
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.roster.names import PARTS, WHOLE, words_of_name
from balance_classes.files.roster.student_directory import plain_number
from balance_classes.files.tables.tables import Table, shown_cell

_ASKS_WHO_IS_HERE = re.compile(
    r"是否(已)?(在校|在读|在籍|报到|就读|来校|入学|到校|注册)|(已)?报到|(is)?active(yn)?|(is)?onroll"
    r"|(is)?(enrol+ed|attending|confirmed|accepted|registered|current(pupil|student)?)"
)
_STATUS = re.compile(
    r"(学籍|在籍|在校|在读|就读|学生|报到|人员|当前)?状态|异动(情况|类型|类别)?|学籍变动|转入学校"
    r"|(enrol+ment|current|student|pupil|roll|registration|admission)?status"
)
_GONE_HEADER = re.compile(
    r"(是否)?(已)?(转出|转学|退学|休学|离校|离园|流失|不来)(否)?"
    r"|(is|has)?(withdrawn|left|inactive|leaver|exited|transferredout|deleted|archived)(school)?(yn)?"
    r"|abgemeldet|ausgetreten|abgang|выбыл[аи]?|отчислен[аы]?|転出|転校|退学|전출|자퇴"
)
_GONE_DAY = re.compile(
    r"(转出|转学|退学|休学|离校|离园)(日期|时间|年月)"
    r"|(withdrawal|withdrawn|leaving|leave|exit|transferout|offroll|end)(date|day|on)"
    r"|(转学)?去向|转往(学校)?|转去(学校)?|流向|austritt(sdatum)?|abgangsdatum|転出(日|先)|전출일"
    r"|(new|next|destination)school|destination|(moved|transferred)to|датавыбытия"
    r"|date(left|withdrawn|ofleaving|ofwithdrawal|ofexit|exited|inactivated)|lefton|dol"
)
_ROLE = re.compile(
    r"(人员|用户|账号|帐号|身份|角色)(类型|类别|身份)?"
    r"|(user|account|person|member)?(role|type)s?|(user|account|person)category|typ|rolle|роль|役割"
)
_GONE = re.compile(
    r"(已|拟|申请|办理)?(转出|转走|转学|退学|休学|离校|离园|离班|流失|辍学|注销|死亡|除名|开除)(中|了|离校)?"
    r"|(已)?(不来|不来了|不读了|走了|已走|放弃(入学|报名|学位)?|取消(入学|报名|学籍)?|未报到|不报到)"
    r"|(was|has|is)?(withdrawn|withdrew|left|leaver|leaving|inactive|transferred(out)?|exited|gone"
    r"|deregistered|dropped(out)?|noshow|cancelled|canceled|declined|deceased|offroll|former"
    r"|moved(away|school)?|leftschool|notcoming|notreturning|removed|deleted|archived|suspended|expelled)"
)
_HERE = re.compile(
    r"在读|在校|在籍|在册|正常|已报到|报到|有效|在学|转入|插班|新生|复学|借读"
    r"|active|enrol+ed|current|currentpupil|currentstudent|onroll|present|attending|registered"
    r"|admitted|new|newstudent|accepted|confirmed|main|single(registration)?"
)
_STAFF = re.compile(
    r"(任课|班主任)?(教师|老师)|教职工|教工|职工|管理员|校长|员工|家长"
    r"|teachers?|staff|admin(istrator)?|principal|head(teacher)?|employee|faculty|parents?"
    r"|guardians?|(teaching)?assistant|coach|substitute|lehrer(in)?|lehrkraft|schulleit(er|ung)"
    r"|enseignante?|professeure?|profesora?|docente|учитель|директор|мұғалім|教員|先生|교사|선생님"
)
_PUPIL = re.compile(r"学生|在校生|幼儿|儿童|students?|pupils?|learners?|child(ren)?")
_REMARK = re.compile(
    r".{0,4}备注.*|说明|附注|批注|其[他它](情况|说明)?|特殊情况.*|remarks?|notes?|comments?|memo|otherinfo(rmation)?"
    r"|additionalinfo(rmation)?"
)
_GONE_REMARK = re.compile(
    r"转走|转出|转学走|退学|休学|辍学|不来|不读了|走了|放弃(入学|学位)|未报到|不报到"
    r"|\b(withdrawn|withdrew|has left|left (the )?school|no longer|not (coming|returning|attending)"
    r"|transferred out|moved away|dropped out|will not attend)\b",
    re.IGNORECASE,
)
_TICK = re.compile(r"[xv✓✔√○◯]|ja|да|はい|예|oui|s[ií]")
_NOT = re.compile(r"未(转出|退学|休学)|不(是|曾)|没(有)?|not (left|withdrawn)|never", re.IGNORECASE)
_BEHIND = re.compile(
    r"((已?(转出|转走|转学|退学|休学|离校|离园|流失|不来了?)|(?<=[-–—/*,])\s*[a-z ]+))\s*$",
    re.IGNORECASE,
)
"""What stands behind a name without brackets, and may say that its student has gone."""
_SHOUTED = re.compile(r"(?<=\s)(LEFT|GONE|WITHDRAWN|MOVED|LEAVER|LEAVING|INACTIVE)\s*$")
"""No list has such a word behind a name, but to say what has become of who bears it."""
_UNCLEAR = re.compile(r"已?[转退休走离]了?")
"""A sign in brackets at a name: 转 may be who came or who left."""
_TITLED = re.compile(
    r"(mr|mrs|ms|dr|prof|herr|frau|mme|sra?)\.?\s+\S|.{1,3}(老师|校长|主任)$", re.IGNORECASE
)
"""How staff is called; where most are called so, it is how the list calls everybody."""
_TEST = re.compile(
    r"(测试|test)\s*(学生|账号|用户|数据|student|pupil|user|account|test)?\s*\d*|do\s*not\s*use.*|zz+[\s_-].*"
    r"|(max|erika)\s+mustermann|(john|jane)\s+doe|joe\s+bloggs|x{3,}|某某某?|dummy.*",
    re.IGNORECASE,
)
"""Names of nobody, by which a system is tried."""
_NOTE = re.compile(r"[(（\[【]([^)）\]】]+)[)）\]】]")


@dataclass(frozen=True)
class Mark:
    """What marks a row: its cell, from 0, and what it says.

    "gone", "staff", "test", "struck", "left" where it stands on a `sheet` of leavers; "unclear" and
    "namesake" where that may be nothing.
    """

    row: int
    position: int
    kind: str
    sheet: str = ""


def is_remark(header: str) -> bool:
    """Whether a column holds remarks about somebody."""
    return bool(_REMARK.fullmatch(plain_header(header)))


def is_status(header: str) -> bool:
    """Whether a column says who is there and who is a student."""
    plain = plain_header(header)
    known = (_ASKS_WHO_IS_HERE, _STATUS, _GONE_HEADER, _GONE_DAY, _ROLE)
    return any(each.fullmatch(plain) for each in known)


def says_who_is_there(header: str, cell: object) -> bool:
    """Whether a cell of such a column is understood: here or gone, student or staff."""
    text = _plain(cell)
    plain = plain_header(header)
    if is_missing(text) or _GONE_DAY.fullmatch(plain):
        return True
    known = (_GONE, _HERE, _STAFF, _PUPIL)
    asked = _ASKS_WHO_IS_HERE.fullmatch(plain) or _GONE_HEADER.fullmatch(plain)
    answer = text in levels_of("yes_no") or _TICK.fullmatch(text)
    return bool(asked and answer) or any(each.fullmatch(text) for each in known)


def marks(table: Table, header: Header, rows: Sequence[int]) -> Iterator[Mark]:
    """Yield the first mark of each row that has any."""
    told: set[int] = set()
    for mark in _all_marks(table, header, rows):
        if mark.row not in told:
            told.add(mark.row)
            yield mark


def _all_marks(table: Table, header: Header, rows: Sequence[int]) -> Iterator[Mark]:
    yield from _struck(table, header, rows)
    for column in header.unread:
        if not column.others:
            yield from _marks_in(table, column, rows)
    if header.of_name:
        position = header.of_name.position
        names = {row: str(table.rows[row][position]) for row in rows}
        titled = {row for row, name in names.items() if _TITLED.match(name.strip())}
        for row, name in names.items():
            kind = "staff" if row in titled and 2 * len(titled) < len(rows) else _kind_of_name(name)
            if kind:
                yield Mark(row, position, kind)


def _kind_of_name(name: str) -> str:
    """Return what a name itself marks its row as, "" where it is a name alone."""
    notes = (*_NOTE.findall(name), *(found[0] for found in _BEHIND.findall(name)))
    if _SHOUTED.search(name) or any(_GONE.fullmatch(_plain(note)) for note in notes):
        return "gone"
    if any(_STAFF.fullmatch(_plain(note)) for note in notes):
        return "staff"
    if _TEST.fullmatch(name.strip()):
        return "test"
    return "unclear" if any(map(_UNCLEAR.fullmatch, notes)) else ""


def _struck(table: Table, header: Header, rows: Sequence[int]) -> Iterator[Mark]:
    """Yield the rows whose name, or number where there are no names, is struck through."""
    numbers = (column for column in header.columns if column.field.kind == "identity")
    column = header.of_name or next(numbers, None)
    for row in rows if column and table.facts.struck else ():
        if column and (row, column.position) in table.facts.struck:
            yield Mark(row, column.position, "struck")


def _marks_in(table: Table, column: Unread, rows: Sequence[int]) -> Iterator[Mark]:
    plain, at = plain_header(column.header), column.position
    filled = [row for row in rows if not is_missing(str(table.rows[row][at]))]
    if _GONE_DAY.fullmatch(plain) and 2 * len(filled) > len(rows):
        return  # the day on which everybody is to leave one day
    for row in filled:
        if kind := _kind(plain, table.rows[row][at]):
            yield Mark(row, at, kind)


def _kind(header: str, cell: object) -> str:
    """Return what a cell under a header marks its row as, "" where it marks nothing."""
    text = _plain(cell)
    yes = levels_of("yes_no").get(text)
    if _ROLE.fullmatch(header):
        return "staff" if _STAFF.fullmatch(text) else ""
    if _ASKS_WHO_IS_HERE.fullmatch(header):
        gone = bool(_GONE.fullmatch(text)) or yes == "no"
    elif _STATUS.fullmatch(header):
        gone = bool(_GONE.fullmatch(text))
    elif _GONE_HEADER.fullmatch(header):
        gone = bool(_GONE.fullmatch(text) or _TICK.fullmatch(text)) or yes == "yes"
    elif _GONE_DAY.fullmatch(header):
        gone = yes != "no"
    else:
        gone = bool(_REMARK.fullmatch(header)) and _is_gone_remark(str(cell))
    return "gone" if gone else ""


def _is_gone_remark(text: str) -> bool:
    return bool(_GONE_REMARK.search(text)) and not _NOT.search(text)


def _plain(cell: object) -> str:
    return plain_header(shown_cell(cell))


_LEAVERS = re.compile(
    r"转出|转走|转学|退学|休学|离校|离园|流失|辍学|已?不来|放弃|未报到|不报到|注销|减员"
    r"|\b(leavers?|left(?! behind)|leaving|withdrawn|withdrawals?|transferred out|transfers? out"
    r"|inactive|gone|exited|off roll|no longer|dropped out|deregistered|not coming"
    r"|abgänge|abgemeldet|sortants|bajas)\b",
    re.IGNORECASE,
)
_ARRIVALS = re.compile(
    r"转入|转进|插班|新增|\b(new|joiners?|arrivals?|transferred in)\b", re.IGNORECASE
)


def lists_leavers(sheet: str) -> bool:
    """Whether a sheet is named as one of those who have gone, and of nobody else."""
    name = re.sub(r"[_\W]+", " ", sheet)
    return bool(_LEAVERS.search(name)) and not _ARRIVALS.search(name)


def on_sheets_of_leavers(
    table: Table, header: Header, rows: Sequence[int], leavers: Sequence[Table]
) -> Iterator[Mark]:
    """Yield a mark for each student who stands on a sheet of leavers, by number or by name.

    Of namesakes of whom the sheet has no number it is not known who is meant.
    """
    if header.of_name is None and not _numbers(header):
        return
    names: dict[tuple[str, ...], list[int]] = {}
    numbers: dict[str, int] = {}
    for row in rows:
        names.setdefault(_name(table, header, row), []).append(row)
        numbers |= {_text(table, row, at): row for at in _numbers(header).values()}
    numbers.pop("", None)
    names.pop((), None)
    for leaver in leavers:
        for row, kind in _named(leaver, header, names, numbers):
            yield Mark(row, header.of_name.position if header.of_name else 0, kind, leaver.sheet)


def _named(
    leaver: Table,
    header: Header,
    names: Mapping[tuple[str, ...], Sequence[int]],
    numbers: Mapping[str, int],
) -> Iterator[tuple[int, str]]:
    """Yield the rows that the rows of a sheet of leavers name, and how a row is marked."""
    found = find_headers([leaver], {})
    own = found[0][1] if found else None
    numbered = _numbers(own).keys() & _numbers(header).keys() if own else ()
    for row in range(own.last_row + 1 if own else 0, len(leaver.rows)):
        cells = [str(cell).strip() for cell in leaver.rows[row]]
        by_number = [numbers[n] for n in map(plain_number, cells) if n in numbers]
        if by_number:
            yield from ((each, "left") for each in by_number[:1])
            continue
        if own and any(_text(leaver, row, _numbers(own)[field]) for field in numbered):
            continue  # it is somebody else of this name
        written = {words_of_name(cell) for cell in cells}
        if own:
            written.add(_name(leaver, own, row))
        for name in written & names.keys():
            kind = "left" if len(names[name]) == 1 else "namesake"
            yield from ((each, kind) for each in names[name])


def _numbers(header: Header) -> dict[str, int]:
    return {c.field.name: c.position for c in header.columns if c.field.kind == "identity"}


def _text(table: Table, row: int, position: int) -> str:
    return plain_number(str(table.rows[row][position]))


def _name(table: Table, header: Header, row: int) -> tuple[str, ...]:
    whole = header.column(WHOLE)
    columns = [whole] if whole else [header.column(part) for part in PARTS]
    cells = (str(table.rows[row][column.position]) for column in columns if column)
    return words_of_name(" ".join(cells))
