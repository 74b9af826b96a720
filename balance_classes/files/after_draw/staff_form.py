"""The staff in teams as the file of a pairing and the lists of its workbook tell it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from balance_classes.domain.canonical import canonical_json
from balance_classes.domain.problem.assignment import Assignment, unnamed
from balance_classes.domain.reason_codes import REASON_CODES, reason_label
from balance_classes.domain.roster.labels import staff_label, staff_level_label
from balance_classes.domain.roster.roster import Student, count_levels
from balance_classes.domain.rules.rules import Method
from balance_classes.domain.teachers.paired_classes import Teams
from balance_classes.domain.teachers.pairing_lot import Conflict
from balance_classes.domain.teachers.staff import (
    HEAD_TEACHER,
    SUBJECT,
    YEARS,
    Staff,
    Teacher,
    named_by_rooms,
)
from balance_classes.domain.teachers.team_problem import TEAM_TIERS, formulate_teams
from balance_classes.errors import EvidenceError
from balance_classes.files.after_draw.event_file import ListTexts
from balance_classes.files.evidence.document import Form
from balance_classes.files.evidence.forms import AttributeForm, BalanceForm, ProofForm, Source
from balance_classes.files.workbook.pairing_sheets import (
    CONFLICT_FIELDS,
    CONFLICTS,
    POSTS,
    level_words,
    post_header,
)
from balance_classes.language import Text

Row = dict[str, str]


class TeamForm(Form):
    """A team: the lottery numbers of its posts, and the head teacher's, 0 where none is named."""

    name: str
    posts: tuple[int, ...]
    head: int


class StaffForm(Form):
    """The staff in teams, without names: how many, what is spread, and how even it is proven.

    `key` is the field by which teachers are told apart; `ready` tells that the teams were not
    drawn; `attempt` is how often teams were drawn until a pairing was open to them.
    """

    key: Literal["staff_number", "name"]
    teachers: int
    subjects: tuple[str, ...]
    attributes: tuple[AttributeForm, ...]
    heads: bool
    ready: bool
    attempt: int
    placed: Method
    dealt_excess: tuple[int, ...]
    settled_at_step: int
    teams: tuple[TeamForm, ...]
    balance: tuple[BalanceForm, ...]
    proofs: tuple[ProofForm, ...]

    @classmethod
    def of(cls, teams: Teams) -> StaffForm:
        """Return the staff in teams as it is written down."""
        staff, assignment = teams.staff, teams.assignment
        return cls(
            key="staff_number" if staff.key == "staff_number" else "name",
            teachers=staff.size,
            subjects=staff.subjects,
            attributes=tuple(
                AttributeForm(name=name, levels=tuple(count_levels(staff.levels_of(name)).items()))
                for name in staff.attributes
            ),
            heads=staff.heads,
            ready=staff.ready,
            attempt=teams.attempt,
            placed=assignment.placed,
            dealt_excess=assignment.dealt,
            settled_at_step=assignment.step,
            teams=tuple(
                TeamForm(
                    name=name,
                    posts=tuple(sorted(post.lottery_number for post in members)),
                    head=next((post.lottery_number for post in members if post.head), 0),
                )
                for name, members in zip(teams.names, teams.members, strict=True)
            ),
            balance=tuple(map(BalanceForm.of, teams.balance)),
            proofs=tuple(map(ProofForm.of, assignment.proofs)),
        )


def listed_teams(form: StaffForm, source: Source | None, classes: int, lists: ListTexts) -> Teams:
    """Return the teams that the list of posts shows.

    Raises EvidenceError where form and list are not as this program writes them.
    """
    if source is None:
        raise _unlike(POSTS, lists)
    rows = _rows(lists, POSTS, post_header(source.columns))
    staff = _staff(form, source, rows, lists)
    names = tuple(team.name for team in form.teams)
    numbered = sorted(rows, key=lambda row: _number(row["lottery_number"], lists))
    problem = formulate_teams(staff, classes)
    keys = [_post_key(form, row, lists) for row in numbered]
    if sorted(keys) != sorted(problem.keys) or len(names) != classes:
        raise _unlike(POSTS, lists)
    if any(row["team"] not in names for row in rows):
        raise _unlike(POSTS, lists)
    place = {key: position for position, key in enumerate(problem.keys)}
    ordered = problem.reordered([place[key] for key in keys])
    assignment = Assignment(
        problem=ordered,
        group_of=tuple(names.index(row["team"]) for row in numbered),
        class_of_group=unnamed(ordered),
        proofs=tuple(each.as_proof() for each in form.proofs),
        placed=form.placed,
        dealt=form.dealt_excess,
        step=form.settled_at_step,
        lettered=True,
    )
    return Teams(staff, assignment, names, form.attempt)


def _staff(form: StaffForm, source: Source, rows: list[Row], lists: ListTexts) -> Staff:
    by_teacher: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_teacher.setdefault((_key(form, row), row[SUBJECT]), []).append(row)
    known = {each.name: [level for level, _ in each.levels] for each in form.attributes}
    spread = [name for tier in TEAM_TIERS for name in tier]
    if [each.name for each in form.attributes] != [name for name in spread if name in known]:
        raise _unlike(POSTS, lists)
    words = level_words(
        {name: found for name, found in known.items() if name != YEARS}, lists.language.say
    )
    level_of = {name: {word: level for level, word in of.items()} for name, of in words.items()}
    teachers = tuple(
        _teacher(form, posts, level_of, lists) for _, posts in sorted(by_teacher.items())
    )
    return Staff(
        **source.of_table,
        key=form.key,
        teachers=teachers,
        attributes=tuple(each.name for each in form.attributes),
        heads=form.heads,
        ready=form.ready,
        order=_order(form, teachers, lists),
        in_rooms=named_by_rooms(source.columns),
    )


def _order(form: StaffForm, teachers: Sequence[Teacher], lists: ListTexts) -> tuple[str, ...]:
    """Return the subjects in the order of the table: those of the teachers, each once."""
    if sorted(form.subjects) != sorted({teacher.subject for teacher in teachers}):
        raise _unlike(POSTS, lists)
    return form.subjects


def _teacher(
    form: StaffForm, posts: list[Row], level_of: Mapping[str, Mapping[str, str]], lists: ListTexts
) -> Teacher:
    """Return the teacher of some posts; they must agree in all but team and number."""
    ordered = sorted(posts, key=lambda row: _number(row["post"], lists))
    first = ordered[0]
    same = {SUBJECT, "classes_taught", "name", YEARS, *level_of}
    if any(row.get(name) != first.get(name) for row in ordered for name in same):
        raise _unlike(POSTS, lists)
    if _number(first["classes_taught"], lists) != len(posts):
        raise _unlike(POSTS, lists)
    if any(first.get(name, "") not in of for name, of in level_of.items()):
        raise _unlike(POSTS, lists)
    yes = lists.language.say(staff_level_label("yes", HEAD_TEACHER))
    return Teacher(
        key=_key(form, first),
        name=first["name"],
        subject=first[SUBJECT],
        classes=_number(first["classes_taught"], lists),
        levels=tuple((name, of[first.get(name, "")]) for name, of in level_of.items()),
        years=_number(first[YEARS], lists) if first.get(YEARS) else None,
        head=first.get(HEAD_TEACHER) == yes,
        teams=tuple(row["team"] for row in ordered) if form.ready else (),
        row=0,
    )


def _key(form: StaffForm, row: Row) -> str:
    return row.get("staff_number", "") if form.key == "staff_number" else row["name"]


def _post_key(form: StaffForm, row: Row, lists: ListTexts) -> str:
    return canonical_json([_key(form, row), row[SUBJECT], _number(row["post"], lists)])


def listed_conflicts(students: Mapping[int, Student], lists: ListTexts) -> tuple[Conflict, ...]:
    """Return the conflicts that their list shows; students are known by lottery number."""
    code_of = {lists.language.say(reason_label(code)): code for code in REASON_CODES}
    found = []
    for row in _rows(lists, CONFLICTS, CONFLICT_FIELDS):
        student = students.get(_number(row["lottery_number"], lists, CONFLICTS))
        if student is None or row["reason"] not in code_of:
            raise _unlike(CONFLICTS, lists)
        found.append(Conflict(student.key, row["teacher"], code_of[row["reason"]]))
    return tuple(sorted(found, key=lambda c: (c.student, c.teacher, c.reason)))


def _rows(lists: ListTexts, sheet: Text, fields: tuple[str, ...]) -> list[Row]:
    """Return the rows of a list that begins with its header."""
    say: Callable[[Text | str], str] = lists.language.say
    grid = lists.sheets.get(say(sheet), ((),))
    if not grid or grid[0] != tuple(say(staff_label(name)) for name in fields):
        raise _unlike(sheet, lists)
    padded = ((*row, *([""] * len(fields)))[: len(fields)] for row in grid[1:])
    return [dict(zip(fields, row, strict=True)) for row in padded]


def _number(text: str, lists: ListTexts, sheet: Text = POSTS) -> int:
    if not re.fullmatch(r"\d{1,6}", text):
        raise _unlike(sheet, lists)
    return int(text)


def _unlike(sheet: Text, lists: ListTexts) -> EvidenceError:
    return EvidenceError.at(
        Text("sheet {sheet}", sheet=lists.language.say(sheet)),
        Text("It is not as it was written."),
        Text("Bring back the files as they were written."),
    )
