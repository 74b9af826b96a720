"""Which column is what: headers are matched to declared fields before any value is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise

from balance_classes.domain.roster.forbidden_columns import forbidden_kind
from balance_classes.domain.roster.forbidden_words import FORBIDDEN
from balance_classes.domain.roster.wish_codes import EVERY_WISH
from balance_classes.files.roster.fields import (
    Field,
    declared_fields,
    plain_header,
)
from balance_classes.files.roster.header_words import (
    OTHERS,
    Understood,
    shown_header,
    understood,
    wanted_fields,
)
from balance_classes.files.roster.names import PARTS, WHOLE
from balance_classes.files.tables.tables import Table

HEADER_ROWS = 20
"""A header is looked for in so many rows; titles and notes may stand above it."""
HEADER_LINES = 3
"""A header has at most so many lines: a group, a part of it, a column."""
FEWEST_FIELDS = 2
"""A row with fewer known headers is no header: a title may hold a single word like 姓名."""
Rank = tuple[int, int, bool, int]
PERSONAL = ("identity_number", "identity_type", "birth_date", "sex", "ethnicity", "household")
"""What is asked of relatives too."""
TOLD_ONCE = ("name", "identity_number", "identity_type", "birth_date")
"""What a roster has one column for: of two, one may be a relative's."""

_OWN = re.compile("学生|本人|新生|student|pupil", re.IGNORECASE)
_RELATIONS = ("关系", "与学生关系", "与本人关系", "relation", "relationship")
"""Right of a name, these say that the name is a relative's."""


@dataclass(frozen=True)
class Column:
    """A column of the file that is read: its field, its header and its position."""

    field: Field
    header: str
    position: int


@dataclass(frozen=True)
class Unread:
    """A column that is not read; `others` says that it is about somebody else than the student."""

    header: str
    position: int
    others: bool


@dataclass(frozen=True)
class Header:
    """The header of a table: its rows, the columns that are read, and all others by header.

    `doubled` are columns that say the same as one that is read, so that neither can be believed;
    `unclear` are those that may be a relative's, since they stand right of one.
    """

    row: int
    last_row: int
    columns: tuple[Column, ...]
    doubled: tuple[Column, ...]
    unclear: tuple[Column, ...]
    unread: tuple[Unread, ...]
    forbidden: tuple[tuple[str, str], ...]

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers of the columns that are not read, though a draw may read them."""
        return tuple(column.header for column in self.unread)

    @property
    def language(self) -> str:
        """The language of the headers that are read."""
        chinese = any(re.search(r"[一-鿿]", column.header) for column in self.columns)
        return "zh" if chinese else "en"

    def column(self, field: str) -> Column | None:
        """Return the column of a field, if the table has it."""
        return next((column for column in self.columns if column.field.name == field), None)

    @property
    def of_name(self) -> Column | None:
        """The column of names, else the first that has a part of them."""
        return next(filter(None, map(self.column, (WHOLE, *PARTS))), None)


def find_headers(
    tables: Sequence[Table],
    mapping: Mapping[str, str],
    numbers: Sequence[str] = (),
    declared: Mapping[str, Field] | None = None,
    places: Mapping[str, Field] | None = None,
    *,
    scores: Sequence[str] = (),
) -> list[tuple[Table, Header]]:
    """Return the tables that have a header, the one with the most known columns first.

    `mapping` gives fields to headers of a local list; it goes before the declared headers.
    `numbers` are the fields of numbers that are asked for, `places` those of where students sit;
    others are not read; `scores` are headers that the rules let through. `declared` are the
    fields of a table that is no roster. Of headers that know as much, the one with the fewest
    doubled columns is meant, then the one whose lines are merged in the sheet, then the first
    and shortest.
    """
    known = {**(declared or declared_fields()), **(places or {})}
    wanted = wanted_fields(mapping, numbers, known)
    meant = cache(partial(understood, wanted, frozenset(map(plain_header, scores))))
    found: list[tuple[Rank, Table, list[_Match]]] = []
    for table in tables:
        best: tuple[Rank, list[_Match]] | None = None
        top = table.rows[: HEADER_ROWS + HEADER_LINES - 1]
        shown = [[shown_header(cell) for cell in row] for row in top]
        for first, last in _candidates(table):
            matches = list(_matches(table, shown, first, last, meant))
            columns, doubled, _ = _chosen(matches)
            merged = last == _merged_down_to(table, first)
            rank = (len(columns), -len(doubled), merged, first - last)
            if len(columns) >= FEWEST_FIELDS and (best is None or rank > best[0]):
                best = (rank, matches)
        if best:
            found.append((best[0], table, best[1]))
    found.sort(key=lambda each: each[0], reverse=True)
    return [(table, _header(matches)) for _, table, matches in found]


def forbid(header: Header, words: Collection[str]) -> Header:
    """Return a header without the columns that a policy forbids beside those never read."""
    plain = set(map(plain_header, words))
    read = (column.header for column in (*header.columns, *header.doubled, *header.unclear))
    forbidden = [word for word in (*read, *header.ignored) if plain_header(word) in plain]
    if not forbidden:
        return header
    return replace(
        header,
        columns=tuple(c for c in header.columns if c.header not in forbidden),
        doubled=tuple(c for c in header.doubled if c.header not in forbidden),
        unclear=tuple(c for c in header.unclear if c.header not in forbidden),
        unread=tuple(c for c in header.unread if c.header not in forbidden),
        forbidden=(*header.forbidden, *((word, FORBIDDEN) for word in dict.fromkeys(forbidden))),
    )


@dataclass(frozen=True)
class _Match:
    """A column of a possible header: the words in its lines, and what they mean.

    `rank` is the place among its field's headers, -1 for one that the rules map; `others` says
    that it is about somebody else than the student.
    """

    rows: tuple[int, int]
    position: int
    header: str
    words: tuple[str, ...]
    rank: int
    field: Field | None
    others: bool


def _candidates(table: Table) -> Iterator[tuple[int, int]]:
    """Yield the first and last row of each possible header."""
    for first in range(min(HEADER_ROWS, len(table.rows))):
        for last in range(first, min(first + HEADER_LINES, len(table.rows))):
            yield first, last


def _merged_down_to(table: Table, row: int) -> int:
    """Return the last row of the cells that are merged from this row down."""
    ends = [last for first, last, *_ in table.facts.merged if first == row]
    return min(max(ends, default=row), row + HEADER_LINES - 1)


def _matches(
    table: Table,
    shown: Sequence[Sequence[str]],
    first: int,
    last: int,
    meant: Callable[[tuple[str, ...]], Understood],
) -> Iterator[_Match]:
    lines = [list(row) for row in shown[first : last + 1]]
    covered = _covered(table, first, last)
    for number, (upper, lower) in enumerate(pairwise(lines), start=first):
        # The head of a group stands in its first column only; the others are merged into it.
        for position in range(1, table.width):
            merged = (number, position) in covered if covered else bool(lower[position])
            if not upper[position] and merged:
                upper[position] = upper[position - 1]
    for position, words in enumerate(zip(*lines, strict=True)):
        told = tuple(dict.fromkeys(word for word in words if word))
        if told:
            header, rank, field, others = meant(told)
            yield _Match((first, last), position, header, told, rank, field, others)


def _covered(table: Table, first: int, last: int) -> set[tuple[int, int]]:
    """Return the cells of the header that a cell to their left is merged over."""
    return {
        (row, column)
        for top, bottom, left, right in table.facts.merged
        if left < right and top <= last and bottom >= first
        for row in range(max(top, first), min(bottom, last) + 1)
        for column in range(left + 1, right + 1)
    }


def _chosen(matches: Sequence[_Match]) -> tuple[list[Column], list[Column], list[_Match]]:
    """Return the columns that are read, those that say the same as one, and all others."""
    relatives_from = _first_relative(matches)
    candidates: dict[str, list[_Match]] = {}
    rest: list[_Match] = []
    for match in matches:
        field = match.field
        relative = field and field.name in candidates and match.position >= relatives_from
        if field is None or match.others or relative:
            rest.append(match)
        else:
            candidates.setdefault(field.name, []).append(match)
    columns: list[Column] = []
    doubled: list[Column] = []
    for name, several in candidates.items():
        if name in EVERY_WISH:
            columns += map(_column, several)  # all are read: a wish more is a wish
            continue
        meant = _meant(several)
        chosen, *equal = map(_column, meant)
        columns.append(chosen)
        doubled += equal
        rest += [match for match in several if match not in meant]
    return columns, doubled, sorted(rest, key=lambda match: match.position)


def _meant(several: Sequence[_Match]) -> list[_Match]:
    """Return which of several columns for one field is meant; more than one cannot be told apart.

    Of an attribute it is the header that is declared first. Of what relatives have too it is the
    one that says the student's, or none.
    """
    if several[0].field and several[0].field.name in TOLD_ONCE:
        own = [match for match in several if _OWN.search(match.header)]
        return own or list(several)
    first = min(match.rank for match in several)
    return [match for match in several if match.rank == first]


def _first_relative(matches: Sequence[_Match]) -> int:
    """Return where the columns of relatives begin: at a further name, next to a relation."""
    named = False
    for match, following in pairwise(matches):
        is_name = match.field is not None and match.field.name == "name"
        if plain_header(following.header) in _RELATIONS and (
            (is_name and named) or _is_relatives_name(match)
        ):
            return match.position
        named = named or is_name
    return len(matches) and matches[-1].position + 1


def _is_relatives_name(match: _Match) -> bool:
    plain = plain_header(match.header)
    return match.field is None and "名" in plain and bool(OTHERS.search(plain))


def _column(match: _Match) -> Column:
    assert match.field is not None
    return Column(match.field, match.header, match.position)


def _header(matches: Sequence[_Match]) -> Header:
    columns, doubled, rest = _chosen(matches)
    relatives_from = _first_relative(matches)
    judged = [(match, _forbidden(match, relatives_from)) for match in rest]
    return Header(
        *matches[0].rows,
        columns=tuple(columns),
        doubled=tuple(doubled),
        unclear=tuple(
            _column(match)
            for match in matches
            if match.field
            and match.field.name in PERSONAL
            and match.rank >= 0
            and match.position > relatives_from
            and match not in rest
        ),
        unread=tuple(
            Unread(
                match.header,
                match.position,
                others=match.others
                or match.position >= relatives_from
                or bool(OTHERS.search(match.header.casefold())),
            )
            for match, kind in judged
            if not kind
        ),
        forbidden=tuple((match.header, kind) for match, kind in judged if kind),
    )


def _forbidden(match: _Match, relatives_from: int) -> str | None:
    """Return what forbids a column that is not read: by its last line, or by all together."""
    relative = match.others or match.position >= relatives_from
    if match.field or (relative and plain_header(match.words[-1]) in _RELATIONS):
        return None
    names = dict.fromkeys((match.words[-1], "".join(match.words)))
    return next(filter(None, map(forbidden_kind, names)), None)
