"""The workbook of a result: overview, class lists, notice, internal list, rules and evidence."""

from __future__ import annotations

from collections.abc import Callable

from balance_classes.domain.formed import BalanceLine, Formed
from balance_classes.domain.labels import field_label, level_label, student_level_label
from balance_classes.domain.problem import SIZE, Problem
from balance_classes.domain.roster import SEX
from balance_classes.domain.sentences import notes, proof_sentence, seed_sentence
from balance_classes.files.book import Book, Sheet
from balance_classes.language import Language, Text

_PLACED = {"draw": Text("draw and settling"), "program": Text("solver")}

OVERVIEW_TEXT_ROWS = 20
"""About so many rows of words stand above and below the table of the overview."""

Say = Callable[[Text | str], str]


def workbook(formed: Formed, language: Language) -> bytes:
    """Return the bytes of the workbook in a language; the same result gives the same bytes."""
    say = language.say
    book = Book(formed.school)
    _add_overview(book.add_sheet(say(Text("Overview"))), formed, say)
    for c, school_class in enumerate(formed.classes):
        _add_class_list(book.add_sheet(school_class.name), formed, c, say)
    _add_notice(book.add_sheet(say(Text("Notice"))), formed, say)
    _add_all_students(book.add_sheet(say(Text("All students"))), formed, say)
    _add_evidence(book.add_sheet(say(Text("Rules and evidence"))), formed, say)
    return book.content()


def _add_overview(sheet: Sheet, formed: Formed, say: Say) -> None:
    names = [school_class.name for school_class in formed.classes]
    sheet.set_widths([20, 18, 8, 12, *([9] * len(names)), 9])
    lines = [line for group in formed.shown_groups().values() for line in group]
    _print(sheet, formed, say, len(lines) + OVERVIEW_TEXT_ROWS, landscape=True)
    sheet.add_title(formed.school, 5 + len(names))
    for text in _summary(formed):
        sheet.add_row([say(text)])
    sheet.add_row([])
    sheet.add_row(
        [
            say(Text("Attribute")),
            say(Text("Level")),
            say(Text("Students")),
            say(Text("Even share")),
            *names,
            say(Text("Excess")),
        ],
        "header",
    )
    for line in lines:
        _add_balance_line(sheet, line, say)
    sheet.add_row([])
    sheet.add_row([say(Text("How even the classes are"))], "section")
    for proof in formed.assignment.proofs:
        sheet.add_row([say(proof_sentence(proof))])
    sheet.add_row([])
    sheet.add_row([say(Text("To be known"))], "section")
    for note in (seed_sentence(formed.seed), *notes(formed)):
        sheet.add_row([say(note)])


def _summary(formed: Formed) -> list[Text]:
    counts = {"students": formed.roster.size, "classes": len(formed.classes)}
    cap = max(school_class.cap for school_class in formed.classes)
    return [
        Text("Policy: {policy}", policy=Text(formed.rules.policy.title)),
        Text("{students} students in {classes} classes, at most {cap} each", **counts, cap=cap)
        if cap < formed.roster.size
        else Text("{students} students in {classes} classes", **counts),
    ]


def _add_balance_line(sheet: Sheet, line: BalanceLine, say: Say) -> None:
    quota = line.quota
    level = Text("all students") if quota.group == SIZE else level_label(quota.level)
    values: list[object] = [say(field_label(quota.group)), say(level), line.total, line.band]
    styles = ["label", "label", "cell", "cell"]
    for c, count in enumerate(line.counts):
        values.append(count)
        styles.append("excess" if quota.excess_in(c, count) else "cell")
    sheet.add_row([*values, line.excess], [*styles, "excess" if line.excess else "cell"])


def _add_class_list(sheet: Sheet, formed: Formed, school_class: int, say: Say) -> None:
    """Add the list of one class to hang up: number, name and sex, and a line to sign."""
    name = formed.classes[school_class].name
    has_sex = SEX in formed.roster.attributes
    sheet.set_widths([10, 30, 14])
    _print(sheet, formed, say, len(formed.class_lists[school_class]) + 4, landscape=False)
    sheet.repeat_rows(2)
    sheet.add_title(f"{formed.school} {name}", 3)
    sheet.add_row([say(Text("No.")), say(Text("Name")), say(Text("Sex"))], "header")
    for number, placement in enumerate(formed.class_lists[school_class], start=1):
        student = placement.student
        sex = say(student_level_label(student.levels[SEX])) if has_sex else ""
        sheet.add_row([number, student.name, sex], "cell")
    sheet.add_row([])
    sheet.add_row([say(Text("Signatures:")), None, say(Text("Date:"))])


def _add_notice(sheet: Sheet, formed: Formed, say: Say) -> None:
    """Add the list to publish: class and name, nothing else."""
    sheet.set_widths([16, 30])
    _print(sheet, formed, say, formed.roster.size, landscape=False)
    sheet.repeat_rows(1)
    sheet.add_row([say(Text("Class")), say(Text("Name"))], "header")
    for c, school_class in enumerate(formed.classes):
        for placement in formed.class_lists[c]:
            sheet.add_row([school_class.name, placement.student.name], "cell")


def _add_all_students(sheet: Sheet, formed: Formed, say: Say) -> None:
    """Add the internal list: plain columns from the first row on, for other programs."""
    roster = formed.roster
    special = [
        name
        for name in ("together", "apart", "pinned_class", "reason")
        if name in {field for _, field in roster.columns}
    ]
    fields = [*roster.identities, *roster.attributes, *special]
    sheet.set_widths([12, 12, 16, *([20] * len(roster.identities)), *([14] * len(fields))])
    _print(sheet, formed, say, roster.size, landscape=True, internal=True)
    sheet.repeat_rows(1)
    sheet.freeze("A2")
    sheet.add_row([say(field_label(name)) for name in ("class", "lottery_number", "name", *fields)])
    for placement in formed.placements:
        student = placement.student
        asked = {
            "together": student.together,
            "apart": " ".join(student.apart),
            "pinned_class": student.pinned_class,
            "reason": student.reason,
        }
        sheet.add_row(
            [
                formed.classes[placement.school_class].name,
                placement.lottery_number,
                student.name,
                *(student.identities[name] for name in roster.identities),
                *(say(student_level_label(student.levels[name])) for name in roster.attributes),
                *(asked[name] for name in special),
            ]
        )


def _add_evidence(sheet: Sheet, formed: Formed, say: Say) -> None:
    sheet.set_widths([30, 90])
    _print(sheet, formed, say, 30, landscape=False)
    for title, rows in _evidence(formed):
        sheet.add_row([say(title)], "section")
        for label, value in rows:
            sheet.add_row([say(label), say(value)], ["", "wrap"])
        sheet.add_row([])


def _evidence(formed: Formed) -> list[tuple[Text, list[tuple[Text, Text | str]]]]:
    """Return the sections of the evidence, each a title and its rows."""
    assignment, rules = formed.assignment, formed.rules
    return [
        (
            Text("Rules"),
            [
                (Text("Policy"), Text(rules.policy.title)),
                (Text("Classes"), Text("{names}", names=tuple(c.name for c in formed.classes))),
                (Text("Cap"), str(max(school_class.cap for school_class in formed.classes))),
                (Text("Hard rules"), _labels(_hard_groups(assignment.problem))),
                *(
                    (Text("Tier {number}", number=number), _labels(tier.groups))
                    for number, tier in enumerate(assignment.problem.tiers, start=1)
                ),
                (Text("Placed by"), _PLACED[assignment.placed]),
                (Text("Budget of steps"), str(rules.steps)),
                (Text("Solver"), rules.solver),
            ],
        ),
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
                (Text("Roster, as read"), assignment.problem.roster_digest()),
                (Text("Roster file"), formed.roster.file_sha256),
                (Text("Rules"), formed.rules_digest()),
                (Text("Result"), assignment.digest()),
            ],
        ),
        (
            Text("Proof"),
            [
                (Text("Tier {number}", number=number), proof_sentence(proof))
                for number, proof in enumerate(assignment.proofs, start=1)
            ],
        ),
        (Text("To be known"), [(Text("Note"), note) for note in notes(formed)]),
    ]


def _hard_groups(problem: Problem) -> tuple[str, ...]:
    together = ("together",) if problem.blocks else ()
    pinned = ("pinned_class",) if problem.reach else ()
    return (*problem.hard.groups, *together, *pinned)


def _labels(groups: tuple[str, ...]) -> Text:
    return Text("{names}", names=tuple(field_label(group) for group in groups))


def _print(
    sheet: Sheet, formed: Formed, say: Say, rows: int, *, landscape: bool, internal: bool = False
) -> None:
    mark = say(Text("INTERNAL, not for publication")) if internal else ""
    page = say(Text("page {page} of {pages}", page="{page}", pages="{pages}"))
    sheet.print_on_a4(f"{formed.school} {mark}".strip(), page, rows, landscape=landscape)
