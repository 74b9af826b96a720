"""An approved change as its file tells it, and back."""

from __future__ import annotations

from collections.abc import Mapping

from balance_classes.domain.result.formed import Formed, Later
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.year.amend_event import Amendment, Moved
from balance_classes.files.events.forms import AmendFile, LaterFile, MoveForm
from balance_classes.files.events.frame import entry_of, frame, position_of
from balance_classes.files.evidence.forms import Source


def amendment(file: LaterFile, before: Formed, students: Mapping[int, Student]) -> Later:
    """Return the approved change that a file tells of."""
    assert isinstance(file, AmendFile)
    return Amendment(
        entry=entry_of(file),
        moves=tuple(
            Moved(
                move.lottery_number,
                position_of(before, move.leaves),
                position_of(before, move.joins),
            )
            for move in file.moves
        ),
        reason_code=file.reason_code,
        approval=file.approval,
        by=file.by,
        broken=file.broken,
    )


def amend_file(event: Later, before: Formed, after: Formed, source: Source | None) -> LaterFile:
    """Return the file of an approved change."""
    assert isinstance(event, Amendment)
    names = [school_class.name for school_class in before.classes]
    return AmendFile(
        **frame(event, before, after),
        moves=tuple(
            MoveForm(
                lottery_number=move.lottery_number,
                leaves=names[move.leaves],
                joins=names[move.joins],
            )
            for move in event.moves
        ),
        reason_code=event.reason_code,
        approval=event.approval,
        by=event.by,
        broken=event.broken,
    ).signed()
