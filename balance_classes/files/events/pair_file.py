"""A pairing as its file and the lists of its workbook tell it, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from balance_classes.domain.canonical import canonical_json
from balance_classes.domain.lottery import Seed
from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.problem.class_naming import unnamed
from balance_classes.domain.problem.proof import Proof
from balance_classes.domain.reasons import REASON_CODES, reason_label
from balance_classes.domain.result.formed import Formed, Later
from balance_classes.domain.roster.labels import field_label, level_label
from balance_classes.domain.roster.roster import Student, count_levels
from balance_classes.domain.rules.class_names import letters
from balance_classes.domain.teachers.conflicts import Conflict, reasons
from balance_classes.domain.teachers.pair_event import Pair, group_of
from balance_classes.domain.teachers.paired_classes import Paired, Teams, shown
from balance_classes.domain.teachers.pairing_lot import Pairing
from balance_classes.domain.teachers.staff import HEAD_TEACHER, SUBJECT, YEARS, Staff, Teacher
from balance_classes.domain.teachers.team_problem import TEAM_TIERS, formulate_teams
from balance_classes.errors import EvidenceError, Finding
from balance_classes.files.events.forms import (
    BarredForm,
    LaterFile,
    PairFile,
    PairingForm,
    ReasonForm,
    StaffForm,
    TeamForm,
)
from balance_classes.files.events.frame import entry_of, frame
from balance_classes.files.events.lists import Lists
from balance_classes.files.evidence.forms import AttributeForm, BalanceForm, ProofForm, Source
from balance_classes.files.evidence.record import seed_form
from balance_classes.files.workbook.pairing_sheets import (
    CONFLICT_FIELDS,
    CONFLICTS,
    POSTS,
    level_words,
    post_header,
)
from balance_classes.language import Text

Row = dict[str, str]


def pair(file: LaterFile, before: Formed, students: Mapping[int, Student], lists: Lists) -> Later:
    """Return the pairing that a file and the lists of its workbook tell of.

    Raises EvidenceError where they are not as this program writes them.
    """
    assert isinstance(file, PairFile)
    teams = _teams(file, before, lists) if file.staff else None
    paired = Paired(
        teams=teams,
        pairing=_pairing(file, before, teams),
        conflicts=_conflicts(file, students, lists),
        rooms=_rooms(file, before),
        names=file.names,
    )
    return Pair(entry_of(file), Seed(file.seed.words, file.seed.given), paired)


def pair_file(event: Later, before: Formed, after: Formed, source: Source | None) -> LaterFile:
    """Return the file of a pairing."""
    assert isinstance(event, Pair)
    paired = event.paired
    names = paired.teams.names if paired.teams else ()
    return PairFile(
        **frame(event, before, after),
        seed=seed_form(event.seed),
        names=paired.names,
        staff=_staff_form(paired.teams) if paired.teams else None,
        conflicts=tuple(
            ReasonForm(reason_code=code, count=n) for code, n in reasons(paired.conflicts).items()
        ),
        barred=tuple(
            BarredForm(group=letters(group), team=names[team])
            for group, team in sorted(paired.barred(group_of(before)))
        ),
        rounds=paired.pairing.rounds,
        pairings=tuple(
            PairingForm(
                group=each.group, school_class=each.school_class, team=each.team, room=each.room
            )
            for each in shown(paired, after.classes)
        ),
        source=source,
    ).signed()


def _staff_form(teams: Teams) -> StaffForm:
    staff, assignment = teams.staff, teams.assignment
    return StaffForm(
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
        balance=tuple(
            BalanceForm(
                group=line.quota.group,
                level=line.quota.level,
                students=line.total,
                low=line.quota.low,
                high=line.quota.high,
                counts=line.counts,
                excess=line.excess,
            )
            for line in teams.balance
        ),
        proofs=tuple(
            ProofForm(
                groups=p.groups,
                excess=p.excess,
                bound=p.bound,
                ground=p.ground,
                earlier_open=p.earlier_open,
                proven=p.proven,
            )
            for p in assignment.proofs
        ),
    )


def _teams(file: PairFile, before: Formed, lists: Lists) -> Teams:
    """Return the teams that the list of posts shows."""
    form, source = file.staff, file.source
    if form is None or source is None:
        raise _unlike(POSTS, lists)
    rows = _rows(lists, POSTS, post_header(source.columns))
    staff = _staff(form, source, rows, lists)
    names = tuple(team.name for team in form.teams)
    numbered = sorted(rows, key=lambda row: _number(row["lottery_number"], lists))
    problem = formulate_teams(staff, len(before.classes))
    keys = [_post_key(form, row, lists) for row in numbered]
    if sorted(keys) != sorted(problem.keys) or len(names) != len(before.classes):
        raise _unlike(POSTS, lists)
    if any(row["team"] not in names for row in rows):
        raise _unlike(POSTS, lists)
    place = {key: position for position, key in enumerate(problem.keys)}
    ordered = problem.reordered([place[key] for key in keys])
    assignment = Assignment(
        problem=ordered,
        group_of=tuple(names.index(row["team"]) for row in numbered),
        class_of_group=unnamed(ordered),
        proofs=tuple(
            Proof(p.groups, p.excess, p.bound, p.ground, p.earlier_open) for p in form.proofs
        ),
        placed=form.placed,
        dealt=form.dealt_excess,
        step=form.settled_at_step,
        lettered=True,
    )
    return Teams(staff, assignment, names, form.attempt)


def _staff(form: StaffForm, source: Source, rows: list[Row], lists: Lists) -> Staff:
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
        file=source.file,
        sheet=source.sheet,
        file_sha256=source.file_sha256,
        language=source.language,
        key=form.key,
        teachers=teachers,
        attributes=tuple(each.name for each in form.attributes),
        heads=form.heads,
        ready=form.ready,
        columns=source.columns,
        ignored=source.ignored,
        left_out=source.left_out,
    )


def _teacher(
    form: StaffForm, posts: list[Row], level_of: Mapping[str, Mapping[str, str]], lists: Lists
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
    yes = lists.language.say(level_label("yes"))
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


def _post_key(form: StaffForm, row: Row, lists: Lists) -> str:
    return canonical_json([_key(form, row), row[SUBJECT], _number(row["post"], lists)])


def _pairing(file: PairFile, before: Formed, teams: Teams | None) -> Pairing:
    """Return who got what, by positions; every class once, and every team."""
    names = [name for name, _ in file.sizes]
    groups = [letters(group) for group in range(len(before.classes))]
    given = {each.group: each for each in file.pairings}
    classes = [given[g].school_class for g in groups if g in given]
    named = [given[g].team for g in groups if g in given] if teams else []
    if sorted(classes) != sorted(names) or (teams and sorted(named) != sorted(teams.names)):
        raise EvidenceError(
            Finding(
                Text("pairings"),
                Text("They are not one for each group, class and team."),
                Text("Bring back the files as they were written."),
            )
        )
    return Pairing(
        tuple(teams.names.index(name) for name in named) if teams else (),
        tuple(names.index(name) for name in classes),
        file.rounds,
    )


def _rooms(file: PairFile, before: Formed) -> tuple[str, ...]:
    room_of = {each.school_class: each.room for each in file.pairings}
    rooms = tuple(room_of.get(name, "") for name, _ in file.sizes)
    return rooms if any(rooms) else ()


def _conflicts(
    file: PairFile, students: Mapping[int, Student], lists: Lists
) -> tuple[Conflict, ...]:
    if not file.conflicts:
        return ()
    code_of = {lists.language.say(reason_label(code)): code for code in REASON_CODES}
    found = []
    for row in _rows(lists, CONFLICTS, CONFLICT_FIELDS):
        student = students.get(_number(row["lottery_number"], lists, CONFLICTS))
        if student is None or row["reason"] not in code_of:
            raise _unlike(CONFLICTS, lists)
        found.append(Conflict(student.key, row["teacher"], code_of[row["reason"]]))
    return tuple(sorted(found, key=lambda c: (c.student, c.teacher, c.reason)))


def _rows(lists: Lists, sheet: Text, fields: tuple[str, ...]) -> list[Row]:
    """Return the rows of a list that begins with its header."""
    say: Callable[[Text | str], str] = lists.language.say
    grid = lists.sheets.get(say(sheet), ((),))
    if not grid or grid[0] != tuple(say(field_label(name)) for name in fields):
        raise _unlike(sheet, lists)
    padded = ((*row, *([""] * len(fields)))[: len(fields)] for row in grid[1:])
    return [dict(zip(fields, row, strict=True)) for row in padded]


def _number(text: str, lists: Lists, sheet: Text = POSTS) -> int:
    if not re.fullmatch(r"\d{1,6}", text):
        raise _unlike(sheet, lists)
    return int(text)


def _unlike(sheet: Text, lists: Lists) -> EvidenceError:
    return EvidenceError(
        Finding(
            Text("sheet {sheet}", sheet=lists.language.say(sheet)),
            Text("It is not as it was written."),
            Text("Bring back the files as they were written."),
        )
    )
