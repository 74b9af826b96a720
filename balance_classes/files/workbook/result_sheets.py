"""The sheets of a result, one by one: overview, class lists, internal list, rules, evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from balance_classes.domain.canonical import digest
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.result.fixed_before_draw import Fixed, Posted
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.later_states import everybody, list_marks, states
from balance_classes.domain.result.policy_departures import policy_sentences
from balance_classes.domain.result.result_sentences import (
    evenness_sentences,
    notes,
    posted_sentences,
    seed_sentence,
    unmoved,
)
from balance_classes.domain.result.shown_names import told_apart
from balance_classes.domain.roster.bins import number_column
from balance_classes.domain.roster.labels import (
    CHANGED,
    field_label,
    shown_levels,
    student_level_label,
)
from balance_classes.domain.roster.roster import SEX
from balance_classes.domain.teachers.pair_event import paired_of
from balance_classes.files.workbook.charts import add_charts, charted
from balance_classes.files.workbook.overview import WORDS_BEFORE, add_overview
from balance_classes.files.workbook.page_fit import title_lines
from balance_classes.files.workbook.page_setup import lay_out, title_of
from balance_classes.files.workbook.pairing_sheets import (
    add_internal_sheets,
    add_teams_sheet,
    class_lines,
    sheet_names,
)
from balance_classes.files.workbook.workbook_writing import Book, Sheet
from balance_classes.language import Language, Text, day

_PLACED = {"draw": Text("draw and settling"), "program": Text("solver")}

OVERVIEW = Text("Overview")
CHARTS = Text("Charts")
ALL_STUDENTS = Text("All students")
EVIDENCE = Text("Rules and evidence")
CHANGES = Text("Changes")
SPECIAL = ("together", "apart", "friends", "pinned_class", "barred", "reason")

CLASS_WIDTHS, CHANGED_WIDTHS = (8, 44, 18), (8, 34, 12, 16)
"""The columns of a class list, and of one that says of some students what changed."""
LISTED_WIDTH = 20
"""The widest that a column of the internal list may be: a register number fits."""

Say = Callable[[Text | str], str]
Marks = tuple[Text, ...]
"""Which draw it was and what is posted of it."""


def workbook(formed: Formed, posted: Posted | None, language: Language) -> bytes:
    """Return the bytes of the workbook in a language; the same result gives the same bytes."""
    say = language.say
    paired = paired_of(formed)
    later = [] if unmoved(formed) else [CHANGES]
    later += sheet_names(paired) if paired else ()
    kept = (OVERVIEW, CHARTS, ALL_STUDENTS, EVIDENCE, *later)
    book = Book(formed.school, map(say, kept), language.code)
    marks = posted_sentences(formed, posted)
    _add_overview(book, formed, marks, say)
    for c, school_class in enumerate(formed.classes):
        _add_class_list(book.add_sheet(school_class.name), formed, c, marks, say)
    if paired and paired.teams:
        add_teams_sheet(book, formed, paired, say)
    _add_all_students(book.add_kept_sheet(say(ALL_STUDENTS)), formed, say)
    if paired and paired.teams:
        add_internal_sheets(book, formed, paired, say)
    if not unmoved(formed):
        sheet = book.add_kept_sheet(say(CHANGES))
        lay_out(sheet, formed, say, landscape=True, internal=True)
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
    since = (CHANGED,) if changed else ()
    who = ("class", "lottery_number", *since, "name", *fixed.identities)
    return (*who, *fixed.attributes, *numbers, *special)


def numbers_by_row(formed: Formed, say: Say) -> dict[str, dict[int, int]]:
    """Return, for each sheet of students, the lottery number that a row (from 1) belongs to."""
    lists = {
        Book.fit_name(school_class.name): (
            len(title_lines(_class_title(formed, c, say), sum(_class_widths(formed)))) + 2,
            formed.class_lists[c],
        )
        for c, school_class in enumerate(formed.classes)
    }
    lists[say(ALL_STUDENTS)] = (2, everybody(formed))
    return {
        sheet: {row: p.lottery_number for row, p in enumerate(placements, start=first)}
        for sheet, (first, placements) in lists.items()
    }


def _add_overview(book: Book, formed: Formed, marks: Marks, say: Say) -> None:
    sheet = book.add_kept_sheet(say(OVERVIEW))
    lay_out(sheet, formed, say, landscape=True, internal=True, kept=WORDS_BEFORE)
    table = add_overview(sheet, formed, title_of(formed, say), marks, say)
    if charted(formed):
        sheet = book.add_kept_sheet(say(CHARTS))
        lay_out(sheet, formed, say, landscape=True, internal=True, scale=100)
        add_charts(sheet, formed, table, title_of(formed, say), say)


def _class_title(formed: Formed, school_class: int, say: Say) -> str:
    name = formed.classes[school_class].name
    shown = say(Text("Group {group}", group=name)) if formed.assignment.lettered else name
    return f"{title_of(formed, say)} {shown}"


def _class_widths(formed: Formed) -> tuple[int, ...]:
    return CHANGED_WIDTHS if list_marks(formed, posted=True) else CLASS_WIDTHS


def _add_class_list(
    sheet: Sheet, formed: Formed, school_class: int, marks: Marks, say: Say
) -> None:
    """Add the list of one class for its teacher: number, name and sex, and a line to sign."""
    has_sex = SEX in formed.roster.attributes
    changes = list_marks(formed, posted=True)
    sheet.set_widths(_class_widths(formed))
    lay_out(sheet, formed, say, landscape=False, internal=True)
    since = [say(field_label(CHANGED))] if changes else []
    header = [say(Text("No.")), say(Text("Name")), say(Text("Sex")), *since]
    sheet.add_title(_class_title(formed, school_class, say), len(header))
    sheet.repeat_rows(1, sheet.rows + 1)
    sheet.add_row(header, "header")
    placements = formed.class_lists[school_class]
    for number, (placement, told) in enumerate(
        zip(placements, told_apart(placements), strict=True), start=1
    ):
        sex = say(student_level_label(placement.student.levels[SEX], SEX)) if has_sex else ""
        change = changes.get(placement.lottery_number, "")
        row = [number, say(told), sex, *([say(change)] if changes else ())]
        sheet.add_high_enough(row, "changed" if change else "cell")
    sheet.add_row([])
    paired = paired_of(formed)
    for line in class_lines(paired, school_class) if paired else ():
        sheet.add_text(say(line))
    for mark in marks:
        sheet.add_text(say(mark))
    sheet.add_row([say(Text("Signatures:")), None, say(Text("Date:"))])


def _add_all_students(sheet: Sheet, formed: Formed, say: Say) -> None:
    """Add the internal list: plain columns from the first row on, for other programs."""
    roster = formed.roster
    header = all_students_header(formed.fixed, roster.columns, changed=bool(formed.later))
    listed, marked = everybody(formed), list_marks(formed)
    words = {
        name: shown_levels(sorted({p.student.levels[name] for p in listed}), say, name)
        for name in roster.attributes
    }
    numbers = {p.student.key: str(p.lottery_number) for p in formed.as_drawn.placements}
    rows = []
    for placement in listed:
        student = placement.student
        values: dict[str, object] = {
            "class": formed.classes[placement.school_class].name,
            "lottery_number": placement.lottery_number,
            CHANGED: say(marked.get(placement.lottery_number, "")),
            "name": student.name,
            **student.identities,
            **{name: words[name][level] for name, level in student.levels.items()},
            **{number_column(name): student.numbers.get(name) for name in roster.numbers},
            "together": student.together,
            "apart": " ".join(student.apart),
            "friends": " ".join(numbers[key] for key in student.friends),
            "pinned_class": student.pinned_class,
            "barred": " ".join(student.barred),
            "reason": student.reason,
        }
        rows.append([values[name] for name in header])
    lay_out(sheet, formed, say, landscape=True, internal=True, kept=header.index("name") + 1)
    sheet.add_list([say(field_label(name)) for name in header], rows, LISTED_WIDTH)


def _add_evidence(sheet: Sheet, formed: Formed, marks: Marks, say: Say) -> None:
    sheet.set_widths([26, 86])
    lay_out(sheet, formed, say, landscape=False, internal=True)
    for title, rows in _evidence(formed, marks):
        sheet.add_row([say(title)], "section")
        for label, value in rows:
            sheet.add_high_enough([say(label), say(value)], "wrap")
        sheet.add_row([])


def _evidence(formed: Formed, marks: Marks) -> Iterator[tuple[Text, list[tuple[Text, Text | str]]]]:
    """Yield the sections of the evidence, each a title and its rows."""
    yield Text("Rules"), _rules_told(formed)
    yield Text("Draw"), [(Text("Note"), mark) for mark in marks]
    yield (
        Text("Seed"),
        [(Text("Words"), seed_sentence(formed.seed)), (Text("Value"), formed.seed.value)],
    )
    yield (
        Text("Digests (SHA-256)"),
        [
            (Text("Roster, as read"), formed.fixed.roster_digest),
            (Text("Roster file"), formed.roster.file_sha256),
            (Text("Rules"), formed.fixed.rules_digest),
            (Text("All that was fixed before the draw"), formed.fixed.digest()),
            (Text("Result"), formed.as_drawn.assignment.digest()),
        ],
    )
    told = enumerate(evenness_sentences(formed), start=1)
    yield Text("Proof"), [(Text("Tier {number}", number=n), sentence) for n, sentence in told]
    yield Text("To be known"), [(Text("Note"), note) for note in notes(formed)]


def _rules_told(formed: Formed) -> list[tuple[Text, Text | str]]:
    assignment, rules = formed.assignment, formed.rules
    tiers = enumerate(assignment.problem.tiers, start=1)
    return [
        *((Text("Policy"), told) for told in policy_sentences(rules.policy)),
        (Text("Digest of the policy"), digest(asdict(rules.policy))),
        (Text("Classes"), Text("{names}", names=tuple(c.name for c in formed.classes))),
        (Text("Cap"), _cap(formed)),
        (Text("Size tolerance"), str(rules.tolerance)),
        (Text("Minimum size"), str(rules.min_size)),
        (Text("Hard rules"), _labels(_hard_groups(assignment.problem))),
        *((Text("Tier {number}", number=n), _labels(tier.groups)) for n, tier in tiers),
        (Text("Placed by"), _PLACED[assignment.placed]),
        (Text("Budget of steps"), str(rules.steps)),
        (Text("Budget of spreading, steps a student"), str(rules.depth)),
        (Text("Solver"), formed.fixed.solver),
        (Text("Procedure"), formed.fixed.procedure),
    ]


def _cap(formed: Formed) -> Text | str:
    """Return the most students of a class; where no cap is named, that of all is none."""
    highest = max(school_class.cap for school_class in formed.classes)
    none = formed.rules.highest_cap is None and highest >= formed.as_drawn.roster.size
    return Text("no limit") if none else str(highest)


def _hard_groups(problem: Problem) -> tuple[str, ...]:
    together = ("together",) if problem.blocks else ()
    pinned = ("pinned_class", "barred") if problem.reach else ()
    return (*problem.hard.groups, *together, *pinned)


def _labels(groups: tuple[str, ...]) -> Text:
    return Text("{names}", names=tuple(field_label(group) for group in groups))


def add_changes(sheet: Sheet, formed: Formed, say: Say) -> None:
    """Add a line for each student that a later event touched: its class before and after."""
    sheet.set_widths([8, 16, 9, 30, 14, 14, 60])
    sheet.repeat_rows(1, 1)
    sheet.freeze("A2")
    header = (
        Text("Change"),
        Text("Date"),
        field_label("lottery_number"),
        Text("Name"),
        Text("Class before"),
        Text("Class after"),
        Text("What it was"),
    )
    sheet.add_high_enough([say(heading) for heading in header], "header")
    for row in _rows(formed, say):
        sheet.add_high_enough(row, [*["cell"] * 6, "label"])


def _rows(formed: Formed, say: Say) -> Iterator[list[object]]:
    """Yield the lines, event by event, each in the order of lottery numbers."""
    known = states(formed.as_drawn, formed.later)
    for event, before, after in zip(formed.later, known, known[1:], strict=False):
        if event.kind == "pair":
            continue  # groups get names; nobody moves
        was, now = ({p.lottery_number: p for p in state.placements} for state in (before, after))
        for number in sorted(was | now):
            there, here = was.get(number), now.get(number)
            if there and here and there.school_class == here.school_class:
                continue
            yield [
                event.entry.number,
                say(Text("{date}", date=day(event.entry.date))),
                number,
                (here or was[number]).student.name,
                before.classes[there.school_class].name if there else "",
                after.classes[here.school_class].name if here else "",
                say(event.story(before, number) or event.sentence()),
            ]
