"""An approved change as its file tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from balance_classes.domain.after_draw.amend_event import Amendment, Moved
from balance_classes.domain.reason_codes import ReasonCode
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.roster.roster import Student
from balance_classes.files.after_draw.event_file import LaterFile, ListTexts, frame, position_of
from balance_classes.files.evidence.document import Form, Spoken
from balance_classes.files.evidence.forms import Source


class MoveForm(Form):
    """A student by its lottery number, the class it leaves and the class it joins."""

    lottery_number: int
    leaves: str
    joins: str


class AmendFile(LaterFile):
    """A change that was approved: who, from where, to where, why, and by whom."""

    format: Literal["balance-classes/amend"] = "balance-classes/amend"
    version: Literal[1] = 1
    moves: tuple[MoveForm, ...]
    reason_code: ReasonCode
    approval: Spoken
    by: Spoken
    broken: tuple[str, ...]

    @classmethod
    def of(cls, event: Amendment, before: Formed, after: Formed, source: Source | None) -> Self:
        """Return the file of an approved change."""
        names = [school_class.name for school_class in before.classes]
        return cls(
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

    def event(self, before: Formed, students: Mapping[int, Student], lists: ListTexts) -> Amendment:
        """Return the approved change."""
        return Amendment(
            entry=self.entry,
            moves=tuple(
                Moved(
                    move.lottery_number,
                    position_of(before, move.leaves),
                    position_of(before, move.joins),
                )
                for move in self.moves
            ),
            reason_code=self.reason_code,
            approval=self.approval,
            by=self.by,
            broken=self.broken,
        )
