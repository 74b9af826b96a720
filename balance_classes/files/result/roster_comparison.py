"""The roster read again and held against what was formed from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from balance_classes.domain.problem.formulation import formulate, planned
from balance_classes.domain.result.fixed_before_draw import Fixed, changed_values, fix
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.key_words import key_words
from balance_classes.domain.roster.bins import number_column
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster import Roster, Student
from balance_classes.domain.roster.row_ranges import place_of_rows
from balance_classes.domain.verdict import Difference, differences_of
from balance_classes.errors import BalanceError
from balance_classes.files.evidence.forms import Source
from balance_classes.files.evidence.record import source_of
from balance_classes.files.result.corrected_names import corrected_names
from balance_classes.files.roster.roster_reading import read_roster
from balance_classes.files.tables.file_kinds import Password
from balance_classes.language import Text


def compared_roster(
    path: Path, formed: Formed, source: Source, password: Password | None = None
) -> tuple[tuple[Difference, ...], tuple[Text, ...]]:
    """Return what differs between a roster file and a result, and what was corrected since.

    A name that the draw would read alike may be corrected. What the record says of the file itself
    is compared where the file is still the same.
    """
    try:
        roster = read_roster(path, formed.rules, password)
        if told := corrected_names(formed, roster):
            return (), (told,)
        return tuple(_differences(roster, _fixed(roster, formed), formed, source)), ()
    except BalanceError as error:
        return differences_of(error), ()


def _differences(
    roster: Roster, now: Fixed, formed: Formed, source: Source
) -> Iterator[Difference]:
    """Yield what differs, by lottery number."""
    number = {p.student.key: p.lottery_number for p in formed.placements}
    listed = {student.key: student for student in formed.roster.students}
    for student in roster.students:
        if student.key not in listed:
            where = place_of_rows(roster, [student.row])
            yield Difference(where, Text("This student is in no class list."))
            continue
        for field in differing_fields(listed.pop(student.key), student):
            yield Difference(
                Text("lottery number {number}", number=number[student.key]),
                Text("The column {column} is not as in the roster.", column=field_label(field)),
            )
    for key in listed:
        where = Text("lottery number {number}", number=number[key])
        yield Difference(where, Text("This student is not in the roster."))
    if roster.file_sha256 == source.file_sha256:
        there = source_of(roster, formed.rules)
        for change in changed_values(_of_file(source), _of_file(there)):
            where = Text("record, {key}", key=key_words(f"source.{change.key}"))
            yield Difference(where, Text("The file says: {value}.", value=change.now))
    for change in formed.fixed.changes(now):
        where = Text("roster, {key}", key=key_words(change.key))
        what = Text("Drawn was {then}, now it is {now}.", then=change.then, now=change.now)
        yield Difference(where, what)


def _of_file(source: Source) -> dict[str, object]:
    """Return what a source says that depends on the content of the file alone."""
    return source.plain("program", "school", "file", "sheet", "digest")


def _fixed(roster: Roster, formed: Formed) -> Fixed:
    fixed = formed.fixed
    classes = planned(roster, formed.rules)
    return fix(
        roster,
        formed.rules,
        formulate(roster, formed.rules, classes),
        fixed.solver,
        fixed.terms,
    )


def differing_fields(listed: Student, now: Student) -> Iterator[str]:
    """Yield the fields in which a student is another than the one that was drawn."""
    for name in ("name", "together", "apart", "friends", "pinned_class", "barred", "reason"):
        if getattr(listed, name) != getattr(now, name):
            yield name
    for then, there in ((listed.levels, now.levels), (listed.identities, now.identities)):
        yield from (name for name in then if then[name] != there.get(name))
    for name in {**listed.numbers, **now.numbers}:
        if listed.numbers.get(name) != now.numbers.get(name):
            yield number_column(name)
