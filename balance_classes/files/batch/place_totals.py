"""The sums of a batch over its places, as they stand on the overview."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from balance_classes.domain.batch import Total
from balance_classes.files.workbook.workbook_writing import Book
from balance_classes.language import Language, Text


def total_headings() -> tuple[Text, ...]:
    """Return what the columns of the sums hold, after that of the place."""
    return (
        Text("Schools"),
        Text("Finished"),
        Text("Students"),
        Text("Classes"),
        Text("Smallest class"),
        Text("Largest class"),
        Text("Not all proven"),
    )


def total_cells(total: Total, say: Callable[[Text], str]) -> tuple[str | int, ...]:
    """Return the sums of a place, or of all schools, in the order of their headings."""
    return (
        total.value or say(Text("not said") if total.header else Text("all schools")),
        total.schools,
        total.finished,
        total.students,
        total.classes,
        total.smallest,
        total.largest,
        total.unproven,
    )


def add_totals(book: Book, sums: Sequence[Total], language: Language, footer: str) -> None:
    """Add a sheet with the sums of each place, county by county, and of all schools."""
    say = language.say
    sheet = book.add_sheet(say(Text("By place")))
    columns = [say(heading) for heading in total_headings()]
    sheet.set_widths((24, *[12] * len(columns)))
    sheet.print_on_a4(say(Text("By place")), footer, landscape=False)
    sheet.add_title(say(Text("By place")), len(columns) + 1)
    header = None
    for total in sums:
        if total.header not in ("", header):
            header = total.header
            sheet.add_row([header, *columns], "header")
        styles = ["label", *["cell"] * len(columns)]
        sheet.add_row(total_cells(total, say), styles)
