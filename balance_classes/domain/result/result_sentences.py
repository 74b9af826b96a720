"""Plain sentences about a result: how good it is, what it rests on, what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.lottery import Seed
from balance_classes.domain.problem.friend_wishes import company
from balance_classes.domain.problem.limited_students import absent_kinds
from balance_classes.domain.result.before_draw_sentences import limit_sentences, witness_sentences
from balance_classes.domain.result.evenness_sentences import proof_sentences
from balance_classes.domain.result.fixed_before_draw import DrawEntry, Posted
from balance_classes.domain.result.formed_classes import Formed, LaterEvent
from balance_classes.domain.result.later_states import shifts
from balance_classes.domain.result.policy_departures import departures
from balance_classes.domain.roster.labels import (
    field_label,
    kind_label,
    limited_label,
)
from balance_classes.domain.roster.roster import Caution, LeftOut
from balance_classes.domain.rules.policy import FRIENDS, KEEP
from balance_classes.domain.rules.rules import (
    APART,
    CROSS,
    EVERY_OTHER,
    NAMES_ALIKE,
    TWO_WAY,
    Rules,
)
from balance_classes.domain.seed_words import counted_words
from balance_classes.language import Text, day

_CAUTIONS = {
    "absent": Text("Named in the rules, but not in the roster: {field}."),
    "age": Text("Born outside the ages of entry{cited}: {count}."),
    "colour": Text("Students in a colour of their own, which was not read: {count}."),
    "date_order": Text("{field}: the order of day and month was taken from the column itself."),
    "example": Text("Rows left out as examples: {count}."),
    "file": Text("In the folder of the roster, and not read: {field}."),
    "footer": Text("Rows left out as totals, notes or signatures: {count}."),
    "headless": Text("Columns of numbers without a header, not read: {count}."),
    "hidden_column": Text("A hidden column was read: {field}."),
    "hidden_rows": Text("Hidden rows, read as students: {count}."),
    "struck": Text("Cells struck through, and read: {count} ({field})."),
    "home_taught": Text("Taught at home, on the register without a seat{cited}: {count}."),
    "identity": Text("Residents without an identity number: {count}."),
    "inclusion": Text("Inclusive schooling, but no disability: {count}."),
    "left_out": Text("Rows marked as gone or as staff, left out by the rules: {count}."),
    "marked": Text("Rows marked as gone or as staff, kept by the rules: {count}."),
    "own_score": Text("A score, spread by the school's own choice: {field}."),
    "score_quarters": Text("Scores, spread by their quarters, Q1 the lowest: {field}."),
    "near": Text("The column “{field}” is not read; is its header a slip?"),
    "no_sex": Text("No column says the sex: boys and girls were not spread evenly."),
    "namesake": Text("The same name and birth date under two numbers: {count}."),
    "register": Text("Register numbers of an unusual form: {count}."),
    "sheet": Text("Another sheet that may be a roster was not read: {field}."),
    "time": Text("{field}: times beside the day, left out: {count}."),
    "twins": Text(
        "The column “{field}” is not read: it does not say whether these students come together "
        "or apart."
    ),
    "unread": Text("Rows without name and number, left out: {count}."),
    "without_seat": Text("{field}: wishes about students taught at home, without effect: {count}."),
    "word": Text("{field}: unknown words, taken as they stand: {count}."),
}

_OF_HEADERS = ("absent", "near", "own_score", "score_quarters", "sheet", "twins")
"""These are about a header or a sheet as it stands there, not about a field."""

LETTERED = Text("Lettered groups: another lot gives them their class names and teachers.")

MOST_REHEARSALS = 10
"""So many rehearsals before a draw are told by their fingerprints, the last ones."""
MOST_HEADERS = 30
"""So many headers of unused columns are told by name; the record has them all."""


def seed_sentence(seed: Seed) -> Text:
    """Return where the seed came from; one the program drew was seen by nobody."""
    words = tuple(
        Text("{giver}: {words}", giver=w.giver, words=told_words(w.words))
        if w.giver
        else told_words(w.words)
        for w in seed.words
    )
    if seed.given:
        return Text("Seed given: {words}.", words=words)
    return Text("Seed drawn by the program, not witnessed: {words}.", words=words)


def told_words(words: str) -> Text | str:
    """Return a giver's words and what counts of them, where that is not the same."""
    counted = counted_words(words)
    if counted == words:
        return words
    return Text("{words} (counted: {counted})", words=words, counted=counted)


def draw_sentence(entry: DrawEntry | None) -> Text:
    """Return which draw over the roster this is, and what it replaces."""
    if entry is None:
        return Text("Rehearsal: this is no draw and binds nobody.")
    values = {"number": entry.number, "count": entry.number}
    if not entry.replaces:
        return Text("Draw {number} of {count}.", **values)
    replaced: Text | str = Text("which came to no result")
    if entry.replaced:
        replaced = fingerprint(entry.replaced)
    return Text(
        "Draw {number} of {count}; it replaces draw {replaces} ({replaced}); reason: {reason}.",
        **values,
        replaces=entry.replaces,
        replaced=replaced,
        reason=entry.reason,
    )


def posted_sentences(formed: Formed, posted: Posted | None) -> tuple[Text, ...]:
    """Return what is read aloud, entered in the minutes and posted: draw and fingerprints."""
    entry, chosen = formed.entry, choice_sentences(formed.rules)
    if entry is None or posted is None:
        return (draw_sentence(None), *chosen)
    date = (Text("Date of the draw: {date}.", date=day(entry.date)),) if entry.date else ()
    sealed = (
        Text("Sealed before the draw: {seal}.", seal=fingerprint(formed.fixed.digest()))
        if entry.sealed
        else Text("Not sealed before the draw.")
    )
    witnessed = witness_sentences(formed.fixed, formed.seed, sealed=entry.sealed)
    values = {"replaces": entry.replaces, "count": posted.lapsed}
    lapsed = Text("With draw {replaces} lapsed the changes after it: {count}.", **values)
    return (
        draw_sentence(entry),
        *_rehearsed_sentences(posted),
        *chosen,
        *((lapsed,) if posted.lapsed else ()),
        *date,
        sealed,
        *witnessed,
        Text("Fingerprint of the result: {result}.", result=fingerprint(posted.record)),
        *later_sentences(formed, posted),
        Text("Ledger: line {line}, head {head}.", line=posted.line, head=fingerprint(posted.head)),
    )


def _rehearsed_sentences(posted: Posted) -> tuple[Text, ...]:
    """Return how many rehearsals the ledger holds before the draw, and which."""
    last = tuple(map(fingerprint, posted.rehearsed[-MOST_REHEARSALS:]))
    values = {"count": len(posted.rehearsed), "last": last}
    if not last:
        return ()
    if len(posted.rehearsed) > len(last):
        return (Text("Rehearsals before this draw: {count}; the last: {last}.", **values),)
    return (Text("Rehearsals before this draw: {count} ({last}).", **values),)


def choice_sentences(rules: Rules) -> tuple[Text, ...]:
    """Return that a school spreads scores by its own choice, which every sheet has to tell."""
    if not rules.scores:
        return ()
    return (
        Text("This school spreads scores, by its own choice: {columns}.", columns=rules.scores),
    )


def later_sentences(formed: Formed, posted: Posted) -> tuple[Text, ...]:
    """Return what happened after the draw, without names, and the fingerprint of the last of it."""
    if not formed.later:
        return ()
    events = tuple(map(_later_sentence, formed.later))
    shown = Text(
        "Fingerprint of change {number}: {digest}.",
        number=len(events),
        digest=fingerprint(posted.last),
    )
    return (*events, shown)


def _later_sentence(event: LaterEvent) -> Text:
    told = event.sentence()
    if event.seed:
        told = Text("{event} {seed}", event=told, seed=seed_sentence(event.seed))
    if event.entry.other_givers:
        reason = event.entry.other_givers
        told = Text("{event} Not by the givers of the draw: {reason}.", event=told, reason=reason)
    if event.entry.date:
        return Text("{date}, {event}", date=day(event.entry.date), event=told)
    return told


def evenness_sentences(formed: Formed) -> tuple[Text, ...]:
    """Return how even the classes are: as it was proven at the draw, or as it is since."""
    if unmoved(formed):
        return proof_sentences(formed.assignment)
    return tuple(
        Text(
            "{groups}: {after} beyond the even shares of those who are there now; at the draw "
            "{before}.",
            groups=tuple(field_label(group) for group in shift.groups),
            before=shift.before,
            after=shift.after,
        )
        for shift in shifts(formed.as_drawn, formed)
    )


def unmoved(formed: Formed) -> bool:
    """Tell whether everybody is where the draw left them."""
    return all(event.kind == "pair" for event in formed.later)


def notes(formed: Formed) -> tuple[Text, ...]:
    """Return what a reader of the result must know about its input and its rules."""
    return (
        *left_out_sentences(formed.roster.left_out),
        *_ignored(formed),
        *_missing(formed),
        *(caution_sentence(caution, formed.rules) for caution in formed.roster.cautions),
        *_absent(formed),
        *_asked_for(formed),
        *departures(formed),
    )


def caution_sentence(caution: Caution, rules: Rules) -> Text:
    """Return what was read as it stands and is worth a look."""
    return Text(
        _CAUTIONS[caution.kind].message,
        count=caution.count,
        field=caution.field if caution.kind in _OF_HEADERS else field_label(caution.field),
        cited=rules.policy.cited(caution.kind),
    )


def left_out_sentences(left_out: Iterable[LeftOut]) -> Iterable[Text]:
    """Yield which columns were never read, one sentence a kind."""
    columns = tuple(left_out)
    kinds = dict.fromkeys((out.kind, out.section) for out in columns)
    for kind, section in kinds:
        headers = tuple(out.header for out in columns if out.kind == kind)
        values = {"headers": headers, "kind": kind_label(kind), "section": section}
        if section:
            yield Text("Never read: {headers} ({kind}, {section}).", **values)
        else:
            yield Text("Never read: {headers} ({kind}).", **values)


def _ignored(formed: Formed) -> Iterable[Text]:
    return [ignored_sentence(formed.roster.ignored)] if formed.roster.ignored else []


def ignored_sentence(ignored: Sequence[str]) -> Text:
    """Return which columns are not used; where not all are shown, how many there are."""
    if len(ignored) > MOST_HEADERS:
        shown = tuple(ignored[:MOST_HEADERS])
        return Text("Columns not used ({count}): {headers} …", count=len(ignored), headers=shown)
    return Text("Columns not used: {headers}.", headers=tuple(ignored))


def _missing(formed: Formed) -> Iterable[Text]:
    for name, count in formed.roster.missing().items():
        if name == formed.rules.keep:
            continue
        yield Text(
            "{field}: not stated for {count}, spread as a level of their own.",
            field=field_label(name),
            count=count,
        )


def _absent(formed: Formed) -> Iterable[Text]:
    special = (EVERY_OTHER, *NAMES_ALIKE, APART, FRIENDS, KEEP, TWO_WAY)
    known = {*special, *formed.rules.policy.required, *formed.roster.attributes}
    absent = tuple(
        field_label(name)
        for tier in formed.rules.tiers
        for name in tier
        if name not in known and not known.issuperset(name.split(CROSS))
    )
    absent += tuple(limited_label(kind) for kind in absent_kinds(formed.roster, formed.rules))
    if absent:
        yield Text("Named in the rules, but not in the roster: {fields}.", fields=absent)


def _asked_for(formed: Formed) -> Iterable[Text]:
    problem = formed.assignment.problem
    if formed.assignment.lettered:
        yield LETTERED
    apart = sum(quota.group == APART for quota in problem.quotas)
    if problem.blocks:
        yield Text("Groups of students kept together: {count}.", count=len(problem.blocks))
    if apart:
        yield Text("Groups of students to be kept apart: {count}.", count=apart)
    if formed.pinned():
        yield Text(
            "Students pinned to a class, with a reason: {count}.", count=len(formed.pinned())
        )
    if formed.barred():
        yield Text(
            "Students barred from a class, with a reason: {count}.", count=len(formed.barred())
        )
    yield from limit_sentences(formed)
    yield from _company(formed)


def _company(formed: Formed) -> Iterable[Text]:
    """Yield how wishes for friends came out, counted by children and by single wishes."""
    wishes = [wish for _, wish in formed.assignment.problem.wishes]
    if wishes:
        found = company(wishes, formed.assignment.class_of)
        yield Text(
            "Children who named friends: {children}, with at least one of them in their class: "
            "{accompanied}. Single wishes: {wishes}, met: {met}; lots alone would meet about "
            "{lots}.",
            children=found.children,
            accompanied=found.accompanied,
            wishes=found.wishes,
            met=found.met,
            lots=round(found.by_lots),
        )
