"""Which words name a class: 一(1)班, 七年级2班, Class 1, 1A; and a title that says one."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_CHINESE = re.compile(
    r"(?:.*?(?:学校|小学|中学|幼儿园))?(?:\d{4}(?:学?年度?|年[秋春]季?))?(?:(?:班级|班别|班)[:：])?"
    rf"(?P<name>(?:\d{{2,4}}[级届])?[小初高]?(?:{_NUMBER}(?:年级|年)?)?[-.·]?"
    rf"第?\(?(?:{_NUMBER}|\d{{3,4}}|[A-Za-z甲乙丙丁])\)?班"
    rf"|[小初高]?{_NUMBER}(?:年级)?\({_NUMBER}\)|班级?\(?{_NUMBER}\)?)"
    r"(?:学生|新生|分班|编班|学员)*(?:名单|花名册|名册|名单表|一览表)?"
    r"(?:[(,，:]?(?:共|人数:?)?\d+[人名][)]?)?(?:[(,，:]?(?:班主任|老师|教师).*)?"
)
_ENGLISH = re.compile(
    r"(?:class list (?:of |for )?)?"
    r"(?P<name>(?:(?:grade|year) ?\d{1,2}[, ]+)?"
    r"(?:class|form|section|homeroom)[ .-]?(?:\d{1,2}[ -]?[a-z]?|[a-z])"
    r"|(?:grade |year |[ypks])?\d{1,2}[ -]?[a-z]|\d{1,2}-\d{1,2})"
    r"(?: class list| list| register)?(?: ?[(,:-]? ?\d+ (?:pupils|students|children)\)?)?"
    r"(?: ?[(,:-] ?(?:teacher|tutor).*)?",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(\d+) ?(?:[人名]|pupils|students|children)"
    r"|^(?:合计|总计|小计|共计|总?人数|total|count)[: ]*(\d{1,3})$",
    re.IGNORECASE,
)

_OFFICE = re.compile(r"\d{3}|(学校|小学|中学|学院|幼儿园|[处室局]|年级组)$")
"""What signs below a list and is no name: an office, a day."""


def signs(text: str) -> bool:
    """Whether a text is an office or a day rather than a name."""
    return bool(_OFFICE.search(text.replace(" ", "")))


def class_in(cell: object) -> str:
    """Return the class that a cell names, alone or in a title; "" where it names none."""
    if not isinstance(cell, str):
        return ""
    text = " ".join(unicodedata.normalize("NFKC", cell).split())
    found = _CHINESE.fullmatch(text.replace(" ", "")) or _ENGLISH.fullmatch(text)
    return found["name"] if found else ""


def count_in(cell: object) -> int | None:
    """Return how many students a title or a line of totals states: 一(1)班 (45人)."""
    found = _COUNT.search(unicodedata.normalize("NFKC", str(cell)))
    return int(found[1] or found[2]) if found else None
