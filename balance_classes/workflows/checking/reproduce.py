"""Reproduce: run the draw again from the roster, and compare everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from balance_classes.domain.canonical import digest
from balance_classes.domain.problem.assignment import Proof
from balance_classes.domain.result.after_draw import everybody, states
from balance_classes.domain.result.fixed import Posted, changed_values
from balance_classes.domain.result.formed import Formed
from balance_classes.domain.result.recount import recounts
from balance_classes.domain.result.sentences import draw_sentence
from balance_classes.domain.teachers.pair_event import PairingEvent, barred_by
from balance_classes.domain.teachers.paired_classes import Teams
from balance_classes.domain.verdict import Check, Difference, Verdict, differences_of
from balance_classes.errors import BalanceError
from balance_classes.files.events.event_files import after_files
from balance_classes.files.events.later_file import ListTexts
from balance_classes.files.evidence.record import record, source_of
from balance_classes.files.result.compare import file_checks
from balance_classes.files.result.consistency import evidence_checks, posted_of
from balance_classes.files.result.event_checks import recounted_later
from balance_classes.files.result.kept import Kept, read_kept
from balance_classes.files.result.rebuild import NotRebuiltError, rebuild
from balance_classes.files.tables.content import Password
from balance_classes.language import Language, Text
from balance_classes.optimisation.draw import draw, effort_of, plan
from balance_classes.optimisation.teams import teams_for
from balance_classes.workflows.draw.prepare import Prepared, prepare


@dataclass(frozen=True)
class ReproduceRequest:
    """The folder of a result, and the roster it was drawn from.

    Without a roster the draw is run again from the internal list in the folder.
    """

    folder: Path
    roster: Path | None
    language: Language | None
    password: Password | None = None


@dataclass(frozen=True)
class ReproduceResult:
    """The verdict of drawing again."""

    folder: Path
    verdict: Verdict
    language: Language


def reproduce(request: ReproduceRequest, report: Callable[[str], None]) -> ReproduceResult:
    """Draw again with the rules and the seed of the record, and compare with what was kept.

    Raises EvidenceError where another version of the program must judge, and what reading a
    roster may raise.
    """
    kept = read_kept(request.folder)
    language = request.language or kept.language
    ledger, checks = evidence_checks(kept)
    readable = all(check.passed for check in checks if check.key in ("record", "later"))
    prepared: Prepared | None
    if request.roster:
        prepared = prepare(request.roster, kept.record.fixed.rules, request.password)
        same, notes = _input(kept, prepared)
    else:
        prepared, same, notes = _listed(kept, readable=readable)
    if kept.record.rehearsal:
        notes = (draw_sentence(None), *notes)
    verdict = Verdict(
        (*checks, *same), notes=notes, unchecked=() if request.roster else (NO_ROSTER,)
    )
    if readable and prepared and all(check.passed for check in same):
        report("plan")
        drawn = _drawn_again(kept, prepared, report)
        report("verify")
        posted = posted_of(kept.record, ledger)
        verdict = replace(
            verdict, checks=(*verdict.checks, *_compared(kept, drawn, posted, report))
        )
    return ReproduceResult(request.folder, verdict, language)


LISTED = Text("The internal list can be read.")
NO_ROSTER = Text("the roster file: none was named (--roster); drawn again from the internal list")


def _listed(
    kept: Kept, *, readable: bool
) -> tuple[Prepared | None, tuple[Check, ...], tuple[Text, ...]]:
    """Take the internal list for the roster, once it is recounted to be what was drawn from."""
    if not readable:
        return None, (), ()
    try:
        drawn = rebuild(kept).as_drawn
    except NotRebuiltError as error:
        return None, (Check("list", LISTED, error.differences),), ()
    except BalanceError as error:
        return None, (Check("list", LISTED, differences_of(error)),), ()
    prepared = Prepared(drawn.roster, drawn.rules, drawn.assignment.problem, effort_of(drawn.rules))
    return prepared, tuple(recounts(drawn)), _solver_notes(kept, prepared)


def _solver_notes(kept: Kept, prepared: Prepared) -> tuple[Text, ...]:
    """Tell another version of the solver: proofs may read otherwise."""
    then, now = kept.record.fixed.solver, prepared.fix().solver
    if now == then:
        return ()
    return (
        Text(
            "The solver is {now}, it was {then}: proofs may read otherwise, classes may not.",
            now=now,
            then=then,
        ),
    )


def _input(kept: Kept, prepared: Prepared) -> tuple[tuple[Check, ...], tuple[Text, ...]]:
    """Compare what is drawn from; another version of the solver is told, and no difference."""
    fixed = kept.record.fixed
    now = prepared.fix(fixed.givers, fixed.seed_source)
    differences = tuple(
        Difference(
            Text("roster, {key}", key=change.key),
            Text("What is read of the students is not what was drawn; verify --roster says where.")
            if change.key == "roster_digest"
            else Text("Drawn was {then}, now it is {now}.", then=change.then, now=change.now),
        )
        for change in fixed.changes(replace(now, solver=fixed.solver))
    )
    said = Text("The roster is the one that was drawn.")
    return (Check("roster", said, differences),), _solver_notes(kept, prepared)


def _drawn_again(kept: Kept, prepared: Prepared, report: Callable[[str], None]) -> Formed:
    written = kept.record
    seed = written.seed.as_seed(rehearsal=written.rehearsal)
    bounds = plan(prepared.problem, prepared.effort)
    assignment = draw(prepared.problem, seed, prepared.effort, bounds, report)
    roster = replace(
        prepared.roster,
        file=written.source.file,
        ignored=written.source.ignored,
        left_out=written.source.left_out,
        columns=written.source.columns,
        file_sha256=written.source.file_sha256,
    )
    return Formed(roster, written.fixed, seed, assignment, written.draw)


def _compared(
    kept: Kept, drawn: Formed, posted: Posted | None, report: Callable[[str], None]
) -> tuple[Check, ...]:
    now = record(drawn, source_of(drawn.roster, drawn.rules)).plain("source", "digest")
    differing = changed_values(kept.record.plain("source", "digest"), now)
    return (
        Check(
            "result",
            Text("The same seed gives the same classes, counts and proofs."),
            tuple(
                Difference(
                    Text("record, {key}", key=change.key),
                    Text(
                        "Kept was {then}, drawn again it is {now}.",
                        then=change.then,
                        now=change.now,
                    ),
                )
                for change in differing
            ),
        ),
        *_since(kept, drawn, posted, report),
    )


def _since(
    kept: Kept, drawn: Formed, posted: Posted | None, report: Callable[[str], None]
) -> tuple[Check, ...]:
    """Compare the lists after the later events, which follow from the draw that was run again.

    Newcomers are those of the internal list; each of their lots is drawn again from its seed.
    """
    if not kept.later:
        return file_checks(kept, drawn, posted)
    try:
        listed = {p.lottery_number: p.student for p in everybody(rebuild(kept))}
    except NotRebuiltError as error:
        return (Check("list", LISTED, error.differences),)
    now = after_files(drawn, kept.later, listed, ListTexts(kept.language, kept.sheets))
    return (
        *recounted_later(kept, now),
        *_teams_again(now, report),
        *file_checks(kept, now, posted),
    )


def _teams_again(formed: Formed, report: Callable[[str], None]) -> tuple[Check, ...]:
    """Form the teams of each pairing of formed classes again, and compare."""
    known = states(formed.as_drawn, formed.later)
    return tuple(
        _formed_again(event, before, report)
        for event, before in zip(formed.later, known, strict=False)
        if isinstance(event, PairingEvent) and event.paired.teams
    )


def _formed_again(event: PairingEvent, before: Formed, report: Callable[[str], None]) -> Check:
    paired, teams = event.paired, event.paired.teams
    assert teams is not None
    barred = barred_by(before, paired.conflicts)
    effort = effort_of(before.rules)
    again = teams_for(
        teams.staff, len(before.classes), barred, event.seed, effort=effort, report=report
    )
    here, there = asdict(_outcome(teams)), asdict(_outcome(again))
    return Check(
        f"pair_{event.entry.number}_teams",
        Text("The same seed gives the same teams of teachers and the same proofs."),
        tuple(
            Difference(
                Text("teachers, {key}", key=change.key),
                Text("Kept was {then}, drawn again it is {now}.", then=change.then, now=change.now),
            )
            for change in changed_values(here, there)
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
