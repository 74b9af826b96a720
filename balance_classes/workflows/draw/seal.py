"""Seal: fix everything that can change the result, before anybody knows the seed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from balance_classes.domain.lottery import letters_and_digits
from balance_classes.errors import UsageError, told_in
from balance_classes.files.evidence.forms import Seal, SealEvent
from balance_classes.files.evidence.ledger import Ledger, append, ledger_path
from balance_classes.files.evidence.record import source_of
from balance_classes.files.evidence.seal import default_seal, keep_seal
from balance_classes.language import Language, Text
from balance_classes.workflows.draw.prepare import (
    RosterRequest,
    option_date,
    option_text,
    prepared_by,
)


@dataclass(frozen=True)
class SealRequest:
    """What is to be sealed, who will give the seed, and how it will be obtained."""

    subject: RosterRequest
    givers: tuple[str, ...]
    seed_source: str
    date: str
    output: Path | None
    language: Language | None


@dataclass(frozen=True)
class SealResult:
    """The seal, where it was written, its line on the ledger; the last draw there, 0 if none."""

    seal: Seal
    path: Path
    ledger: Path
    line: int
    drawn: int
    language: Language

    @property
    def exit_code(self) -> int:
        """What a script is told: whatever else there is to be told is raised."""
        return 0


def _require_giver(request: SealRequest) -> None:
    if request.seed_source and not request.givers:
        raise UsageError.at(
            "--seed-source",
            Text("Without a giver the program draws the seed itself."),
            Text("Name each giver once, for example: {example}", example="--giver 家长代表"),
        )


def seal(request: SealRequest) -> SealResult:
    """Seal a roster and its rules; the same input gives the same seal again.

    Raises a BalanceError for whatever would stop the draw too, with nothing written.
    """
    _require_giver(request)
    date, subject = option_date("--date", request.date), request.subject
    prepared = prepared_by(subject)
    language = request.language or Language(prepared.roster.language)
    with told_in(prepared.roster.language):
        prepared.plan()
        fixed = prepared.fix(
            _givers(request.givers), option_text("--seed-source", request.seed_source)
        )
        made = Seal(
            fixed=fixed,
            fixed_digest=fixed.digest(),
            source=source_of(prepared.roster, prepared.rules),
        )
        path = request.output or default_seal(subject.roster, language)
        if path in (ledger_path(subject.roster), subject.roster):
            raise UsageError.at(
                "-o", Text("This is the place of another file."), Text("Name a new file.")
            )
        keep_seal(path, made)
        event = SealEvent(fixed=made.fixed_digest, date=date)
        book = ledger_path(subject.roster)
        ledger = append(book, lambda ledger: _with_seal(ledger, event))
    drawn = ledger.draws[-1][1].draw if ledger.draws else 0
    return SealResult(made, path, book, ledger.seals[-1][0].line, drawn, language)


def _givers(names: tuple[str, ...]) -> tuple[str, ...]:
    givers = tuple(option_text("--giver", name) for name in names)
    plain = [letters_and_digits(giver) for giver in givers]
    if len(set(plain)) < len(plain) or not all(plain) or any(set("=＝") & set(g) for g in givers):
        raise UsageError.at(
            "--giver",
            Text("The givers must have different names, without the sign “=”."),
            Text("Name each giver once, for example: {example}", example="--giver 家长代表"),
        )
    return givers


def _with_seal(ledger: Ledger, event: SealEvent) -> Ledger:
    """Return the ledger with the seal on it, unless it is the last one already."""
    is_last = bool(ledger.seals) and ledger.seals[-1][1].fixed == event.fixed
    return ledger if is_last else ledger.with_event(event)
