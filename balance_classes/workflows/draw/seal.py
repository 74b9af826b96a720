"""Seal: fix everything that can change the result, before anybody knows the seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.lottery import letters_and_digits
from balance_classes.domain.result.fixed_before_draw import Fixed, SeedTerms
from balance_classes.domain.seed_words import FEW_SEEDS, Giver, seeds_of, too_few
from balance_classes.errors import UsageError, told_in
from balance_classes.files.evidence.forms import Seal, SealEvent
from balance_classes.files.evidence.ledger import Ledger, append, read_ledger
from balance_classes.files.evidence.record import source_of
from balance_classes.files.evidence.seal import default_seal, keep_seal, sheet_beside
from balance_classes.files.evidence.sealed_rows import keep_rows
from balance_classes.files.pages.seal_sheet import seal_sheet
from balance_classes.language import Either, Language, Text
from balance_classes.optimisation.trial_draws import steering
from balance_classes.workflows.draw.prepare import (
    Prepared,
    RosterRequest,
    option_date,
    option_text,
    prepared_by,
)

GIVER_EXAMPLE = Either(en="--giver parents", zh="--giver 家长代表")
FORM_EXAMPLE = Either(en="--giver 'parents=3 numbers 1-6'", zh="--giver '家长代表=3个1-6的数'")


@dataclass(frozen=True)
class SealRequest:
    """What is to be sealed, who will give the seed, and how it will be obtained."""

    subject: RosterRequest
    givers: tuple[str, ...]
    seed_source: str
    date: str
    output: Path | None
    language: Language | None
    few_seeds: str = ""
    """Why there are fewer seeds than there should be."""


@dataclass(frozen=True)
class SealResult:
    """The seal, where it was written, its line on the ledger; the last draw there, 0 if none.

    `sheet` is the page to post; there is none beside a seal that is printed.
    """

    seal: Seal
    path: Path
    sheet: Path | None
    ledger: Path
    line: int
    drawn: int
    language: Language
    policy_named: bool = True

    @property
    def exit_code(self) -> int:
        """What a script is told: whatever else there is to be told is raised."""
        return 0


def require_consistent(givers: tuple[str, ...], seed_source: str, date: str) -> None:
    """Raise UsageError where what is said of the seed and the date cannot be sealed."""
    option_date("--date", date)
    option_text("--seed-source", seed_source)
    givers_asked(givers)
    if seed_source and not givers:
        raise UsageError.at(
            "--seed-source",
            Text("Without a giver the program draws the seed itself."),
            Text("Name each giver once, for example: {example}", example=GIVER_EXAMPLE),
        )


def seal(request: SealRequest) -> SealResult:
    """Seal a roster and its rules; the same input gives the same seal again.

    Raises a BalanceError for whatever would stop the draw too, with nothing written.
    """
    require_consistent(request.givers, request.seed_source, request.date)
    date, subject = option_date("--date", request.date), request.subject
    prepared = prepared_by(subject)
    language = request.language or Language(prepared.roster.language)
    with told_in(prepared.roster.language):
        fixed = _tried(prepared, prepared.plan(), _terms(request))
        made = Seal(
            fixed=fixed,
            fixed_digest=fixed.digest(),
            source=source_of(prepared.roster, prepared.rules),
        )
        path = request.output or default_seal(subject.roster, language)
        book, sheet = subject.book, sheet_beside(path)
        if {path, sheet} & {book, subject.roster} or path == sheet:
            raise UsageError.at(
                "-o", Text("This is the place of another file."), Text("Name a new file.")
            )
        event = SealEvent(fixed=made.fixed_digest, date=date)
        # A broken ledger is refused before the seal is written.
        told = _with_seal(read_ledger(book, torn=True), event).seals[-1][1].date
        keep_seal(path, made, seal_sheet(fixed, made.source.school, told, language))
        keep_rows(path, made, prepared.roster)
        ledger = append(book, lambda ledger: _with_seal(ledger, event))
    drawn = ledger.draws[-1][1].draw if ledger.draws else 0
    line, named = ledger.seals[-1][0].line, prepared.policy_named
    return SealResult(made, path, sheet, book, line, drawn, language, named)


def _terms(request: SealRequest) -> SeedTerms:
    """Return what is promised of the seed; few seeds need a reason, which is posted."""
    givers = givers_asked(request.givers)
    reason = option_text("--few-seeds", request.few_seeds)
    few = too_few(givers)
    if few and not letters_and_digits(reason):
        raise UsageError.at(
            "--giver",
            Text(
                "There could be {seeds} seeds only; of fewer than {enough} a roster can be written "
                "that suits most.",
                seeds=seeds_of(givers) or 0,
                enough=FEW_SEEDS,
            ),
            Text("Let the givers give more numbers, or say why with --few-seeds; it is posted."),
        )
    if reason and not few:
        raise UsageError.at(
            "--few-seeds",
            Text("It is not known that there are few seeds."),
            Text("Leave --few-seeds out."),
        )
    source = option_text("--seed-source", request.seed_source)
    return SeedTerms(tuple(map(str, givers)), source, reason)


def _tried(prepared: Prepared, bounds: Sequence[int], terms: SeedTerms) -> Fixed:
    """Return what is fixed, with what trial draws from seeds that follow from it say."""
    fixed = prepared.fix(terms)
    seen = steering(prepared.problem, fixed.digest(), prepared.effort, bounds)
    return replace(fixed, steering=seen)


def givers_asked(texts: tuple[str, ...]) -> tuple[Giver, ...]:
    """Return the givers that a command line names; raises UsageError."""
    try:
        givers = tuple(Giver.read(option_text("--giver", text)) for text in texts)
    except ValueError as error:
        raise UsageError.at(
            "--giver",
            Text(
                "The form of the words needs three numbers: how many, from, to; or it is “commit” "
                "with the 24 letters and digits of a commitment."
            ),
            Text("Write, for example: {example}", example=FORM_EXAMPLE),
        ) from error
    plain = [letters_and_digits(giver.name) for giver in givers]
    if len(set(plain)) < len(plain) or not all(plain):
        raise UsageError.at(
            "--giver",
            Text("The givers must have different names, without the sign “=”."),
            Text("Name each giver once, for example: {example}", example=GIVER_EXAMPLE),
        )
    return givers


def _with_seal(ledger: Ledger, event: SealEvent) -> Ledger:
    """Return the ledger with the seal on it, unless it is the last one already."""
    is_last = bool(ledger.seals) and ledger.seals[-1][1].fixed == event.fixed
    return ledger if is_last else ledger.with_event(event)
