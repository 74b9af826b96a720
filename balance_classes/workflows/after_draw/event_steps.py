"""Later: what every event after the draw goes through, from an honest result to a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.lottery import Seed, SeedWords, letters_and_digits
from balance_classes.domain.result.fixed_before_draw import LaterEntry
from balance_classes.domain.result.formed_classes import Formed, LaterEvent
from balance_classes.domain.result.later_givers import needs_reason, sealed_givers
from balance_classes.domain.result.shown_names import lists_digest, shown_lists
from balance_classes.errors import EvidenceError, Finding, UsageError, on_the_ledger
from balance_classes.files.after_draw.event_file import LaterFile
from balance_classes.files.after_draw.event_folder import file_of, later_name
from balance_classes.files.batch.batch_folder import live_ledger
from balance_classes.files.disk.new_folder import bring_back, write_folder
from balance_classes.files.evidence.forms import Begun, OutcomeEvent, SeedForm, Source
from balance_classes.files.evidence.ledger import Ledger, append, change_sentence
from balance_classes.files.pages.report import REPORT, report
from balance_classes.files.result.evidence_consistency import posted_of
from balance_classes.files.result.result_reading import Kept
from balance_classes.files.result.result_writing import (
    Result,
    default_folder,
    standing_files,
    write_later,
)
from balance_classes.language import Language, Text
from balance_classes.workflows.checking.latest_draw import require_last, roster_beside
from balance_classes.workflows.checking.recount import honest
from balance_classes.workflows.draw.begin import Ask, seed_from, seed_words

NOWHERE = "0" * 64
"""The head of the ledger where there is none."""


@dataclass(frozen=True)
class Opened:
    """A result as it is now, checked, and the `roster` beside whose ledger the next event goes."""

    kept: Kept
    formed: Formed
    ledger: Ledger
    roster: Path

    @property
    def book(self) -> Path:
        """The ledger: beside the roster, or where its batch chose."""
        return live_ledger(self.kept.folder, self.roster)

    @property
    def draw(self) -> int:
        """The number of the draw that the result is of, 0 where it is a rehearsal."""
        return self.formed.entry.number if self.formed.entry else 0

    @property
    def number(self) -> int:
        """The number of the next later event."""
        return len(self.formed.later) + 1

    @property
    def before(self) -> str:
        """The digest of what the next event follows: the record, or the last later file."""
        later = self.kept.later
        return later[-1].file.digest if later else self.kept.record.digest

    def begin(
        self,
        line: Callable[..., Begun],
        asked: str,
        seed: Seed | None,
        date: str,
        other_givers: str = "",
    ) -> tuple[LaterEntry, Seed | None]:
        """Begin a later event on the ledger, or find it there where the same was begun already.

        `line` makes the line of its kind. Its seed is the one that the ledger holds. Raises
        UsageError for words that were used before, EvidenceError where another event was begun
        and has not come to its outcome.
        """
        if seed:
            _require_new_words(self.formed, seed)
        event = line(
            draw=self.draw,
            number=self.number,
            before=self.before,
            asked=asked,
            seed=SeedForm.of(seed) if seed else None,
            date=date,
            other_givers=other_givers if needs_reason(self.formed, seed) else "",
        )

        def opened_on(ledger: Ledger) -> Ledger:
            begun = next((e for _, e in ledger.later(self.draw) if e.number == self.number), None)
            if begun is None:
                return ledger.with_event(event)
            same = (type(begun), begun.asked) == (type(event), event.asked)
            given = event.seed is not None and event.seed.given
            if not same or (given and event.seed != begun.seed):
                raise EvidenceError(_begun_otherwise(self.book, begun))
            return ledger

        ledger = append(self.book, opened_on)
        at, begun = next(each for each in ledger.later(self.draw) if each[1].number == self.number)
        return begun.entry(at), begun.seed.as_seed() if begun.seed else None

    def bound(self) -> AbstractContextManager[None]:
        """Let errors tell that the event stands on the ledger and is bound to its seed."""
        return on_the_ledger()

    def finish(self, event: LaterEvent, source: Source | None, language: Language) -> Grown:
        """Enter the outcome of an event on the ledger, and write the result anew.

        The result stays in its own language, whatever is spoken.
        """
        after = event.applied(self.formed)
        file = file_of(event, self.formed, after, source)
        outcome = OutcomeEvent(
            draw=self.draw,
            number=self.number,
            digest=file.digest,
            lists=lists_digest(shown_lists(after)),
        )

        def entered(ledger: Ledger) -> Ledger:
            known = ledger.outcome(self.draw, self.number)
            return ledger if known else ledger.with_event(outcome)

        ledger = append(self.book, entered)
        outcome_line = ledger.outcome(self.draw, self.number)
        if outcome_line is None or outcome_line[1] != outcome:
            what = Text("The ledger holds another outcome of this event.")
            mend = Text("Give the folder of the last result, and its roster.")
            raise EvidenceError.at(str(self.book), what, mend)
        ledger = ledger.upto(outcome_line[0].line)
        record, folder = self.kept.record, self.kept.folder
        result = Result(after, record, posted_of(record, ledger), None, ledger)
        name = later_name(event.kind, self.number)
        write_later(folder, result, self.kept.language, name, file.content())
        return Grown(result, self.formed, event, file, folder, folder / name)


@dataclass(frozen=True)
class Rehearsed(Opened):
    """A result on which a later event is tried out, in a folder of its own, and on no ledger."""

    def begin(
        self,
        line: Callable[..., Begun],
        asked: str,
        seed: Seed | None,
        date: str,
        other_givers: str = "",
    ) -> tuple[LaterEntry, Seed | None]:
        """Return the entry of an event on no ledger, and a seed that foretells nothing."""
        entry = LaterEntry(self.draw, self.number, self.before, asked, date, 0, NOWHERE)
        return entry, replace(seed, rehearsal=True) if seed else None

    def bound(self) -> AbstractContextManager[None]:
        """Nothing is bound to anything."""
        return nullcontext()

    def finish(self, event: LaterEvent, source: Source | None, language: Language) -> Grown:
        """Write the lists that a rehearsed event leads to, each marked, into a new folder.

        There is no record beside them: nothing of it counts, so there is nothing to verify.
        """
        after = event.applied(self.formed)
        result = Result(after, self.kept.record, None, None, Ledger())
        folder = default_folder(self.roster, language, rehearsal=True)
        page = {REPORT: report(after.as_drawn, None, language)}
        write_folder(folder, {**standing_files(result, language), **page})
        file = file_of(event, self.formed, after, source)
        return Grown(result, self.formed, event, file, folder, None)


@dataclass(frozen=True)
class Grown:
    """What came of a later event: the new result, its folder, and the file that tells of it.

    `path` is where that file lies, None for a rehearsal, which keeps none.
    """

    result: Result
    before: Formed
    event: LaterEvent
    file: LaterFile
    folder: Path
    path: Path | None


def opened(folder: Path, roster: Path | None, *, rehearsal: bool = False) -> Opened:
    """Return the result of a folder, ready for a later event.

    Raises EvidenceError where verify would say no, where it is a rehearsal or was replaced, and
    where the ledger is not found or goes another way. A folder that was lost by a run that was
    cut off is brought back. A `rehearsal` goes on from a draw or a rehearsal, looks for no ledger,
    and lies beside the roster where one is named, else beside the folder.
    """
    if not rehearsal:
        bring_back(folder)
    result = honest(folder)
    kept, formed, ledger = result.kept, result.formed, result.ledger
    if kept.record.draw is None and not rehearsal:
        raise EvidenceError.at(
            str(folder),
            Text("This is a rehearsal: nothing that counts can happen after it."),
            Text("To try pair or place out after it: --rehearsal. Else give the folder of a draw."),
        )
    beside = roster_beside(kept, roster)
    if rehearsal:
        drawn = replace(formed.drawn, entry=None) if formed.drawn else None
        return Rehearsed(kept, replace(formed, entry=None, drawn=drawn), ledger, beside)
    found = Opened(kept, formed, ledger, beside)
    if not found.book.exists():
        what = Text("The ledger beside the roster is not there.")
        mend = Text("Name the roster with --roster: its ledger goes on.")
        raise EvidenceError.at(str(found.book), what, mend)
    # One event may have begun and been cut off: the same command finishes it.
    require_last(kept, ledger, found.book, begun=1)
    return found


def lot_seed(
    formed: Formed, texts: Sequence[str], ask: Ask | None, reason: str, language: Language
) -> Seed:
    """Return the seed of a later lot, by the givers whom the seal of the draw named.

    Others, or nobody after a draw that people gave words for, need a reason, which is printed.
    Raises UsageError.
    """
    givers, told = sealed_givers(formed), bool(letters_and_digits(reason))
    same = sorted(SeedWords.split(text).giver for text in texts) == sorted(g.name for g in givers)
    sealed = tuple(map(str, givers)) if givers and (same or not told) else None
    seed = seed_from(seed_words(texts, ask, sealed, language))
    if needs_reason(formed, seed) and not told:
        raise UsageError.at(
            "--seed",
            Text("The draw had givers of its seed; this lot would have none."),
            Text("Let them give words again, or say why not with --other-givers; it is printed."),
        )
    return seed


def _require_new_words(formed: Formed, seed: Seed) -> None:
    """Refuse words that were known before what is drawn now was fixed."""
    known = [formed.seed, *(event.seed for event in formed.later if event.seed)]
    if any(seed.value == before.value for before in known):
        raise UsageError.at(
            "--seed",
            Text("These words were used before: everybody knew them."),
            Text("Let the givers give new ones for this lot."),
        )


def _begun_otherwise(book: Path, begun: Begun) -> Finding:
    return Finding(
        book.name,
        Text(
            "It stands on the ledger already, with other words or files: {change}.",
            change=change_sentence(begun),
        ),
        Text(
            "The same command with the same files and words continues it; or name the last folder."
        ),
    )
