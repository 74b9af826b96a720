"""The sheets of a pairing: which class has which teachers, and the internal list of posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import zip_longest

from balance_classes.domain.reason_codes import FEW, reason_label
from balance_classes.domain.result.evenness_sentences import proof_sentence
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.later_states import everybody
from balance_classes.domain.roster.labels import (
    OF_STAFF,
    shown_levels,
    staff_label,
    staff_level_label,
    teacher_level_label,
)
from balance_classes.domain.rules.class_names import letters
from balance_classes.domain.teachers.pair_event import bars_of
from balance_classes.domain.teachers.paired_classes import PairedClasses, Post, Teams
from balance_classes.domain.teachers.pairing_lot import reasons
from balance_classes.domain.teachers.staff import HEAD_TEACHER, SUBJECT, YEARS, Staff
from balance_classes.files.workbook.overview import class_widths
from balance_classes.files.workbook.page_fit import column_width
from balance_classes.files.workbook.page_setup import Say, lay_out, title_of
from balance_classes.files.workbook.workbook_writing import Book, Sheet
from balance_classes.language import Text

TEAMS, POSTS, CONFLICTS = Text("Teachers"), Text("All posts"), Text("Conflicts")
POST_FIELDS = (
    "team",
    "lottery_number",
    HEAD_TEACHER,
    "staff_number",
    "name",
    SUBJECT,
    "classes_taught",
    "post",
    YEARS,
    "title",
    "sex",
)
"""The columns of the internal list of posts, which has those that the table of teachers had."""
CONFLICT_FIELDS = ("lottery_number", "teacher", "reason")

LISTED_WIDTH = 26
"""The widest that a column of these lists may be."""
BALANCE_WIDTHS = (12, 22, 8, 10)
"""The columns before the counts of levels."""


def sheet_names(paired: PairedClasses) -> tuple[Text, ...]:
    """Return the names of the sheets that a pairing adds, in their order."""
    if paired.teams is None:
        return ()
    return (TEAMS, POSTS, *((CONFLICTS,) if paired.conflicts else ()))


def add_teams_sheet(book: Book, formed: Formed, paired: PairedClasses, say: Say) -> None:
    """Add the table of classes and their teachers to publish."""
    teams = paired.teams
    assert teams is not None
    sheet = book.add_kept_sheet(say(TEAMS))
    names = [school_class.name for school_class in formed.classes]
    header, rows = _teams_header(paired, teams, say), []
    for c, name in enumerate(names):
        rows.append([name, *_row(paired, teams, c)])
    widths = [
        column_width(h, column, LISTED_WIDTH) for h, *column in zip(header, *rows, strict=True)
    ]
    below = [*BALANCE_WIDTHS, *class_widths(names), BALANCE_WIDTHS[-1]]
    sheet.set_widths([max(pair) for pair in zip_longest(widths, below, fillvalue=0)])
    lay_out(sheet, formed, say, landscape=True, kept=1)
    sheet.add_title(f"{title_of(formed, say)} {say(TEAMS)}", len(header))
    sheet.add_high_enough(header, "header")
    for row in rows:
        sheet.add_high_enough(row, "cell")
    sheet.add_row([])
    for sentence in pairing_sentences(formed, paired):
        sheet.add_text(say(sentence))
    sheet.add_row([])
    _add_balance(sheet, paired, teams, names, say)


def add_internal_sheets(book: Book, formed: Formed, paired: PairedClasses, say: Say) -> None:
    """Add the internal lists of posts and of conflicts."""
    teams = paired.teams
    assert teams is not None
    sheet = book.add_kept_sheet(say(POSTS))
    lay_out(sheet, formed, say, landscape=True, internal=True)
    _add_posts(sheet, teams, say)
    if paired.conflicts:
        sheet = book.add_kept_sheet(say(CONFLICTS))
        lay_out(sheet, formed, say, landscape=False, internal=True)
        numbers = {p.student.key: p.lottery_number for p in everybody(formed)}
        _add_conflicts(sheet, paired, numbers, say)


def _teams_header(paired: PairedClasses, teams: Teams, say: Say) -> list[str]:
    header = [say(Text("Class")), say(Text("Group"))]
    header += [say(Text("Team"))] if paired.calls_teams else []
    header += [say(Text("Room"))] if paired.room_of_class else []
    header += [say(staff_label(HEAD_TEACHER))] if teams.staff.heads else []
    return [*header, *teams.staff.subjects]


def pairing_sentences(formed: Formed, paired: PairedClasses) -> tuple[Text, ...]:
    """Return how even the teams are, how they came about, and what was barred, without names."""
    teams = paired.teams
    if teams is None:
        return ()
    how = (
        Text("The teams were ready-made; the lot chose which class gets which.")
        if teams.staff.ready
        else Text("The teams were formed from the seed, with exactly one teacher of each subject.")
    )
    return (
        how,
        *(
            proof_sentence(proof, dealt, OF_STAFF)
            for proof, dealt in zip(
                teams.assignment.proofs, teams.assignment.dealt[1:], strict=True
            )
        ),
        *conflict_sentences(formed, paired),
    )


def conflict_sentences(formed: Formed, paired: PairedClasses) -> tuple[Text, ...]:
    """Return how many pairings conflicts barred, how few a group had left, and for what reasons."""
    if not paired.conflicts:
        return ()
    bars = bars_of(formed)
    told = {code: n for code, n in reasons(paired.conflicts).items() if n >= FEW}
    other = len(paired.conflicts) - sum(told.values())
    return (
        Text(
            "Pairings barred beforehand for conflicts of a child and a teacher: {barred} of "
            "{pairings}; the group with the fewest had {fewest} of {teams} teams left.",
            **asdict(bars),
        ),
        *(
            Text("Conflicts, {reason}: {count}.", reason=reason_label(code), count=n)
            for code, n in told.items()
        ),
        *(
            (Text("Conflicts for other reasons: fewer than {few} of a kind.", few=FEW),)
            if other
            else ()
        ),
    )


def class_lines(paired: PairedClasses, school_class: int) -> list[Text]:
    """Return the lines on a class list: room and teachers, the head teacher first."""
    lines = []
    if rooms := paired.room_of_class:
        lines.append(Text("Room: {room}", room=rooms[school_class]))
    team = paired.team_of_class(school_class)
    if paired.teams is not None and team is not None:
        members, order = paired.teams.members[team], paired.teams.staff.subjects
        lines += [
            Text("Head teacher: {name}", name=post.teacher.name) for post in members if post.head
        ]
        named = tuple(
            Text("{subject}: {name}", subject=p.teacher.subject, name=p.teacher.name)
            for p in sorted(members, key=lambda p: order.index(p.teacher.subject))
        )
        lines.append(Text("Teachers: {teachers}", teachers=named))
    return lines


def class_columns(paired: PairedClasses, classes: int) -> dict[str, list[str]]:
    """Return what is told of each class beside its students, by field, where there is any."""
    heads = [
        next((post.teacher.name for post in _members(paired, c) if post.head), "")
        for c in range(classes)
    ]
    columns = {"room": [*paired.room_of_class], HEAD_TEACHER: heads}
    return {name: column for name, column in columns.items() if any(column)}


def _members(paired: PairedClasses, school_class: int) -> tuple[Post, ...]:
    team = paired.team_of_class(school_class)
    return paired.teams.members[team] if paired.teams and team is not None else ()


def post_header(columns: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the fields of the list of posts; `columns` are those of the table of teachers."""
    read = {field for _, field in columns} | {"team", "lottery_number", "classes_taught", "post"}
    return tuple(field for field in POST_FIELDS if field in read)


def _add_posts(sheet: Sheet, teams: Teams, say: Say) -> None:
    """Add the internal list of posts."""
    header, rows = post_header(teams.staff.columns), []
    words = level_words(
        {name: sorted(set(teams.staff.levels_of(name))) for name in spread_levels(teams.staff)}, say
    )
    for post in teams.posts:
        values = _post_values(teams, post, words, say)
        rows.append([values[name] for name in header])
    sheet.add_list([say(staff_label(name)) for name in header], rows, LISTED_WIDTH)


def spread_levels(staff: Staff) -> tuple[str, ...]:
    """Return the attributes that are told by words; years of service are told by their number."""
    return tuple(name for name in staff.attributes if name != YEARS)


def level_words(levels: Mapping[str, Sequence[str]], say: Say) -> dict[str, dict[str, str]]:
    """Return the word of each level of each attribute, so that it is read back."""
    return {
        name: shown_levels(found, say, name, teacher_level_label) for name, found in levels.items()
    }


def _add_conflicts(
    sheet: Sheet, paired: PairedClasses, number_of: Mapping[str, int], say: Say
) -> None:
    """Add the internal list of conflicts; `number_of` gives lottery numbers of students by key."""
    rows = [
        [number_of[conflict.student], conflict.teacher, say(reason_label(conflict.reason))]
        for conflict in paired.conflicts
    ]
    sheet.add_list([say(staff_label(name)) for name in CONFLICT_FIELDS], rows, LISTED_WIDTH)


def _row(paired: PairedClasses, teams: Teams, school_class: int) -> list[str]:
    team = paired.team_of_class(school_class)
    assert team is not None
    row = [letters(paired.group_of_class[school_class])]
    row += [teams.names[team]] if paired.calls_teams else []
    row += [rooms[school_class]] if (rooms := paired.room_of_class) else []
    members = teams.members[team]
    row += [p.teacher.name for p in members if p.head] if teams.staff.heads else []
    by_subject = {post.teacher.subject: post.teacher.name for post in members}
    return [*row, *(by_subject[subject] for subject in teams.staff.subjects)]


def _add_balance(
    sheet: Sheet, paired: PairedClasses, teams: Teams, names: Sequence[str], say: Say
) -> None:
    """Add how many of each level the teachers of each class have."""
    headings = (Text("Attribute"), Text("Level"), Text("Posts"), Text("Even share"))
    sheet.add_high_enough([*map(say, headings), *names, say(Text("Excess"))], "header")
    order = [team for c in range(len(names)) if (team := paired.team_of_class(c)) is not None]
    for line in teams.balance:
        quota, counts = line.quota, [line.counts[team] for team in order]
        level = teacher_level_label(quota.level, quota.group) or Text("not stated")
        between = teams.staff.year_range(quota.level) if quota.group == YEARS else None
        if between:
            values = {"least": between[0], "greatest": between[1]}
            level = Text("{level}: {least}–{greatest}", level=level, **values)
        outside = [quota.excess_in(team, line.counts[team]) for team in order]
        sheet.add_high_enough(
            [
                say(staff_label(quota.group)),
                say(level),
                line.total,
                line.band,
                *counts,
                line.excess,
            ],
            [
                *("label", "label", "cell", "cell"),
                *("excess" if excess else "cell" for excess in outside),
                "excess" if line.excess else "cell",
            ],
        )


def _post_values(
    teams: Teams, post: Post, words: Mapping[str, Mapping[str, str]], say: Say
) -> dict[str, object]:
    teacher = post.teacher
    levels = {name: words[name][level] for name, level in teacher.levels}
    return {
        "team": teams.names[post.team],
        "lottery_number": post.lottery_number,
        HEAD_TEACHER: say(staff_level_label("yes" if post.head else "no", HEAD_TEACHER)),
        "staff_number": teacher.key if teams.staff.key == "staff_number" else "",
        "name": teacher.name,
        SUBJECT: teacher.subject,
        "classes_taught": teacher.classes,
        "post": post.number,
        YEARS: teacher.years,
        **{"title": "", "sex": "", **levels},
    }
