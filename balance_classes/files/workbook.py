"""The workbook of a result: overview, class lists, notice, internal list, rules and evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from balance_classes.domain.evidence import Fixed, Posted
from balance_classes.domain.formed import Formed
from balance_classes.domain.labels import (
    field_label,
    shown_levels,
    student_level_label,
)
from balance_classes.domain.later import everybody, list_marks
from balance_classes.domain.namesakes import told_apart
from balance_classes.domain.numbers import number_column
from balance_classes.domain.pair import paired_of
from balance_classes.domain.problem import Problem
from balance_classes.domain.roster import SEX
from balance_classes.domain.sentences import (
    evenness_sentences,
    notes,
    posted_sentences,
    seed_sentence,
)
from balance_classes.files.book import Book, Sheet, broken
from balance_classes.files.changes import CHANGES, add_changes
from balance_classes.files.charts import add_charts, charted
from balance_classes.files.overview import add_overview, overview_rows
from balance_classes.files.page_setup import lay_out, title_of
from balance_classes.files.pairing_sheets import (
    add_internal_sheets,
    add_teams_sheet,
    class_lines,
    sheet_names,
)
from balance_classes.language import Language, Text

_PLACED = {"draw": Text("draw and settling"), "program": Text("solver")}

OVERVIEW = Text("Overview")
CHARTS = Text("Charts")
ALL_STUDENTS = Text("All students")
EVIDENCE = Text("Rules and evidence")
NOTICE = Text("Notice")
SPECIAL = ("together", "apart", "pinned_class", "barred", "reason")

CLASS_WIDTH, NOTICE_WIDTH = 58, 60
"""How many characters the sentences above and below a list may be wide: as its columns."""

Say = Callable[[Text | str], str]
Marks = tuple[Text, ...]
"""Which draw it was and what is posted of it."""


def workbook(formed: Formed, posted: Posted | None, language: Language) -> bytes:
    """Return the bytes of the workbook in a language; the same result gives the same bytes."""
    say = language.say
    paired = paired_of(formed)
    later = [CHANGES] if formed.later else []
    later += sheet_names(paired) if paired else ()
    kept = (OVERVIEW, CHARTS, NOTICE, ALL_STUDENTS, EVIDENCE, *later)
    book = Book(formed.school, map(say, kept), language.code)
    marks = posted_sentences(formed, posted)
    _add_overview(book, formed, marks, say)
    for c, school_class in enumerate(formed.classes):
        _add_class_list(book.add_sheet(school_class.name), formed, c, marks, say)
    if paired and paired.teams:
        add_teams_sheet(book, formed, paired, say)
    _add_notice(book.add_kept_sheet(say(NOTICE)), formed, marks, say)
    _add_all_students(book.add_kept_sheet(say(ALL_STUDENTS)), formed, say)
    if paired and paired.teams:
        add_internal_sheets(book, formed, paired, say)
    if formed.later:
        sheet = book.add_kept_sheet(say(CHANGES))
        lay_out(sheet, formed, say, 2 + len(list_marks(formed)), landscape=True, internal=True)
        add_changes(sheet, formed, say)
    _add_evidence(book.add_kept_sheet(say(EVIDENCE)), formed, marks, say)
    return book.content()


def all_students_header(
    fixed: Fixed, columns: Sequence[tuple[str, str]], *, changed: bool = False
) -> tuple[str, ...]:
    """Return the fields of the internal list, column by column; `columns` are the roster's.

    After later events it says of each student what `changed`.
    """
    read = {field for _, field in columns}
    special = [name for name in SPECIAL if name in read]
    numbers = map(number_column, fixed.numbers)
    since = ("changed",) if changed else ()
    who = ("class", "lottery_number", *since, "name", *fixed.identities)
    return (*who, *fixed.attributes, *numbers, *special)


def numbers_by_row(formed: Formed, posted: Posted | None, say: Say) -> dict[str, dict[int, int]]:
    """Return, for each sheet of students, the lottery number that a row (from 1) belongs to."""
    lists = {
        Book.fit_name(school_class.name): (3, formed.class_lists[c])
        for c, school_class in enumerate(formed.classes)
    }
    notice = tuple(placement for placements in formed.class_lists for placement in placements)
    lines = _notice_lines(posted_sentences(formed, posted), say)
    lists[say(NOTICE)] = (3 + len(lines), notice)
    lists[say(ALL_STUDENTS)] = (2, everybody(formed))
    return {
        sheet: {row: p.lottery_number for row, p in enumerate(placements, start=first)}
        for sheet, (first, placements) in lists.items()
    }


def _add_overview(book: Book, formed: Formed, marks: Marks, say: Say) -> None:
    sheet = book.add_kept_sheet(say(OVERVIEW))
    lay_out(sheet, formed, say, overview_rows(formed), landscape=True)
    table = add_overview(sheet, formed, title_of(formed, say), marks, say)
    if charted(formed):
        sheet = book.add_kept_sheet(say(CHARTS))
        lay_out(sheet, formed, say, None, landscape=True)
        add_charts(sheet, formed, table, title_of(formed, say), say)


def _add_class_list(
    sheet: Sheet, formed: Formed, school_class: int, marks: Marks, say: Say
) -> None:
    """Add the list of one class to hang up: number, name and sex, and a line to sign."""
    name = formed.classes[school_class].name
    has_sex = SEX in formed.roster.attributes
    changes = list_marks(formed, posted=True)
    sheet.set_widths([12, 32, 16, *([20] if changes else ())])
    paired = paired_of(formed)
    teachers = class_lines(paired, school_class) if paired else []
    rows = len(formed.class_lists[school_class]) + 4 + len(marks) + 2 * len(teachers)
    lay_out(sheet, formed, say, rows, landscape=False)
    sheet.repeat_rows(1, 2)
    shown = say(Text("Group {group}", group=name)) if formed.assignment.lettered else name
    since = [say(field_label("changed"))] if changes else []
    header = [say(Text("No.")), say(Text("Name")), say(Text("Sex")), *since]
    sheet.add_title(f"{title_of(formed, say)} {shown}", len(header))
    sheet.add_row(header, "header")
    placements = formed.class_lists[school_class]
    for number, (placement, told) in enumerate(
        zip(placements, told_apart(placements), strict=True), start=1
    ):
        sex = say(student_level_label(placement.student.levels[SEX])) if has_sex else ""
        change = changes.get(placement.lottery_number, "")
        row = [number, say(told), sex, *([say(change)] if changes else ())]
        sheet.add_row(row, "changed" if change else "cell")
    sheet.add_row([])
    for line in teachers:
        sheet.add_text(say(line), CLASS_WIDTH)
    for mark in marks:
        sheet.add_text(say(mark), CLASS_WIDTH)
    sheet.add_row([say(Text("Signatures:")), None, say(Text("Date:"))])


def _add_notice(sheet: Sheet, formed: Formed, marks: Marks, say: Say) -> None:
    """Add the list to publish: class and name of each student, and which draw it was."""
    sheet.set_widths([22, 40])
    lay_out(sheet, formed, say, formed.roster.size, landscape=False)
    sheet.add_title(title_of(formed, say), 2)
    lines = _notice_lines(marks, say)
    for line in lines:
        sheet.add_row([line])
    sheet.repeat_rows(2 + len(lines), 2 + len(lines))
    sheet.add_row([say(Text("Class")), say(Text("Name"))], "header")
    placements = [placement for placed in formed.class_lists for placement in placed]
    for placement, shown in zip(placements, told_apart(placements), strict=True):
        sheet.add_row([formed.classes[placement.school_class].name, say(shown)], "cell")


def _notice_lines(marks: Marks, say: Say) -> list[str]:
    return [line for mark in marks for line in broken(say(mark), NOTICE_WIDTH)]


def _add_all_students(sheet: Sheet, formed: Formed, say: Say) -> None:
    """Add the internal list: plain columns from the first row on, for other programs."""
    roster = formed.roster
    header = all_students_header(formed.fixed, roster.columns, changed=bool(formed.later))
    listed, marked = everybody(formed), list_marks(formed)
    words = {
        name: shown_levels(sorted({p.student.levels[name] for p in listed}), say)
        for name in roster.attributes
    }
    sheet.set_widths([12, 12, 16, *([20] * len(roster.identities)), *([14] * len(header))])
    lay_out(sheet, formed, say, roster.size, landscape=True, internal=True)
    sheet.repeat_rows(1, 1)
    sheet.freeze("A2")
    sheet.add_row([say(field_label(name)) for name in header])
    for placement in listed:
        student = placement.student
        values: dict[str, object] = {
            "class": formed.classes[placement.school_class].name,
            "lottery_number": placement.lottery_number,
            "changed": say(marked.get(placement.lottery_number, "")),
            "name": student.name,
            **student.identities,
            **{name: words[name][level] for name, level in student.levels.items()},
            **{number_column(name): student.numbers.get(name) for name in roster.numbers},
            "together": student.together,
            "apart": " ".join(student.apart),
            "pinned_class": student.pinned_class,
            "barred": " ".join(student.barred),
            "reason": student.reason,
        }
        sheet.add_row([values[name] for name in header])


def _add_evidence(sheet: Sheet, formed: Formed, marks: Marks, say: Say) -> None:
    sheet.set_widths([30, 90])
    lay_out(sheet, formed, say, 30, landscape=False)
    for title, rows in _evidence(formed, marks):
        sheet.add_row([say(title)], "section")
        for label, value in rows:
            sheet.add_row([say(label), say(value)], ["", "wrap"])
        sheet.add_row([])


def _evidence(formed: Formed, marks: Marks) -> list[tuple[Text, list[tuple[Text, Text | str]]]]:
    """Return the sections of the evidence, each a title and its rows."""
    assignment, rules = formed.assignment, formed.rules
    return [
        (
            Text("Rules"),
            [
                (Text("Policy"), Text(rules.policy.title)),
                (Text("Classes"), Text("{names}", names=tuple(c.name for c in formed.classes))),
                (Text("Cap"), str(max(school_class.cap for school_class in formed.classes))),
                (Text("Size tolerance"), str(rules.tolerance)),
                (Text("Minimum size"), str(rules.min_size)),
                (Text("Hard rules"), _labels(_hard_groups(assignment.problem))),
                *(
                    (Text("Tier {number}", number=number), _labels(tier.groups))
                    for number, tier in enumerate(assignment.problem.tiers, start=1)
                ),
                (Text("Placed by"), _PLACED[assignment.placed]),
                (Text("Budget of steps"), str(rules.steps)),
                (Text("Budget of spreading, steps a student"), str(rules.depth)),
                (Text("Solver"), formed.fixed.solver),
                (Text("Procedure"), formed.fixed.procedure),
            ],
        ),
        (Text("Draw"), [(Text("Note"), mark) for mark in marks]),
        (
            Text("Seed"),
            [
                (Text("Words"), seed_sentence(formed.seed)),
                (Text("Value"), formed.seed.value),
            ],
        ),
        (
            Text("Digests (SHA-256)"),
            [
                (Text("Roster, as read"), formed.fixed.roster_digest),
                (Text("Roster file"), formed.roster.file_sha256),
                (Text("Rules"), formed.fixed.rules_digest),
                (Text("All that was fixed before the draw"), formed.fixed.digest()),
                (Text("Result"), formed.as_drawn.assignment.digest()),
            ],
        ),
        (
            Text("Proof"),
            [
                (Text("Tier {number}", number=number), sentence)
                for number, sentence in enumerate(evenness_sentences(formed), start=1)
            ],
        ),
        (Text("To be known"), [(Text("Note"), note) for note in notes(formed)]),
    ]


def _hard_groups(problem: Problem) -> tuple[str, ...]:
    together = ("together",) if problem.blocks else ()
    pinned = ("pinned_class", "barred") if problem.reach else ()
    return (*problem.hard.groups, *together, *pinned)


def _labels(groups: tuple[str, ...]) -> Text:
    return Text("{names}", names=tuple(field_label(group) for group in groups))
