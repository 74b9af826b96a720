"""The words of headers: as they are shown, and which of them mean a field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from balance_classes.domain.characters import strange_character
from balance_classes.domain.roster.forbidden_columns import forbidden_kind
from balance_classes.domain.roster.forbidden_words import SCORE
from balance_classes.domain.roster.wish_codes import EVERY_WISH
from balance_classes.files.roster.fields import (
    LONGEST_HEADER,
    UNUSED,
    Field,
    known_header,
    plain_header,
)

_SERIES = re.compile(
    r"[\s_\-.#:]*(?:no\.?|nr\.?|第)?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2}|(?<=[\s_\-])(?:[A-Z]|I{1,3}|IV|VI{0,3}))[人位个]?$"
    r"|^(?:\d(?:st|nd|rd|th)|first|second|third|第[\d一二三四五六七八九十]{1,2}[个位]?)[\s_\-]*",
    re.IGNORECASE,
)
"""What tells the columns of a series from each other."""
_OTHER_SCRIPT = re.compile(r"(?<=[一-鿿])[\s/|]*(?=[A-Za-z])|(?<=[A-Za-z.])[\s/|]*(?=[一-鿿])")
"""Where Chinese words end and others begin."""
_CLASS = re.compile(
    r"(所在|当前|现|原|旧|上学期|去年|本学期|新|行政|目前|拟分|拟编|拟入|拟定|预编|目标|意向|想去|最终|内定|分配|幼儿园)*"
    r"(班级|班别|班号|班)(名称|名|代码|编号)?"
    r"|((current|previous|old|new|last(years?)?|former|this(years?)?|next(years?)?|present"
    r"|proposed|planned|target|intended|final)"
    r"(class(name|room)?|form|section|homeroom|group))"
    r"|class\d{2,4}([/-]\d{2,4})?|\d{2,4}([/-]\d{2,4})?class|(jetzige|bisherige|alte|neue)?klasse|classe(actuelle)?|clase"
    r"|класс|сынып|анги|クラス|組|반|الفصل|الصف"
    r"|class(name|room|group|code|no|number)?|form(group|class)?|homeroom|(tutor|registration|reg)(group)?"
)


OTHERS = re.compile(
    "家长|父|母|爸|妈|爷|奶奶|外公|外婆|姥|监护|家庭成员|成员[一二三四12345]?|亲属|联系人|户主|房主|申请人|接送人"
    "|parent|guardian|father|mother|famil|contact"
)
"""A group of columns headed so, or with such a note, is about somebody else than the student."""
_RELATIVE = re.compile(
    "(学生|孩子)?的?(父亲|母亲|父|母|父母|爸爸|妈妈|爷爷|奶奶|外公|外婆|姥姥|姥爷|家长|监护人|户主|联系人)的?"
    "|(of )?(the )?(father|mother|parents?|guardian|contact)"
)
"""A note that is nothing else says whose the column is."""
Understood = tuple[str, int, Field | None, bool]
"""A header, its rank among those of its field, the field, and whether it is about others."""


def is_class(header: str) -> bool:
    """Whether a column is headed as a class, of before or of now."""
    return bool(_CLASS.fullmatch(plain_header(header)))


def understood(
    wanted: Mapping[str, tuple[int, Field]], scores: frozenset[str], told: tuple[str, ...]
) -> Understood:
    """Return what the words of a column mean; those named in `scores` the rules let through."""
    # The lines together say more than the last alone.
    names = ["".join(told[start:]) for start in range(len(told))]
    name = next((name for name in names if known_header(name, wanted)), "")
    if not name:
        name = in_two_languages(told[-1], wanted) or in_series(names, wanted)
    rank, field = wanted.get(known_header(name, wanted), (0, None))
    let_through = {None, SCORE} if plain_header(name) in scores else {None}
    if rank < 0 and {forbidden_kind(each) for each in names} - let_through:
        field = None  # no mapping makes something else of a score
    note = re.search(r"[(（\[【](.*)[)）\]】]$", told[-1])
    others = bool(OTHERS.search("".join(told[:-1]).casefold())) or bool(
        note and _RELATIVE.fullmatch(note[1].strip().casefold())
    )
    header = name if field and len(told) > 1 else " ".join(told)
    return header, rank, field, others and rank >= 0


def in_two_languages(header: str, wanted: Mapping[str, tuple[int, Field]]) -> str:
    """Return the part of a header such as 姓名 Name that is known, if all known parts agree."""
    for each in _parted(header):
        parts = [part for part in each if known_header(part, wanted)]
        fields = {wanted[known_header(part, wanted)][1].name for part in parts}
        if len(fields) == 1 and not forbidden_kind(header):
            return parts[0]
    return ""


@lru_cache(maxsize=4096)
def _parted(header: str) -> tuple[list[str], list[str]]:
    """Return the parts of a header: where the script changes, and where a sign parts them."""
    # A space parts two languages, but not the words of one: First name is no name.
    between = r"[/|]" if header.removesuffix("…").isascii() else r"[\s/|,，、]+"
    return _OTHER_SCRIPT.split(header), re.split(between, header)


def in_series(names: Sequence[str], wanted: Mapping[str, tuple[int, Field]]) -> str:
    """Return the header of wishes that one of a series is headed by: Avoid 2, 同班② are of one."""
    for name in names:
        plain = _without_number(name)
        if plain_header(plain) in wanted and wanted[plain_header(plain)][1].name in EVERY_WISH:
            return plain
    return ""


@lru_cache(maxsize=4096)
def _without_number(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).strip()
    return _SERIES.sub("", re.sub(r"[(\[【]\s*(\w{1,3})\s*[)\]】]$", r"\1", plain))


def shown_header(cell: object) -> str:
    """Return a header on one line, without characters that cannot be shown."""
    text = str(cell)
    if len(text) > LONGEST_HEADER:
        return text[:LONGEST_HEADER] + "…"
    line = " ".join(text.split())
    if line.isprintable() and not strange_character(line):
        return line
    shown = (c for c in line if unicodedata.category(c) != "Cf")
    return "".join(c for c in shown if not strange_character(c))


def wanted_fields(
    mapping: Mapping[str, str], numbers: Sequence[str], declared: Mapping[str, Field]
) -> dict[str, tuple[int, Field]]:
    """Return for each plain header its rank among its field's headers and the field."""
    wanted = {
        header: (rank, field)
        for field in declared.values()
        if field.kind != "number" or field.name in numbers
        for rank, header in enumerate(field.headers)
    }
    for header, name in mapping.items():
        if name == UNUSED:
            wanted.pop(plain_header(header), None)
            continue
        wanted[plain_header(header)] = (-1, declared.get(name, Field(name, "attribute")))
    return wanted
