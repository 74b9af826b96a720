"""Schools that a batch began with or drew, and that its source has no more: none falls out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from balance_classes.domain.batch import INCOMPLETE, Outcome
from balance_classes.domain.roster.roster import Roster
from balance_classes.errors import EvidenceError, Finding
from balance_classes.files.batch.batch_folder import Batch, school_folder
from balance_classes.files.batch.batch_results import kept_codes
from balance_classes.files.batch.duplicate_children import name_marks
from balance_classes.files.batch.manifest import School
from balance_classes.files.batch.school_results import classes_of
from balance_classes.files.result.result_writing import finished_record
from balance_classes.language import Text
from balance_classes.workflows.batch.changed import as_drawn

Gone = tuple[tuple[str, frozenset[int]], ...]
"""For each school that is gone its code and the marks of the names that it was drawn with."""


def gone_schools(folder: Path, batch: Batch, schools: Sequence[School]) -> tuple[Outcome, ...]:
    """Return each school that the batch had, and that is none of those of the source now."""
    now = {school.code for school in schools}
    codes = (code for code in kept_codes(folder, batch) if code not in now)
    return tuple(_gone(school_folder(folder, code), code) for code in codes)


def _gone(folder: Path, code: str) -> Outcome:
    record = finished_record(folder)
    what = Text("It was a school of this batch, and the source has it no more.")
    mend = Text("Bring its roster back under its code.")
    if record:
        what = Text("It was drawn in this batch, and the source has it no more.")
        mend = Text(
            "Bring its roster back under its code; or move {folder} elsewhere.", folder=str(folder)
        )
    return Outcome(
        code=code,
        name=record.source.school if record else code,
        state="gone",
        exit_code=INCOMPLETE,
        folder=str(folder),
        findings=(Finding(code, what, mend),),
        classes=classes_of(record) if record else None,
        language=record.source.language if record else "",
    )


def names_of_gone(gone: Sequence[Outcome], salt: bytes) -> Gone:
    """Return the names of the students of each school that was drawn and is gone, as marks."""
    found = []
    for outcome in gone:
        formed = as_drawn(Path(outcome.folder)) if outcome.classes else None
        if formed:
            found.append((outcome.code, name_marks(formed.roster, salt)))
    return tuple(found)


def require_not_drawn(code: str, roster: Roster, gone: Gone, salt: bytes) -> None:
    """Refuse a school most of whose students were drawn under a code that is gone.

    Under another code and another file name its ledger would know nothing of the first draw.
    """
    marks = name_marks(roster, salt)
    findings = [_second_draw(code, old, len(marks & names), len(marks)) for old, names in gone]
    told = [finding for finding in findings if finding]
    if told:
        raise EvidenceError(*told)


def _second_draw(code: str, old: str, shared: int, students: int) -> Finding | None:
    if 2 * shared <= students:
        return None
    return Finding(
        code,
        Text(
            "{shared} of its {students} names are those of the school {old}, which was drawn: "
            "under another code they would be drawn a second time.",
            shared=shared,
            students=students,
            old=old,
        ),
        Text("Give code and roster their old names; to draw it again in public, redraw it."),
    )
