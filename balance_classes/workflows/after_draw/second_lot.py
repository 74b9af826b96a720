"""What the second lot is drawn from, fixed before its seed: teachers, conflicts, rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.canonical import plain_text
from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.teachers.pair_event import (
    barred_by,
    group_of,
    named_in,
    paired_of,
    pairing_digest,
)
from balance_classes.domain.teachers.paired_classes import PairedClasses, Teams
from balance_classes.domain.teachers.pairing_lot import TRIAL, Conflict, Pairing, draw_pairing
from balance_classes.domain.teachers.staff import Staff
from balance_classes.domain.teachers.team_problem import shortages, unfit_teams
from balance_classes.errors import EvidenceError, InfeasibleError, RosterError, UsageError
from balance_classes.files.lists.conflicts import read_conflicts
from balance_classes.files.lists.teachers import read_rooms, read_teachers
from balance_classes.files.tables.file_kinds import Password
from balance_classes.language import Text
from balance_classes.optimisation.draw import Effort, effort_of
from balance_classes.optimisation.teams import plan_teams, teams_for
from balance_classes.workflows.after_draw.event_steps import Opened
from balance_classes.workflows.draw.prepare import option_text

Report = Callable[[str], None]

AGAIN = Text(
    "The result in this folder has the pairing. Another one needs another draw of the classes, "
    'which will be shown in public: assign --redraw --reason "why", then pair.'
)
TEACHERS = Text("They have their names; to draw teachers for them, too: --teachers.")
NAME_THEM = Text(
    "Name the teachers with --teachers; for names by a second lot draw with assign --groups."
)


@dataclass(frozen=True)
class SecondLot:
    """Teachers (none, and only names are drawn), conflicts, rooms, and how hard to search."""

    staff: Staff | None
    conflicts: tuple[Conflict, ...]
    rooms: tuple[str, ...]
    effort: Effort

    def asked(self, before: Formed) -> str:
        """Return the digest of all that is fixed, with the classes before it."""
        return pairing_digest(before, self.staff, self.conflicts, self.rooms)


def read_second_lot(
    found: Opened,
    teachers: Path | None,
    conflicts: Path | None,
    rooms: tuple[str, ...],
    password: Password | None,
) -> SecondLot:
    """Read teachers, conflicts and rooms; refuse what was paired already."""
    formed, rules = found.formed, found.formed.rules
    before = paired_of(formed)
    if before and (before.teams or not teachers):
        what = Text("The classes are paired already.")
        raise EvidenceError.at(str(found.kept.folder), what, AGAIN if before.teams else TEACHERS)
    if not teachers and not formed.assignment.lettered:
        what = Text("The classes have their names already, and no teachers were named.")
        raise EvidenceError.at(str(found.kept.folder), what, NAME_THEM)
    staff, listed = None, tuple[Conflict, ...]()
    if teachers:
        staff = read_teachers(teachers, rules, password)
        _require_teams(staff, len(formed.classes))
        rooms = rooms or read_rooms(teachers, _names(formed), password)
        if conflicts:
            listed = read_conflicts(conflicts, formed.roster, staff, password)
    return SecondLot(staff, listed, _rooms(rooms, len(formed.classes)), effort_of(rules))


def _names(formed: Formed) -> tuple[str, ...]:
    """Return the names that the classes have, or get by the lot."""
    return tuple(each.name for each in formed.as_drawn.assignment.problem.classes)


def require_possible(found: Opened, lot: SecondLot) -> None:
    """Raise where no teams exist, or conflicts leave no pairing, before a seed is known."""
    if lot.staff is None:
        return
    plan_teams(lot.staff, len(found.formed.classes), lot.effort)
    if lot.conflicts:
        trial = Seed((SeedWords("", TRIAL),), given=True)
        _teams(found.formed, lot, trial, lambda stage: None)


def draw_second_lot(found: Opened, lot: SecondLot, seed: Seed, report: Report) -> PairedClasses:
    """Return the teams and the pairing that a seed gives."""
    formed = found.formed
    teams = _teams(formed, lot, seed, report)
    bare = PairedClasses(
        teams, Pairing((), (), 1), lot.conflicts, lot.rooms, formed.assignment.lettered
    )
    pairing = draw_pairing(
        formed.as_drawn.assignment.problem,
        seed,
        len(teams.names) if teams else 0,
        bare.barred(group_of(formed)),
        named_in(formed),
    )
    return replace(bare, pairing=pairing)


def _teams(before: Formed, lot: SecondLot, seed: Seed, report: Report) -> Teams | None:
    """Return the teams that a seed gives, None where there are no teachers."""
    if lot.staff is None:
        return None
    return teams_for(
        lot.staff,
        len(before.classes),
        barred_by(before, lot.conflicts),
        seed,
        effort=lot.effort,
        report=report,
    )


def _require_teams(staff: Staff, teams: int) -> None:
    """Raise InfeasibleError for numbers that cannot come out, RosterError for unfit ready teams."""
    short = shortages(staff, teams)
    InfeasibleError.raise_for(short)
    unfit = tuple(unfit_teams(staff, teams)) if staff.ready else ()
    RosterError.raise_for(unfit)


def _rooms(written: tuple[str, ...], classes: int) -> tuple[str, ...]:
    rooms = tuple(_room(room) for room in written)
    values = {"rooms": len(rooms), "classes": classes}
    if rooms and (len(rooms) != classes or len(set(rooms)) < classes or not all(rooms)):
        raise UsageError.at(
            "--rooms",
            Text("{rooms} rooms are named for {classes} classes.", **values)
            if len(rooms) != classes
            else Text("A room is named twice, or not at all."),
            Text("Name one room for each class, in the order of the classes."),
        )
    return rooms


def _room(written: str) -> str:
    try:
        return plain_text(option_text("--rooms", written))
    except ValueError as error:
        raise UsageError.at(
            "--rooms",
            Text("The text begins with “{sign}”.", sign=str(error)),
            Text("Begin it with a letter or a digit."),
        ) from error
