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
from balance_classes.domain.namesakes import told_apart
from balance_classes.domain.numbers import number_column
from balance_classes.domain.problem import Problem
from balance_classes.domain.roster import SEX
from balance_classes.domain.sentences import notes, posted_sentences, proof_sentences, seed_sentence
from balance_classes.files.book import Book, Sheet, broken
from balance_classes.files.charts import add_charts, charted
from balance_classes.files.overview import add_overview, overview_rows
from balance_classes.language import Language, Text

_PLACED = {"draw": Text("draw and settling"), "program": Text("solver")}

OVERVIEW = Text("Overview")
CHARTS = Text("Charts")
ALL_STUDENTS = Text("All students")
EVIDENCE = Text("Rules and evidence")
NOTICE = Text("Notice")
REHEARSAL = Text("[REHEARSAL]")
SPECIAL = ("together", "apart", "pinned_class", "barred", "reason")

CLASS_WIDTH, NOTICE_WIDTH = 58, 60
"""How many characters the sentences above and below a list may be wide: as its columns."""

Say = Callable[[Text | str], str]
Marks = tuple[Text, ...]
"""Which draw it was and what is posted of it."""


def workbook(formed: Formed, posted: Posted | None, language: Language) -> bytes:
    """Return the bytes of the workbook in a language; the same result gives the same bytes."""
    say = language.say
    kept = (OVERVIEW, CHARTS, NOTICE, ALL_STUDENTS, EVIDENCE)
    book = Book(formed.school, map(say, kept), language.code)
    marks = posted_sentences(formed, posted)
    _add_overview(book, formed, marks, say)
    for c, school_class in enumerate(formed.classes):
        _add_class_list(book.add_sheet(school_class.name), formed, c, marks, say)
    _add_notice(book.add_kept_sheet(say(NOTICE)), formed, marks, say)
    _add_all_students(book.add_kept_sheet(say(ALL_STUDENTS)), formed, say)
    _add_evidence(book.add_kept_sheet(say(EVIDENCE)), formed, marks, say)
    return book.content()


def all_students_header(fixed: Fixed, columns: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the fields of the internal list, column by column; `columns` are the roster's."""
    read = {field for _, field in columns}
    special = [name for name in SPECIAL if name in read]
    numbers = map(number_column, fixed.numbers)
    who = ("class", "lottery_number", "name", *fixed.identities)
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
    lists[say(ALL_STUDENTS)] = (2, formed.placements)
    return {
        sheet: {row: p.lottery_number for row, p in enumerate(placements, start=first)}
        for sheet, (first, placements) in lists.items()
    }


def _add_overview(book: Book, formed: Formed, marks: Marks, say: Say) -> None:
    sheet = book.add_kept_sheet(say(OVERVIEW))
    _print(sheet, formed, say, overview_rows(formed), landscape=True)
    table = add_overview(sheet, formed, _title(formed, say), marks, say)
    if charted(formed):
        sheet = book.add_kept_sheet(say(CHARTS))
        _print(sheet, formed, say, None, landscape=True)
        add_charts(sheet, formed, table, _title(formed, say), say)


def _add_class_list(
    sheet: Sheet, formed: Formed, school_class: int, marks: Marks, say: Say
) -> None:
    """Add the list of one class to hang up: number, name and sex, and a line to sign."""
    name = formed.classes[school_class].name
    has_sex = SEX in formed.roster.attributes
    sheet.set_widths([12, 32, 16])
    _print(
        sheet, formed, say, len(formed.class_lists[school_class]) + 4 + len(marks), landscape=False
    )
    sheet.repeat_rows(1, 2)
    sheet.add_title(f"{_title(formed, say)} {name}", 3)
    sheet.add_row([say(Text("No.")), say(Text("Name")), say(Text("Sex"))], "header")
    placements = formed.class_lists[school_class]
    for number, (placement, shown) in enumerate(
        zip(placements, told_apart(placements), strict=True), start=1
    ):
        sex = say(student_level_label(placement.student.levels[SEX])) if has_sex else ""
        sheet.add_row([number, say(shown), sex], "cell")
    sheet.add_row([])
    for mark in marks:
        sheet.add_text(say(mark), CLASS_WIDTH)
    sheet.add_row([say(Text("Signatures:")), None, say(Text("Date:"))])


def _add_notice(sheet: Sheet, formed: Formed, marks: Marks, say: Say) -> None:
    """Add the list to publish: class and name of each student, and which draw it was."""
    sheet.set_widths([22, 40])
    _print(sheet, formed, say, formed.roster.size, landscape=False)
    sheet.add_title(_title(formed, say), 2)
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
    header = all_students_header(formed.fixed, roster.columns)
    words = {name: shown_levels(roster.level_counts(name), say) for name in roster.attributes}
    sheet.set_widths([12, 12, 16, *([20] * len(roster.identities)), *([14] * len(header))])
    _print(sheet, formed, say, roster.size, landscape=True, internal=True)
    sheet.repeat_rows(1, 1)
    sheet.freeze("A2")
    sheet.add_row([say(field_label(name)) for name in header])
    for placement in formed.placements:
        student = placement.student
        values: dict[str, object] = {
            "class": formed.classes[placement.school_class].name,
            "lottery_number": placement.lottery_number,
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
    _print(sheet, formed, say, 30, landscape=False)
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
                (Text("Result"), assignment.digest()),
            ],
        ),
        (
            Text("Proof"),
            [
                (Text("Tier {number}", number=number), sentence)
                for number, sentence in enumerate(proof_sentences(assignment), start=1)
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


def _title(formed: Formed, say: Say) -> str:
    return f"{say(REHEARSAL)} {formed.school}" if formed.entry is None else formed.school


def _print(
    sheet: Sheet,
    formed: Formed,
    say: Say,
    rows: int | None,
    *,
    landscape: bool,
    internal: bool = False,
) -> None:
    mark = say(Text("INTERNAL, not for publication")) if internal else ""
    page = say(Text("page {page} of {pages}", page="{page}", pages="{pages}"))
    header = f"{_title(formed, say)} {mark}".strip()
    sheet.print_on_a4(header, page, rows, landscape=landscape)
