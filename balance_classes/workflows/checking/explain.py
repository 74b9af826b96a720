"""Explain: why is this child here?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.problem.student_moves import Move, moves_of
from balance_classes.domain.result.formed_classes import Formed, Placement
from balance_classes.domain.result.later_states import everybody, former_places, later_story
from balance_classes.domain.result.student_search import Choose, says_lottery_number, student_meant
from balance_classes.domain.roster.roster import Student
from balance_classes.errors import EvidenceError
from balance_classes.language import Language, Text
from balance_classes.optimisation.draw import draw, effort_of, plan
from balance_classes.workflows.checking.recount import honest


@dataclass(frozen=True)
class ExplainRequest:
    """The folder of a result, and a student by lottery number, name or student number.

    Of several students who may be meant a person may `choose`.
    """

    folder: Path
    student: str
    language: Language | None
    choose: Choose | None = None


@dataclass(frozen=True)
class Way:
    """One student's way through the draw: dealt to a group, moved by exchanges, named by lot.

    Groups are positions; `lots` is how many class names the lot chose among.
    """

    lottery_number: int
    dealt_to: int
    spread_to: int
    moves: tuple[Move, ...]
    group: int
    school_class: str
    lots: int


@dataclass(frozen=True)
class ExplainResult:
    """One student's way to its class; newcomers have none through the draw.

    `formed` is as the draw left it; `together` and `apart` are the lottery numbers of those it had
    to meet or not to meet, `named` those of whom it wished for one, `met` those of them that the
    draw brought into its class; `since` is what happened to it afterwards, `school_class` is where
    it is now, or was when it left.
    """

    formed: Formed
    student: Student
    together: tuple[int, ...]
    apart: tuple[int, ...]
    named: tuple[int, ...]
    met: tuple[int, ...]
    lottery_number: int
    way: Way | None
    since: tuple[Text, ...]
    school_class: str
    language: Language


def explain(request: ExplainRequest, report: Callable[[str], None]) -> ExplainResult:
    """Run the draw again from the internal list, and tell one student's way through it.

    Raises UsageError for a student who is not or not uniquely found, EvidenceError where the
    result is not one that the program gives.
    """
    found = honest(request.folder)
    formed, drawn = found.formed, found.formed.as_drawn
    report("choice")
    placement = _meant(formed, request)
    named, met = _friends(drawn, placement)
    places = (*former_places(formed, placement), placement)
    first, number = places[0], places[0].lottery_number
    return ExplainResult(
        formed=drawn,
        student=first.student,
        together=_sharing(formed, placement, lambda other: {other.together} - {""}),
        apart=_sharing(formed, placement, lambda other: set(other.apart)),
        named=named,
        met=met,
        lottery_number=placement.lottery_number,
        way=_way(request, drawn, number, report) if number <= drawn.roster.size else None,
        since=later_story(formed, *(place.lottery_number for place in places)),
        school_class=formed.classes[placement.school_class].name,
        language=request.language or found.kept.language,
    )


def _friends(drawn: Formed, placement: Placement) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the lottery numbers of the friends a student named, and of those it was drawn with."""
    by_key = {p.student.key: p for p in drawn.placements}
    own = by_key.get(placement.student.key)
    named = [by_key[key] for key in placement.student.friends]
    met = [p for p in named if own and p.school_class == own.school_class]
    return tuple(p.lottery_number for p in named), tuple(p.lottery_number for p in met)


def _meant(formed: Formed, request: ExplainRequest) -> Placement:
    """Return the last place of the student that is meant; who left and came back is one student."""
    last, written = _last_places(formed), request.student
    numbers = {p.lottery_number for p in last}
    among = [
        p
        for p in everybody(formed)
        if p.lottery_number in numbers or says_lottery_number(written, p.lottery_number)
    ]
    meant = student_meant(formed, written, request.choose, among)
    return next(p for p in last if meant in (p, *former_places(formed, p)))


def _last_places(formed: Formed) -> list[Placement]:
    """Return everybody who is or was there, each once: where it is now, or was when it left."""
    known = everybody(formed)
    former = {former.lottery_number for p in known for former in former_places(formed, p)}
    return [p for p in known if p.lottery_number not in former]


def _way(request: ExplainRequest, drawn: Formed, number: int, report: Callable[[str], None]) -> Way:
    """Return the way of a student of the draw, which is run again."""
    again = _drawn_again(drawn, report)
    if again.class_of != drawn.assignment.class_of or again.history is None:
        raise EvidenceError.at(
            str(request.folder),
            Text("Drawn again, the classes are not those of this result."),
            Text("Run verify: it says what differs."),
        )
    student, c = number - 1, drawn.assignment.class_of[number - 1]
    alike = next(classes for classes in again.problem.interchangeable if c in classes)
    return Way(
        lottery_number=number,
        dealt_to=again.history.dealt[student],
        spread_to=again.history.spread[student],
        moves=tuple(moves_of(again.problem, again.history, student)),
        group=again.group_of[student],
        school_class=drawn.classes[c].name,
        lots=len(alike),
    )


def _sharing(
    formed: Formed, placement: Placement, codes_of: Callable[[Student], set[str]]
) -> tuple[int, ...]:
    """Return the lottery numbers of the others who share a code with a student."""
    codes = codes_of(placement.student)
    return tuple(
        other.lottery_number
        for other in _last_places(formed)
        if other != placement and codes & codes_of(other.student)
    )


def _drawn_again(formed: Formed, report: Callable[[str], None]) -> Assignment:
    problem = formed.assignment.problem
    effort = effort_of(formed.rules)
    report("plan")
    return draw(problem, formed.seed, effort, plan(problem, effort), report)
