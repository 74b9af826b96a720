"""What differs between a finished school and its input now, and what can be done about each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.key_words import key_words
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.roster.row_ranges import place_of_rows
from balance_classes.errors import BalanceError, EvidenceError, Finding
from balance_classes.files.evidence.forms import Record
from balance_classes.files.result.corrected_names import corrected_names
from balance_classes.files.result.rebuild import NotRebuiltError, rebuild_formed
from balance_classes.files.result.result_reading import read_kept
from balance_classes.files.result.roster_comparison import differing_fields
from balance_classes.language import Text
from balance_classes.workflows.draw.prepare import Prepared

OF_DIGESTS = ("roster_digest", "rules_digest")
"""What changes with other values that are told themselves."""
MOST_ROWS = 10
"""So many students are told of; where more differ it is another roster."""
CAME = Text("Take the row out; give the student a class with place.")
LEFT = Text("Bring the row back; who left the school is entered with place --leavers.")
AS_DRAWN = Text(
    "Bring the cell back. A class that is no longer right is changed with amend, by an approval."
)


def as_drawn(folder: Path) -> Formed | None:
    """Return the classes of a result, or None where it cannot be read: verify says why."""
    try:
        return rebuild_formed(read_kept(folder))[0].as_drawn
    except (BalanceError, NotRebuiltError):
        return None


def changed_since(
    code: str, folder: Path, record: Record, prepared: Prepared, redraw: Text
) -> EvidenceError | Text | None:
    """Return what differs from what a finished school was drawn from, if anything does.

    Corrected names of children are told, where the draw would read them alike.

    The name of a school is no part of what was drawn: it may be corrected. Another version of the
    solver gives the same classes.
    """
    then = record.fixed
    rules = replace(prepared.rules, school=then.rules.school)
    now = replace(prepared, rules=rules).fix(then.terms)
    changes = then.changes(replace(now, solver=then.solver))
    if not changes:
        return None
    findings, drawn = [], None
    if any(change.key == "roster_digest" for change in changes):
        drawn = as_drawn(folder)
    if drawn:
        corrected = corrected_names(drawn, prepared.roster)
        if corrected and len(changes) == 1:
            return corrected
        findings = [*_of_students(code, drawn, prepared.roster)]
    findings += [
        Finding(
            Text("{school}, {key}", school=code, key=key_words(change.key)),
            Text("Drawn was {then}, now it is {now}.", then=change.then, now=change.now),
            Text("Bring back what was drawn."),
        )
        for change in changes
        if change.key not in OF_DIGESTS
    ]
    last = Finding(code, Text("What it was drawn from and its input are not the same."), redraw)
    return EvidenceError(*findings, last)


def _of_students(code: str, drawn: Formed, now: Roster) -> Iterator[Finding]:
    """Yield the rows in which a roster is not the drawn one; the result knows who was drawn."""
    then = {placement.student.key: placement for placement in drawn.placements}
    found = []
    for student in sorted(now.students, key=lambda each: each.row):
        where = Text("{school}, {key}", school=code, key=place_of_rows(now, [student.row]))
        if student.key not in then:
            found.append(Finding(where, Text("This student was not drawn."), CAME))
            continue
        for name in differing_fields(then.pop(student.key).student, student):
            what = Text(
                "The column {column} is another than at the draw.", column=field_label(name)
            )
            found.append(Finding(where, what, AS_DRAWN))
    for placement in sorted(then.values(), key=lambda each: each.lottery_number):
        number = Text("lottery number {number}", number=placement.lottery_number)
        where = Text("{school}, {key}", school=code, key=number)
        found.append(Finding(where, Text("This student is not in the roster."), LEFT))
    yield from found[:MOST_ROWS]
    if more := len(found[MOST_ROWS:]):
        yield Finding(code, Text("… and {more} more.", more=more), Text("See verify --roster."))
