"""What ends a collision, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from balance_classes.domain.collisions.remedies import Remedy, RemedyKind, edits_of
from balance_classes.domain.roster.labels import field_label, level_label, limited_label
from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.roster.row_ranges import rows_text
from balance_classes.domain.roster.wish_codes import Edit
from balance_classes.language import Text


@dataclass(frozen=True)
class Mend:
    """What ends a collision: changes of which each is `enough`, or the fewest known `together`.

    `anew` are numbers of classes that end every collision there is; `beside` tells that there
    are others, which `enough` and `together` leave to what is told of them.
    """

    enough: tuple[Remedy, ...]
    together: tuple[Remedy, ...]
    anew: tuple[Remedy, ...]
    beside: bool = False


def advice(mend: Mend, roster: Roster) -> Text:
    """Return what a school can do, simplest first; rows stand for students."""
    single = [said(change, roster) for change in (*mend.enough, *mend.anew)]
    every = _all_said(mend.together, roster)
    if mend.enough or not every:
        unknown = Text("Take one of these rules back, or form another number of classes.")
        return _one_of(single, mend) if single else unknown
    all_of = joined(every, Text("{first}; and {second}"))
    if len(mend.together) == 1:
        return _one_of([all_of, *single], mend)
    if single:
        return _one_of([Text("all of these ({options})", options=all_of), *single], mend)
    if mend.beside:
        return _one_of([all_of], mend)
    return Text(
        "No single change is enough; together these are, for example: {options}.", options=all_of
    )


def _one_of(options: Sequence[Text], mend: Mend) -> Text:
    every = joined(options, Text("{first}; or {second}"))
    if mend.beside and len(options) == 1:
        return Text("Beside what mends the others: {options}.", options=every)
    if mend.beside:
        return Text("Beside what mends the others, one is enough: {options}.", options=every)
    if len(options) == 1:
        return Text("What works: {options}.", options=every)
    return Text("One of these is enough: {options}.", options=every)


def said(change: Remedy, roster: Roster) -> Text:
    """Return a change in words, as an advice."""
    if any(edit.rows for edit in edits_of(change, roster)):
        return edits_text(edits_of(change, roster), roster)
    rows = rows_text(roster, change.instead or change.students)
    one_of = Text("one of {rows}", rows=rows) if change.instead else rows
    if change.kind == "code":
        holders = [s for s, each in enumerate(roster.students) if change.name in each.apart]
        together = rows_text(roster, holders)
        return Text("take the apart code of {holders} from {rows}", holders=together, rows=one_of)
    return _SAID[change.kind](change, one_of)


def joined(texts: Sequence[Text], pair: Text) -> Text:
    """Return texts as one, two by two and halves first, so that many do not nest deeply.

    `pair` is how a {first} and a {second} become one.
    """
    if len(texts) == 1:
        return texts[0]
    middle = len(texts) // 2
    first, second = joined(texts[:middle], pair), joined(texts[middle:], pair)
    return Text(pair.message, first=first, second=second)


def _all_said(changes: Iterable[Remedy], roster: Roster) -> list[Text]:
    """Return changes in words, those that clear a cell of one row together by their column."""
    cleared: dict[RemedyKind, list[int]] = {}
    others = []
    edits: list[Edit] = []
    for change in changes:
        own = edits_of(change, roster)
        if any(edit.rows for edit in own):
            edits += own
        elif change.kind in _CLEARED and len(change.students) == 1:
            cleared.setdefault(change.kind, []).extend(change.students)
        else:
            others.append(said(change, roster))
    columns = [_CLEARED[kind](rows_text(roster, who)) for kind, who in cleared.items()]
    return [*columns, *others, *([edits_text(edits, roster)] if edits else [])]


def edits_text(edits: Iterable[Edit], roster: Roster) -> Text:
    """Return what is to be changed in cells of wishes, each cell once and by its name."""
    rows: dict[str, set[int]] = {}
    codes: dict[str, set[str]] = {}
    for edit in edits:
        rows.setdefault(edit.cell, set()).update(edit.rows)
        codes.setdefault(edit.cell, set()).update([edit.code] if edit.code else [])
    wishes = {wish.cell: wish for wish in roster.wishes if wish.cell in rows}
    whole = [c for c, w in wishes.items() if rows[c] == {*w.rows} and codes[c] == {*w.codes}]
    said = [Text("clear {cells}", cells=tuple(whole))] if whole else []
    for cell in (cell for cell in wishes if cell not in whole):
        if rows[cell]:
            students = [p for p, s in enumerate(roster.students) if s.row in rows[cell]]
            told = rows_text(roster, students)
            said.append(Text("take {rows} out of {cell}", rows=told, cell=cell))
        if codes[cell]:
            said.append(Text("take the code out of {cell}", cell=cell))
    return joined(said, Text("{first} and {second}"))


def _kind(change: Remedy) -> Text | str:
    return limited_label(change.name)


_CLEARED: Mapping[RemedyKind, Callable[[Text], Text]] = {
    "pin": lambda rows: Text("clear the pinned class of {rows}", rows=rows),
    "bars": lambda rows: Text("clear the barred classes of {rows}", rows=rows),
    "block": lambda rows: Text("clear the together code of {rows}", rows=rows),
    "friends": lambda rows: Text("clear the friends of {rows}", rows=rows),
}
_SAID: Mapping[RemedyKind, Callable[[Remedy, Text], Text]] = {
    "pin": lambda change, rows: _CLEARED["pin"](rows),
    "bars": lambda change, rows: _CLEARED["bars"](rows),
    "friends": lambda change, rows: _CLEARED["friends"](rows),
    "block": lambda change, rows: (
        Text("give {rows} a together code of their own", rows=rows)
        if len(change.students) > 1
        else _CLEARED["block"](rows)
    ),
    "limit": lambda change, rows: Text(
        "raise the limit of “{name}” to {number} a class", number=change.number, name=_kind(change)
    ),
    "floor": lambda change, rows: (
        Text("let a class have {number} of “{name}”", number=change.number, name=_kind(change))
        if change.number > 1
        else Text("take the rule of at least so many of “{name}” back", name=_kind(change))
    ),
    "soft": lambda change, rows: Text(
        "take “{name}” out of the hard rules", name=field_label(change.name)
    ),
    "room": lambda change, rows: Text(
        "raise the cap of {name} to {number}", number=change.number, name=change.name
    ),
    "classes": lambda change, rows: Text("form {number} classes", number=change.number),
    "offer": lambda change, rows: Text(
        "open {name} to {group} {level}",
        name=change.name,
        group=field_label(change.level[0]),
        level=level_label(change.level[1], change.level[0]),
    ),
    "size": lambda change, rows: Text("name no size for {name}", name=change.name),
}
