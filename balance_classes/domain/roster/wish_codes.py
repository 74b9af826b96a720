"""Wishes of the roster cell by cell, and the codes that they come to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

WishKind = Literal["together", "apart", "friends"]
WISHES: tuple[WishKind, ...] = ("together", "apart")
"""Those that come to codes."""
EVERY_WISH: tuple[WishKind, ...] = (*WISHES, "friends")
_UNFIT = re.compile(r"[\s、，,;；+#]+")
"""What parts codes, so that no code may hold it."""
SHOWN = 3
"""A code has the names of so many students; it is one cell of the internal list."""


@dataclass(frozen=True)
class Wish:
    """One cell as it was understood: the rows that its row names, or the codes it shares.

    Rows count from 1, as those of students, columns from 0; `cell` is as spreadsheets call it: E5.
    """

    kind: WishKind
    row: int
    column: int
    cell: str
    rows: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Rows that are to be together, or each apart from each, and the cells that say so.

    Of friends the first row is the one that wishes to be with at least one of the others.
    """

    kind: WishKind
    rows: tuple[int, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Edit:
    """What has to change in one cell: these rows, or this code, are taken out of it."""

    cell: str
    rows: tuple[int, ...] = ()
    code: str = ""


def tags_of(names: Mapping[int, object], order: Mapping[int, object]) -> dict[int, str]:
    """Return a tag for each row, its name without what no code may hold; no two are alike.

    Namesakes are counted in the order of `order`, so that the order of rows changes nothing.
    """
    alike: dict[str, list[int]] = {}
    for row, name in names.items():
        alike.setdefault(tag_of(name), []).append(row)
    tags: dict[int, str] = {}
    for tag, rows in alike.items():
        for number, row in enumerate(sorted(rows, key=lambda r: str(order[r])), start=1):
            tags[row] = tag if len(rows) == 1 else f"{tag}#{number}"
    return tags


def tag_of(name: object) -> str:
    """Return a name without what no code may hold."""
    return _UNFIT.sub("", str(name))


def codes_together(tags: Mapping[int, str], wishes: Sequence[Wish]) -> dict[int, str]:
    """Return the code of each row that is in a block: who names another is with its block."""
    own: dict[int, set[str]] = {}
    for wish in wishes:
        own.setdefault(wish.row, set()).update(wish.codes)
    found: dict[int, str] = {}
    for block in blocks_of(wishes):
        written = sorted({code for row in block for code in own.get(row, ())})
        code = written[0] if written else _code(tags[row] for row in block)
        found |= dict.fromkeys(block, code)
    return found


def codes_apart(tags: Mapping[int, str], wishes: Sequence[Wish]) -> dict[int, tuple[str, ...]]:
    """Return the codes of each row: two of whom one names the other share a code of their own."""
    given: dict[int, set[str]] = {}
    for wish in wishes:
        given.setdefault(wish.row, set()).update(wish.codes)
        for other in wish.rows:
            code = _code((tags[wish.row], tags[other]))
            given[wish.row].add(code)
            given.setdefault(other, set()).add(code)
    return {row: tuple(sorted(codes)) for row, codes in given.items()}


def blocks_of(wishes: Sequence[Wish]) -> tuple[frozenset[int], ...]:
    """Return the blocks of rows that wishes to be together come to."""
    holders: dict[str, set[int]] = {}
    for wish in wishes:
        for code in wish.codes:
            holders.setdefault(code, set()).add(wish.row)
    named = ({wish.row, *wish.rows} for wish in wishes if wish.rows)
    return tuple(map(frozenset, _united([*holders.values(), *named])))


def pairs_of(wishes: Sequence[Wish]) -> frozenset[frozenset[int]]:
    """Return the pairs of rows that wishes to be apart come to."""
    holders: dict[str, set[int]] = {}
    for wish in wishes:
        for code in wish.codes:
            holders.setdefault(code, set()).add(wish.row)
    shared = (
        frozenset((one, other))
        for rows in holders.values()
        for one in rows
        for other in rows
        if one < other
    )
    named = (frozenset((wish.row, other)) for wish in wishes for other in wish.rows)
    return frozenset({*shared, *named})


def groups_of(wishes: Sequence[Wish]) -> tuple[Group, ...]:
    """Return what wishes come to: blocks, and codes and pairs apart, in the order of rows."""
    beside = [wish for wish in wishes if wish.kind == "together"]
    apart = [wish for wish in wishes if wish.kind == "apart"]
    found = [
        Group("together", tuple(sorted(block)), _cells(w for w in beside if w.row in block))
        for block in blocks_of(beside)
    ]
    sharing: dict[object, list[Wish]] = {}
    for wish in apart:
        for code in wish.codes:
            sharing.setdefault(code, []).append(wish)
        for other in wish.rows:
            sharing.setdefault(frozenset((wish.row, other)), []).append(wish)
    for shared, by in sharing.items():
        rows = shared if isinstance(shared, frozenset) else {wish.row for wish in by}
        found.append(Group("apart", tuple(sorted(rows)), _cells(by)))
    found += [
        Group("friends", (row, *friends), _cells(w for w in wishes if w.row == row and w.rows))
        for row, friends in friends_of(wishes).items()
    ]
    return tuple(sorted(found, key=lambda group: (EVERY_WISH.index(group.kind), group.rows)))


def friends_of(wishes: Sequence[Wish]) -> dict[int, tuple[int, ...]]:
    """Return for each row that names friends the rows that it names, in one cell or several."""
    found: dict[int, set[int]] = {}
    for wish in wishes:
        if wish.kind == "friends":
            found.setdefault(wish.row, set()).update(wish.rows)
    return {row: tuple(sorted(rows)) for row, rows in sorted(found.items())}


def _cells(wishes: Iterable[Wish]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(wish.cell for wish in wishes))


def parting(wishes: Sequence[Wish], part: frozenset[int], rest: frozenset[int]) -> Iterator[Edit]:
    """Yield what has to change so that no wish joins a row of one part with one of the rest."""
    outside = {code for wish in wishes if wish.row in rest for code in wish.codes}
    for wish in wishes:
        if wish.row in part:
            others = tuple(row for row in wish.rows if row in rest)
        elif wish.row in rest:
            others = tuple(row for row in wish.rows if row in part)
        else:
            # Its row is of neither, which only happens where a wish is about nobody here.
            others = ()
        if others:
            yield Edit(wish.cell, others)
        for code in wish.codes:
            if wish.row in part and code in outside:
                yield Edit(wish.cell, code=code)


def keeping_apart(wishes: Sequence[Wish], one: int, others: frozenset[int]) -> Iterator[Edit]:
    """Yield what has to change so that no wish keeps one row apart from some others."""
    for wish in wishes:
        if wish.row == one and (named := tuple(row for row in wish.rows if row in others)):
            yield Edit(wish.cell, named)
        elif wish.row in others and one in wish.rows:
            yield Edit(wish.cell, (one,))
    held = {code for wish in wishes if wish.row in others for code in wish.codes}
    for wish in wishes:
        if wish.row == one:
            yield from (Edit(wish.cell, code=code) for code in wish.codes if code in held)


def edited(wishes: Iterable[Wish], kind: WishKind, edits: Iterable[Edit]) -> tuple[Wish, ...]:
    """Return the wishes after some edits; a cell that nothing is left of is no wish."""
    out: dict[str, list[Edit]] = {}
    for edit in edits:
        out.setdefault(edit.cell, []).append(edit)
    left = []
    for wish in wishes:
        here = out.get(wish.cell, ()) if wish.kind == kind else ()
        rows = {row for edit in here for row in edit.rows}
        codes = {edit.code for edit in here}
        kept = replace(
            wish,
            rows=tuple(row for row in wish.rows if row not in rows),
            codes=tuple(code for code in wish.codes if code not in codes),
        )
        if kept.rows or kept.codes:
            left.append(kept)
    return tuple(left)


def _united(blocks: Iterable[set[int]]) -> Iterator[set[int]]:
    """Yield blocks that share nobody, from blocks that may."""
    found: list[set[int]] = []
    for block in blocks:
        met = [other for other in found if other & block]
        found = [other for other in found if not other & block] + [block.union(*met)]
    yield from found


def _code(tags: Iterable[str]) -> str:
    """Return a code from tags, the same in whatever order the rows stand."""
    words = sorted(tags)
    more = [str(len(words) - SHOWN)] if len(words) > SHOWN else []
    return "+".join([*words[:SHOWN], *more])
