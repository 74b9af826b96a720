"""Class lists from before transfers, matched with those of now; neither name nor number leaves."""

from __future__ import annotations

from collections import Counter

from balance_classes.domain.audit.changes import Earlier
from balance_classes.errors import Finding, RosterError
from balance_classes.files.lists.class_lists import ReadLists
from balance_classes.files.lists.lists_by_school import ListedStudent
from balance_classes.files.roster.check_people import KEY_FIELDS
from balance_classes.language import Text

OPTION = "--lists-before"


def earlier_classes(lists: ReadLists, before: ReadLists) -> tuple[Earlier, ...]:
    """Return for each list the classes of its students before, and of those who are gone.

    By the first number that all lines have, else by name. Schools go by name where there are
    several. Raises RosterError where nothing is shared, or a school was not there.
    """
    fields = (*KEY_FIELDS, "name")
    lines = [line for read in (lists, before) for each in read.lines for line in each]
    field = next((f for f in fields if all(_number(line, f) for line in lines)), None)
    if field is None:
        raise RosterError.at(
            OPTION,
            Text("These lists share no column by which students are found again."),
            Text("Add the student number to both, or the name."),
        )
    several = len(before.lines) > 1 or len(lists.lines) > 1
    known = {each.school if several else "": at for at, each in enumerate(before.classes)}
    missing = [e.school for e in lists.classes if (e.school if several else "") not in known]
    if missing:
        raise RosterError(*(_no_school(school) for school in missing))
    return tuple(
        _matched(lines_now, before.lines[known[classes.school if several else ""]], field)
        for classes, lines_now in zip(lists.classes, lists.lines, strict=True)
    )


def _matched(
    now: tuple[ListedStudent, ...], then: tuple[ListedStudent, ...], field: str
) -> Earlier:
    here, there = ([_number(line, field) for line in lines] for lines in (now, then))
    twice = {n for numbers in (here, there) for n, count in Counter(numbers).items() if count > 1}
    classes = {number: line.school_class for number, line in zip(there, then, strict=True)}
    return Earlier(
        before=tuple(None if n in twice else classes.get(n) for n in here),
        left=tuple(c for n, c in classes.items() if n not in twice and n not in {*here}),
        unclear=frozenset(at for at, number in enumerate(here) if number in twice),
    )


def _number(line: ListedStudent, field: str) -> str:
    return line.student.name if field == "name" else line.student.identities.get(field, "")


def _no_school(school: str) -> Finding:
    return Finding(
        OPTION,
        Text("The lists before have no school “{school}”.", school=school),
        Text("Give a school the same name in both: its file's, or in a column “school”."),
    )
