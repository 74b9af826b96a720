"""Begin: which seed, and which draw over the roster; on the ledger before anything is drawn."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.result.fixed_before_draw import DrawEntry, Fixed, SeedTerms
from balance_classes.domain.seed_words import Giver, givers_of
from balance_classes.errors import EvidenceError, Finding, UsageError
from balance_classes.files.evidence.forms import DrawEvent, RehearsalEvent, Seal, SeedForm
from balance_classes.files.evidence.ledger import MOST_REHEARSALS, Ledger, append
from balance_classes.language import Language, Text, day
from balance_classes.workflows.draw.prepare import Prepared, option_text
from balance_classes.workflows.draw.redraw import OTHER_DRAWS, cut_off, require_lapse

SEED_BYTES = 16

Ask = Callable[[Language, tuple[Giver, ...]], Sequence[SeedWords]]
"""Asks people for the words of each giver; given no givers, for their names too."""


@dataclass(frozen=True)
class AskedDraw:
    """The draw that is asked for; `words` are empty where nobody gave any.

    `given` says that people gave them: those of a batch may be the program's own. `lapse` lets the
    changes since the replaced draw lapse; `unwritten` says that the result of the last draw is
    not where it is to be written, so that the same command goes on with that draw.
    """

    prepared: Prepared
    seal: Seal | None
    words: tuple[SeedWords, ...]
    redraw: bool
    reason: str
    date: str
    given: bool = True
    lapse: bool = False
    unwritten: bool = False

    def fixed(self, givers: tuple[str, ...]) -> Fixed:
        """Return what is fixed, with these givers; a seal has named them and the source."""
        return _fixed(self.prepared, self.seal, givers)


def seed_words(
    texts: Sequence[str], ask: Ask | None, sealed: tuple[str, ...] | None, language: Language
) -> tuple[SeedWords, ...]:
    """Return the givers' words, in the order that the seal names, else in the order given.

    `texts` are 'giver=words' or words alone; `sealed` are the givers that a seal names.
    Raises UsageError for words that cannot count or are not of the sealed form, and for givers
    other than the sealed ones.
    """
    givers = givers_of(sealed or ())
    spoken = tuple(ask(language, givers)) if ask else tuple(map(SeedWords.split, texts))
    known = {giver.name: giver for giver in givers}
    by = [known.get(w.giver, Giver(w.giver)) for w in spoken]
    UsageError.raise_for(
        Finding(
            Text("seed, {giver}", giver=w.giver or Text("no giver named")),
            wrong,
            Text("Give the numbers of dice or balls, as digits."),
        )
        for w, giver in zip(spoken, by, strict=True)
        if (wrong := giver.unfit(w.words))
    )
    words = tuple(
        SeedWords(option_text("--seed", w.giver), option_text("--seed", giver.words(w.words)))
        for w, giver in zip(spoken, by, strict=True)
    )
    return in_sealed_order(words, sealed) if sealed is not None and words else words


@dataclass(frozen=True)
class BegunDraw:
    """A draw that may now be computed; a rehearsal has no entry."""

    fixed: Fixed
    seed: Seed
    entry: DrawEntry | None


def begin(asked: AskedDraw, book: Path) -> BegunDraw:
    """Begin the draw on the ledger, or find it there where its last draw is asked for again.

    Raises EvidenceError where the ledger forbids the draw: the roster was drawn already, or is
    sealed otherwise.
    """
    line, event = append(book, lambda ledger: _opened(ledger, asked)).draws[-1]
    seed = event.seed.as_seed()
    return BegunDraw(asked.fixed(_givers(seed)), seed, event.entry(line))


def rehearse(asked: AskedDraw) -> BegunDraw:
    """Begin a rehearsal: no line of a draw, and a seed that foretells nothing."""
    seed = _seed(asked)
    return BegunDraw(asked.fixed(_givers(seed)), replace(seed, rehearsal=True), None)


def rehearsed(book: Path, record: str, date: str) -> None:
    """Enter a rehearsal, by the digest of its record, so that a choice among draws shows.

    The same one again is no new line. Raises EvidenceError where there are too many.
    """

    def entered(ledger: Ledger) -> Ledger:
        if record in ledger.rehearsed(len(ledger.lines) + 1):
            return ledger
        if len(ledger.rehearsals) >= MOST_REHEARSALS:
            raise EvidenceError.at(
                book.name,
                Text("The ledger holds {count} rehearsals already.", count=MOST_REHEARSALS),
                Text("Draw; or rehearse with a copy of the roster in another folder."),
            )
        return ledger.with_event(RehearsalEvent(record=record, date=date))

    append(book, entered)


def _opened(ledger: Ledger, asked: AskedDraw) -> Ledger:
    require_last_seal(ledger, asked.seal, asked.date)
    if not ledger.draws:
        if asked.redraw:
            raise EvidenceError.at(
                "--redraw",
                Text("This roster has not been drawn: there is nothing to replace."),
                Text("Leave --redraw and --reason out."),
            )
        return ledger.with_event(_event(asked, 1, replaces=0, replaced=""))
    _, last = ledger.draws[-1]
    fixed = asked.fixed(_givers(_seed(asked) if asked.words else last.seed.as_seed()))
    again = fixed.digest() == last.fixed and (not asked.words or _same_seed(asked.words, last))
    if asked.redraw and again and cut_off(ledger, asked.reason, unwritten=asked.unwritten):
        return ledger
    if asked.redraw and again and asked.words:
        raise EvidenceError(_same_draw(last))
    if asked.redraw:
        require_lapse(ledger, lapse=asked.lapse)
        result = ledger.result(last.draw)
        replaced = result.record if result else ""
        return ledger.with_event(
            _event(asked, last.draw + 1, replaces=last.draw, replaced=replaced)
        )
    if not again:
        raise EvidenceError(_drawn_already(last, fixed))
    return ledger


def _event(asked: AskedDraw, draw: int, *, replaces: int, replaced: str) -> DrawEvent:
    seed = _seed(asked)
    fixed = asked.fixed(_givers(seed))
    return DrawEvent(
        draw=draw,
        fixed=fixed.digest(),
        roster=fixed.roster_digest,
        sealed=asked.seal is not None,
        seed=SeedForm.of(seed),
        replaces=replaces,
        replaced=replaced,
        reason=asked.reason,
        date=asked.date,
    )


def _givers(seed: Seed) -> tuple[str, ...]:
    return seed.givers if seed.given else ()


def _seed(asked: AskedDraw) -> Seed:
    if asked.seal:
        in_sealed_order(asked.words if asked.given else (), asked.seal.fixed.givers)
    return seed_from(asked.words, given=asked.given)


def seed_from(words: tuple[SeedWords, ...], *, given: bool = True) -> Seed:
    """Return the givers' seed; without words 128 bits from the operating system, seen by nobody."""
    if words:
        return Seed(words, given)
    return Seed((SeedWords("", secrets.token_hex(SEED_BYTES)),), given=False)


def draw_of(event: DrawEvent, prepared: Prepared, seal: Seal | None) -> bool:
    """Tell whether a draw was of this roster under these rules, so that it can be had again."""
    return _fixed(prepared, seal, _givers(event.seed.as_seed())).digest() == event.fixed


def _fixed(prepared: Prepared, seal: Seal | None, givers: tuple[str, ...]) -> Fixed:
    return prepared.fix(seal.fixed.terms if seal else SeedTerms(givers))


def _same_seed(words: tuple[SeedWords, ...], last: DrawEvent) -> bool:
    return Seed(words, given=True).value == last.seed.value


def in_sealed_order(words: tuple[SeedWords, ...], sealed: tuple[str, ...]) -> tuple[SeedWords, ...]:
    """Return the words in the order of the sealed givers; raises UsageError for other givers."""
    givers = tuple(giver.name for giver in givers_of(sealed))
    named = [w.giver for w in words]
    if sorted(named) != sorted(givers):
        raise UsageError.at(
            "--seed",
            Text(
                "The seal names the givers {givers}; words came from {named}.",
                givers=givers or (Text("none"),),
                named=tuple(name or Text("no giver named") for name in named) or (Text("none"),),
            ),
            Text("Give each of them once: --seed 'giver=words', or --ask-seed."),
        )
    return tuple(words[named.index(giver)] for giver in givers)


def require_last_seal(ledger: Ledger, seal: Seal | None, date: str) -> None:
    """Refuse a draw past the last seal on the ledger, and one by a seal that is not on it."""
    last = ledger.seals[-1] if ledger.seals else None
    if seal is None and last is None:
        return
    if seal and last and last[1].fixed == seal.fixed_digest:
        if date and date < last[1].date:
            raise UsageError.at(
                "--date",
                Text("The draw would be dated before its seal ({date}).", date=day(last[1].date)),
                Text("Correct the date."),
            )
        return
    if seal is None:
        what = Text("This roster is sealed, and no seal was named.")
        mend = Text("Name the file of the last seal with --sealed, or seal anew.")
    elif last is None:
        what = Text("This seal does not stand on the ledger beside the roster.")
        mend = Text(
            "Bring the ledger along with the roster, or seal again here: what is the same gives "
            "the same fingerprint."
        )
    else:
        what = Text("The last seal of this roster is another one.")
        mend = Text("Name the file of the last seal with --sealed, or seal anew.")
    where = Text("ledger, line {line}", line=last[0].line) if last else Text("ledger")
    raise EvidenceError.at(where, what, mend)


def _drawn_already(last: DrawEvent, fixed: Fixed) -> Finding:
    if last.roster != fixed.roster_digest:
        what = Text("This roster was drawn already (draw {draw}), and has changed since.")
    elif last.fixed != fixed.digest():
        what = Text("This roster was drawn already (draw {draw}), by other rules or givers.")
    else:
        what = Text("This roster was drawn already (draw {draw}), from another seed.")
    return Finding(Text("ledger"), Text(what.message, draw=last.draw), OTHER_DRAWS)


def _same_draw(last: DrawEvent) -> Finding:
    return Finding(
        "--redraw",
        Text("The same roster, rules and seed are the same draw (draw {draw}).", draw=last.draw),
        Text("Leave --redraw out to get its result again, or let the givers give another seed."),
    )
