"""Check: everything that a draw would stumble over, told at once and without a draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.problem.formulation import formulate
from balance_classes.domain.problem.limited_students import seat_count
from balance_classes.domain.problem.steering import Steering
from balance_classes.domain.rules.capacity import plan_classes
from balance_classes.domain.rules.class_names import SchoolClass, fewest_classes
from balance_classes.domain.rules.rules import Rules
from balance_classes.errors import BalanceError, Finding, UsageError
from balance_classes.files.disk.new_folder import write_file
from balance_classes.files.roster.marked_copy import marked_copy
from balance_classes.files.roster.roster_reading import CellMark, Examined, examine
from balance_classes.files.rules.rules_file import asked_rules
from balance_classes.language import Language
from balance_classes.optimisation.draw import effort_of
from balance_classes.optimisation.trial_draws import steering
from balance_classes.workflows.draw.prepare import Prepared, RosterRequest


@dataclass(frozen=True)
class CheckRequest:
    """The roster and its rules; `mark` is where a copy with the bad cells marked goes.

    Bytes that are `held` in memory stand for those of the roster's file.
    """

    subject: RosterRequest
    mark: Path | None
    language: Language | None
    held: bytes | None = None
    trials: bool = False
    """Whether trial draws are made, as a seal makes them: some seconds."""
    sealed: Rules | None = None
    """The rules of the seal that the roster is drawn by, in place of those of the subject."""


@dataclass(frozen=True)
class Limit:
    """The quota groups of one tier, and the excess that no assignment can go below."""

    groups: tuple[str, ...]
    bound: int


def _marks(error: BalanceError, examined: Examined) -> Iterator[CellMark]:
    """Yield the cells of wishes that findings are about."""
    fields = [field for _, field in examined.columns]
    columns: dict[tuple[int, str], list[int]] = {}
    for wish in examined.wishes:
        columns.setdefault((wish.row, wish.kind), []).append(wish.column)
    for finding in error.findings:
        for row, field in finding.cells:
            for column in columns.get((row, field)) or [examined.positions[fields.index(field)]]:
                yield CellMark(row - 1, column, finding)


@dataclass(frozen=True)
class CheckResult:
    """What was understood, what stops a draw, what is worth a look, and what a draw could do.

    `classes` are those that would be formed, empty where that is not known; `needed` is the
    fewest that the cap allows; `limits` are empty where a problem hides them.
    """

    examined: Examined
    rules: Rules
    policy_named: bool
    problems: tuple[Finding, ...]
    exit_code: int
    classes: tuple[SchoolClass, ...]
    needed: int | None
    limits: tuple[Limit, ...]
    marked: Path | None
    language: Language
    steering: Steering | None = None
    """What trial draws said, where they were asked for."""


def check(request: CheckRequest) -> CheckResult:
    """Check a roster and its rules; nothing is drawn, and nothing is entered on a ledger.

    Raises RulesError for rules that cannot be read, RosterError where no roster is found at all,
    ResultError where the marked copy cannot be written.
    """
    subject = request.subject
    asked = request.sealed or asked_rules(subject.rules, subject.options)
    effort = effort_of(asked.at_hand)
    examined = examine(subject.roster, asked, subject.password, held=request.held)
    rules = examined.rules
    problems, exit_code = list(examined.errors), 3 if examined.errors else 0
    classes: tuple[SchoolClass, ...] = ()
    limits: tuple[Limit, ...] = ()
    tried: Steering | None = None
    seats = seat_count(examined.roster.students, rules.seats) if examined.roster else 0
    try:
        if examined.students:
            classes = plan_classes(examined.students, rules, examined.language, seats)
        if examined.roster and classes:
            problem = formulate(examined.roster, rules, classes)
            prepared = Prepared(examined.roster, rules, problem, effort)
            bounds = prepared.plan()
            if request.trials:
                tried = steering(problem, prepared.fix().digest(), effort, bounds)
            pairs = zip(problem.all_tiers, bounds, strict=True)
            limits = tuple(Limit(tier.groups, bound) for tier, bound in pairs)
    except UsageError:
        pass  # how many classes there are to be may be left open until the draw
    except BalanceError as error:
        problems += error.findings
        exit_code = exit_code or error.exit_code
        examined = replace(examined, marks=(*examined.marks, *_marks(error, examined)))
    language = request.language or Language(examined.language)
    if request.mark:
        write_file(request.mark, marked_copy(subject.roster, examined, language))
    cap = rules.cap or (rules.policy_cap if rules.stage else None)
    return CheckResult(
        examined=examined,
        rules=rules,
        policy_named=isinstance(asked, Rules),
        problems=tuple(problems),
        exit_code=exit_code,
        classes=classes,
        needed=fewest_classes(max(examined.students, seats), cap) if cap else None,
        limits=limits,
        marked=request.mark,
        language=language,
        steering=tried,
    )
