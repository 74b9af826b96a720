"""Prepare: from a roster file and rules to the problem, as every command that reads one does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from balance_classes.domain.canonical import spoken_text
from balance_classes.domain.lottery import letters_and_digits
from balance_classes.domain.problem.formulation import formulate, planned
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.result.fixed_before_draw import Fixed, SeedTerms, fix
from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.rules.rules import AskedRules, Rules
from balance_classes.errors import InfeasibleError, UsageError, told_in
from balance_classes.files.evidence.ledger import ledger_path
from balance_classes.files.roster.roster_reading import read_roster
from balance_classes.files.rules.rules_file import asked_rules
from balance_classes.files.tables.file_kinds import Password
from balance_classes.language import Language, Text
from balance_classes.optimisation.draw import Effort, effort_of, plan, require_possible
from balance_classes.optimisation.remedy_search import collision_findings
from balance_classes.optimisation.solver import solver_version

NO_TERMS = SeedTerms()


@dataclass(frozen=True)
class RosterRequest:
    """A roster and the rules named for it; `options` are those of the command line.

    `password` is asked for where the roster is protected by one; `choose` asks a person for a
    policy where none is named. `ledger` is where its ledger lies if that was chosen.
    """

    roster: Path
    rules: Path | None
    options: Mapping[str, object]
    password: Password | None = None
    choose: Callable[[Language], str] | None = None
    ledger: Path | None = None

    @property
    def book(self) -> Path:
        """The ledger: at its chosen place, else beside the roster."""
        return self.ledger or ledger_path(self.roster)

    @property
    def names_rules(self) -> bool:
        """Whether any rule was named at all."""
        return self.rules is not None or any(v not in (None, (), "") for v in self.options.values())


@dataclass(frozen=True)
class Prepared:
    """A roster under its rules, ready to be sealed or drawn."""

    roster: Roster
    rules: Rules
    problem: Problem
    effort: Effort
    policy_named: bool = True

    def plan(self) -> tuple[int, ...]:
        """Return the bound of each tier; raises InfeasibleError with all rules that collide."""
        with self.collisions_told():
            bounds = plan(self.problem, self.effort)
            require_possible(self.problem, self.effort)
        return bounds

    @contextmanager
    def collisions_told(self) -> Iterator[None]:
        """Let an error that rules collide tell which, in rows of the roster, and what ends it."""
        try:
            yield
        except InfeasibleError as error:
            raise InfeasibleError(
                *collision_findings(self.roster, self.rules, self.problem, self.effort.solver)
            ) from error

    def fix(self, terms: SeedTerms = NO_TERMS) -> Fixed:
        """Return everything that can change the result of a draw of this."""
        solver = solver_version(self.effort.solver.name)
        return fix(self.roster, self.rules, self.problem, solver, terms)


def prepared_by(
    subject: RosterRequest,
    sealed: Rules | None = None,
    held: bytes | None = None,
    report: Callable[[str], None] = lambda stage: None,
) -> Prepared:
    """Read the roster and the rules that are named for it, or were sealed, and formulate them.

    Where nobody named a policy, a person who can be asked chooses one for a Chinese roster;
    `report` is told before.
    """
    rules = sealed or asked_rules(subject.rules, subject.options)
    prepared = prepare(subject.roster, rules, subject.password, held)
    if isinstance(rules, Rules) or prepared.roster.language != "zh":
        return prepared
    if not subject.choose:
        return replace(prepared, policy_named=False)
    report("ask")
    named = subject.choose(Language("zh"))
    report("read")
    if named == prepared.rules.policy.name:
        return prepared
    chosen = asked_rules(subject.rules, {**subject.options, "policy": named})
    return prepare(subject.roster, chosen, subject.password, held)


def prepare(
    path: Path, rules: AskedRules, password: Password | None = None, held: bytes | None = None
) -> Prepared:
    """Read the roster and formulate its problem; raises whatever a user can mend.

    Bytes that are `held` in memory stand for those of the file.
    """
    effort = effort_of(rules.at_hand)
    roster = read_roster(path, rules, password, held=held)
    rules = rules.under(roster.language)
    with told_in(roster.language):
        problem = formulate(roster, rules, planned(roster, rules))
    return Prepared(roster, rules, problem, effort)


def refuse(command: str, *contradictions: tuple[object, Text]) -> None:
    """Raise UsageError with the first contradiction of options that is true."""
    wrong = next((what for holds, what in contradictions if holds), None)
    if wrong:
        mend = Text("See: {command}", command=f"balance-classes {command} --help")
        raise UsageError.at(Text("command line"), wrong, mend)


def refuse_two_seeds(command: str, seed: Sequence[str], ask: object) -> None:
    """Raise UsageError where words are given and are to be asked for as well."""
    refuse(command, (seed and ask, Text("--seed and --ask-seed exclude each other.")))


def refuse_redraw(
    command: str,
    redraw: object,
    reason: str,
    *,
    lapse: bool,
    rehearsal: bool,
    option: str = "--redraw",
) -> None:
    """Raise UsageError where the options of a redraw contradict each other."""
    refuse(
        command,
        (
            bool(redraw) != bool(letters_and_digits(option_text("--reason", reason))),
            Text("{option} and --reason belong together.", option=option),
        ),
        (lapse and not redraw, Text("--lapse belongs to {option}.", option=option)),
        (rehearsal and redraw, Text("A rehearsal replaces nothing.")),
    )


def option_text(option: str, text: str) -> str:
    """Return what a person said with an option, in canonical form; it will be shown in public."""
    try:
        return spoken_text(text)
    except ValueError as error:
        raise UsageError.at(
            option,
            Text("The text holds a character that cannot stand there."),
            Text("Take out: {code}.", code=str(error)),
        ) from error


SAID = re.compile(r"(\d{4})[-./年] ?(\d{1,2})[-./月] ?(\d{1,2})日?", re.ASCII)


def option_date(option: str, text: str) -> str:
    """Return a date as a person said it (2026-08-12, 2026.8.12, 2026年8月12日), as 2026-08-12."""
    parts = SAID.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        if parts:
            return date(*map(int, parts.groups())).isoformat()
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise UsageError.at(
            option,
            Text("This is no date."),
            Text("Write year, month and day, for example 2016-03-07."),
        ) from error
