"""Class lists to hand out: chosen columns of the roster, totals, room for the teacher's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from balance_classes.domain.result.formed_classes import Formed, Placement
from balance_classes.domain.roster.forbidden_columns import forbidden_kind
from balance_classes.domain.roster.labels import kind_label, level_label, shown_order
from balance_classes.domain.roster.roster import SEX
from balance_classes.errors import Finding, UsageError
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.roster.names import sound_of
from balance_classes.files.roster.roster_reading import Examined
from balance_classes.files.tables.tables import shown_cell
from balance_classes.files.workbook.page_fit import column_width
from balance_classes.files.workbook.page_setup import lay_out, title_of
from balance_classes.files.workbook.workbook_writing import Book, Sheet
from balance_classes.language import Language, Text

Order = Literal["draw", "name", "roster"]
Paper = Literal["a4", "letter"]
NUMBER = Text("No.")
WIDEST, NARROWEST = 40, 72
"""The widest column, and the narrowest list, in characters: room to write beside a name."""
Say = Callable[[Text | str], str]


@dataclass(frozen=True)
class Look:
    """How lists to hand out look: columns by their headers, none for name and sex."""

    columns: tuple[str, ...]
    order: Order
    paper: Paper


def hand_lists(
    formed: Formed,
    examined: Examined,
    row_of: Mapping[str, int],
    look: Look,
    language: Language,
) -> bytes:
    """Return a workbook with a sheet a class; a student of no row of the roster is told by name.

    Raises UsageError for a column that there is not, and for one that no class list may have.
    """
    say = language.say
    shown = _positions(examined, look.columns)
    book = Book(formed.school, (), language.code)
    for c, school_class in enumerate(formed.classes):
        sheet = book.add_sheet(school_class.name)
        placed = sorted(formed.class_lists[c], key=lambda p: _place(p, look.order, row_of))
        rows = [
            [str(n), *_cells(examined, row_of.get(p.student.key), shown, p)]
            for n, p in enumerate(placed, start=1)
        ]
        header = [say(NUMBER), *shown]
        columns = zip(header, zip(*rows, strict=True), strict=True)
        widths = [column_width(head, cells, WIDEST) for head, cells in columns]
        sheet.set_widths([width * max(1, NARROWEST / sum(widths)) for width in widths])
        lay_out(sheet, formed, say, landscape=False, internal=True)
        if look.paper == "letter":
            sheet.print_on_letter()
        sheet.add_title(f"{title_of(formed, say)} {school_class.name}", len(header))
        sheet.add_text(say(Text("Class teacher: {line}", line="_" * 16)))
        sheet.add_text(say(Text("{text}", text=_totals(placed))))
        sheet.repeat_rows(1, sheet.rows + 1)
        _add_rows(sheet, header, rows)
    return book.content()


def _add_rows(sheet: Sheet, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    sheet.add_high_enough(header, "header")
    for row in rows:
        sheet.add_high_enough(row, "cell")


def _totals(placed: Sequence[Placement]) -> tuple[Text, ...]:
    """Return how many there are, and how many of each sex, where it is known."""
    sexes = [p.student.levels.get(SEX) for p in placed]
    known = sorted(filter(None, {*sexes}), key=lambda sex: shown_order(sex, 0, SEX))
    return (
        Text("{count} students", count=len(placed)),
        *(
            Text("{level}: {count}", level=level_label(sex, SEX), count=sexes.count(sex))
            for sex in known
        ),
    )


def _place(placement: Placement, order: Order, row_of: Mapping[str, int]) -> tuple[object, ...]:
    student = placement.student
    if order == "name":
        return (sound_of(student.name), student.name, student.key)
    if order == "roster":
        return (row_of.get(student.key, 10**9), placement.lottery_number)
    return (placement.lottery_number,)


def _positions(examined: Examined, asked: Sequence[str]) -> dict[str, int]:
    """Return the columns that are shown, each header with its place in the table."""
    heads = [str(cell).strip() for cell in examined.table.rows[examined.header_row - 1]]
    if not asked:
        read = dict(zip(examined.columns, examined.positions, strict=True))
        usual = ("name", "family_name", "given_name", SEX)
        return {head: at for (head, field), at in read.items() if field in usual}
    known = {plain_header(head): at for at, head in reversed(list(enumerate(heads))) if head}
    findings = []
    for word in asked:
        if kind := forbidden_kind(word):
            what = Text(
                "A class list may not have it: {kind}{section}.", kind=kind_label(kind), section=""
            )
            findings.append(Finding("--list-columns", what, Text("Leave it out.")))
        elif plain_header(word) not in known:
            what = Text("There is no column “{field}”.", field=word)
            mend = Text("Name one of: {names}.", names=tuple(head for head in heads if head))
            findings.append(Finding("--list-columns", what, mend))
    UsageError.raise_for(findings)
    return {word: known[plain_header(word)] for word in asked}


def _cells(
    examined: Examined, row: int | None, shown: dict[str, int], placement: Placement
) -> list[str]:
    if row is None:  # who came later stands on another roster
        return [placement.student.name, *([""] * (len(shown) - 1))]
    cells = examined.table.rows[row - 1]
    name = {at for at, (_, field) in zip(examined.positions, examined.columns, strict=True)
            if field == "name"}  # fmt: skip
    return [
        placement.student.name
        if at in name
        else shown_cell(cells[at]).strip()
        if at < len(cells)
        else ""
        for at in shown.values()
    ]
