"""The sums of a batch over its places, as they stand on the overview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple

from balance_classes.domain.batch import Total
from balance_classes.files.workbook.workbook_writing import Book
from balance_classes.language import Language, Text

TOTAL_HEADINGS = (
    Text("Schools"), Text("Finished"), Text("Students"), Text("Classes"), Text("Smallest class"),
    Text("Largest class"), Text("Not all proven"),
)  # fmt: skip
"""What the columns of the sums hold, after that of the place."""


def total_cells(total: Total, say: Callable[[Text], str]) -> tuple[str | int, ...]:
    """Return the sums of a place, or of all schools, in the order of their headings."""
    place = total.value or say(Text("not said") if total.column else Text("all schools"))
    return (place, *astuple(total)[2:])


def add_totals(book: Book, sums: Sequence[Total], language: Language, footer: str) -> None:
    """Add a sheet with the sums of each place, county by county, and of all schools."""
    say = language.say
    sheet = book.add_sheet(say(Text("By place")))
    columns = [say(heading) for heading in TOTAL_HEADINGS]
    sheet.set_widths((24, *[12] * len(columns)))
    sheet.print_on_a4(say(Text("By place")), footer, landscape=False)
    sheet.add_title(say(Text("By place")), len(columns) + 1)
    header = None
    for total in sums:
        if total.column not in ("", header):
            header = total.column
            sheet.add_row([header, *columns], "header")
        styles = ["label", *["cell"] * len(columns)]
        sheet.add_row(total_cells(total, say), styles)
