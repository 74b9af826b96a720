"""Draw again: the same students, rules and seed, and whether the same comes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace

from balance_classes.domain.canonical import digest
from balance_classes.domain.problem.assignment import Proof
from balance_classes.domain.result.fixed_before_draw import changed_values
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.key_words import key_words
from balance_classes.domain.result.later_states import states
from balance_classes.domain.teachers.pair_event import PairingEvent, barred_by
from balance_classes.domain.teachers.paired_classes import Teams
from balance_classes.domain.verdict import Check, Difference, Verdict, differences_of
from balance_classes.errors import BalanceError
from balance_classes.files.evidence.forms import Record
from balance_classes.files.evidence.record import record
from balance_classes.files.result.unproven_claims import draw_claims
from balance_classes.language import Text
from balance_classes.optimisation.draw import Effort, draw, effort_of, plan
from balance_classes.optimisation.solver import solver_version
from balance_classes.optimisation.teams import teams_for
from balance_classes.optimisation.trial_draws import steering

Report = Callable[[str], None]
RESULT = Text("The same seed gives the same classes, counts and proofs.")
TRIALS = Text("The trial draws say of the rules what was sealed.")
TEAMS = Text("The same seed gives the same teams of teachers and the same proofs.")


def drawn_again(verdict: Verdict, kept: Record, formed: Formed, report: Report) -> Verdict:
    """Return a verdict with what drawing again found; `formed` is a result that was recounted.

    The students are those of the internal list, which the record's digest covers. Raises
    RulesError where the solver is not there.
    """
    effort = effort_of(formed.rules)
    drawn = formed.as_drawn
    checks = (
        _result_check(kept, drawn, effort, report),
        *_trials(kept, drawn, effort, report),
        *_teams(formed, effort, report),
    )
    assert verdict.scope is not None
    same = all(check.passed for check in checks)
    return replace(
        verdict.with_checks(*checks),
        notes=(*verdict.notes, *_solver_notes(formed, effort)),
        claims=tuple(c for c in verdict.claims if not (same and c in draw_claims(formed))),
        scope=replace(verdict.scope, again="same" if same else "other"),
    )


def _result_check(kept: Record, drawn: Formed, effort: Effort, report: Report) -> Check:
    problem = drawn.assignment.problem
    report("plan")
    try:
        assignment = draw(problem, drawn.seed, effort, plan(problem, effort), report)
    except BalanceError as error:
        return Check("result", RESULT, differences_of(error))
    now = record(replace(drawn, assignment=assignment), kept.source).plain("digest")
    return Check("result", RESULT, tuple(_differences("record", kept.plain("digest"), now)))


def _trials(kept: Record, drawn: Formed, effort: Effort, report: Report) -> Iterator[Check]:
    """Make the trial draws of a seal again, and compare what they say of the rules."""
    if kept.draw is None or not kept.draw.sealed:
        return
    report("trials")
    then, problem = drawn.fixed.steering, drawn.assignment.problem
    untried = replace(drawn.fixed, steering=None).digest()
    try:
        now = steering(problem, untried, effort, plan(problem, effort))
    except BalanceError as error:
        yield Check("trials", TRIALS, differences_of(error))
        return
    sealed, again = (asdict(each) if each else {} for each in (then, now))
    yield Check("trials", TRIALS, tuple(_differences("record", sealed, again)))


def _teams(formed: Formed, effort: Effort, report: Report) -> Iterator[Check]:
    """Form the teams of each pairing of formed classes again, and compare."""
    known = states(formed.as_drawn, formed.later)
    for event, before in zip(formed.later, known, strict=False):
        if isinstance(event, PairingEvent) and event.paired.teams:
            key = f"pair_{event.entry.number}_teams"
            yield Check(key, TEAMS, tuple(_formed_again(event, before, effort, report)))


def _formed_again(
    event: PairingEvent, before: Formed, effort: Effort, report: Report
) -> Iterator[Difference]:
    teams, barred = event.paired.teams, barred_by(before, event.paired.conflicts)
    assert teams is not None
    count = len(before.classes)
    try:
        again = teams_for(teams.staff, count, barred, event.seed, effort=effort, report=report)
    except BalanceError as error:
        yield from differences_of(error)
        return
    yield from _differences("teachers", asdict(_outcome(teams)), asdict(_outcome(again)))


def _differences(of: str, then: object, now: object) -> Iterator[Difference]:
    where = {"record": Text("record, {key}"), "teachers": Text("teachers, {key}")}[of]
    for change in changed_values(then, now):
        yield Difference(
            Text(where.message, key=key_words(change.key)),
            Text("Kept was {then}, drawn again it is {now}.", then=change.then, now=change.now),
        )


def _solver_notes(formed: Formed, effort: Effort) -> tuple[Text, ...]:
    """Tell another version of the solver: proofs may read otherwise."""
    then, now = formed.fixed.solver, solver_version(effort.solver.name)
    if now == then:
        return ()
    return (
        Text(
            "The solver is {now}, it was {then}: proofs may read otherwise, classes may not.",
            now=now,
            then=then,
        ),
    )


@dataclass(frozen=True)
class _Outcome:
    """What forming teams comes to: the team of each post by lottery number, and the proofs."""

    posts: tuple[str, ...]
    teams: tuple[int, ...]
    attempt: int
    placed: str
    dealt: tuple[int, ...]
    step: int
    proofs: tuple[Proof, ...]


def _outcome(teams: Teams) -> _Outcome:
    made = teams.assignment
    # Keys hold names: told by their digest, and only if they differ.
    posts = (digest(list(made.problem.keys)),)
    return _Outcome(
        posts, made.group_of, teams.attempt, made.placed, made.dealt, made.step, made.proofs
    )
