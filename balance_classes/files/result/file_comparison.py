"""Workbook and list of a result, cell by cell against what formed classes would be written as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from openpyxl.utils import get_column_letter

from balance_classes.domain.result.fixed_before_draw import Posted
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.verdict import Check, Difference
from balance_classes.files.pages.report import REPORT, report
from balance_classes.files.result.result_reading import Kept, text_grid
from balance_classes.files.result.result_writing import CLASSES, class_file
from balance_classes.files.result.sheet_cells import Grid, SheetCells
from balance_classes.files.result.workbook_appearance import appearance_differences
from balance_classes.files.result.workbook_parts import BookParts
from balance_classes.files.workbook.result_sheets import numbers_by_row, workbook
from balance_classes.language import Text

MOST_AS_LARGE = 10
"""So many times as large as it was written no program makes a text that it saves again."""


def file_checks(kept: Kept, formed: Formed, posted: Posted | None) -> tuple[Check, ...]:
    """Check the files with names against what these formed classes would be written as."""
    return (
        Check(
            "workbook",
            Text("Every cell of {file} is as it was written.", file=kept.workbook.name),
            tuple(_workbook_differences(kept, formed, posted)),
        ),
        Check(
            "classes.csv",
            Text("classes.csv says the same as the workbook."),
            tuple(_class_file_differences(kept, formed)),
        ),
    )


def report_check(kept: Kept, drawn: Formed, posted: Posted | None) -> Check:
    """Check the report, which shows the classes as drawn whatever happened since."""
    said = Text("The report shows the classes as drawn.")
    return Check(REPORT, said, tuple(_report_differences(kept, drawn, posted)))


def _workbook_differences(
    kept: Kept, formed: Formed, posted: Posted | None
) -> Iterator[Difference]:
    """Yield every cell that differs, with its lottery number where it belongs to one student."""
    written = workbook(formed, posted, kept.language)
    if written == kept.workbook_content:
        return
    own = BookParts(kept.workbook.name, written, kept.most_cells)
    expected = SheetCells(own)
    numbers = numbers_by_row(formed, kept.language.say)
    for name in dict.fromkeys([*expected, *kept.sheets]):
        if name not in expected or name not in kept.sheets:
            where = Text("sheet {sheet}", sheet=name)
            yield Difference(where, Text("The sheet is missing or was added."))
        else:
            yield from _cells(name, expected[name], kept.sheets[name], numbers.get(name, {}))
    yield from appearance_differences(kept.workbook.name, kept.parts, own, written)


def _class_file_differences(kept: Kept, formed: Formed) -> Iterator[Difference]:
    """Yield every line of classes.csv that differs."""
    path = kept.folder / CLASSES
    content = class_file(formed, kept.language)
    if content == kept.class_content:
        return
    if len(kept.class_content) > MOST_AS_LARGE * len(content):
        yield Difference(path.name, Text("It is larger than any this program writes."))
        return
    if kept.class_file is None:
        yield Difference(path.name, Text("It is no text."))
        return
    expected = text_grid(path, content)
    for row, (then, now) in enumerate(zip_longest(expected, kept.class_file), start=1):
        if then != now:
            where = Text("{file}, line {line}", file=path.name, line=row)
            yield Difference(where, Text("It is not as it was written."))


def _report_differences(kept: Kept, formed: Formed, posted: Posted | None) -> Iterator[Difference]:
    """Yield unless the report is byte for byte as it would be written: no program saves it anew."""
    if not kept.report:
        yield Difference(REPORT, Text("It is missing."))
    elif kept.report != report(formed, posted, kept.language):
        yield Difference(REPORT, Text("It is not as it was written."))


def _cells(
    sheet: str, expected: Grid, found: Grid, numbers: Mapping[int, int]
) -> Iterator[Difference]:
    for row, (then, now) in enumerate(zip_longest(expected, found, fillvalue=()), start=1):
        for column, (a, b) in enumerate(zip_longest(then, now, fillvalue=""), start=1):
            if a != b:
                values = {"sheet": sheet, "cell": f"{get_column_letter(column)}{row}"}
                where = Text("sheet {sheet}, cell {cell}", **values)
                if row in numbers:
                    where = Text(
                        "sheet {sheet}, cell {cell}, lottery number {number}",
                        **values,
                        number=numbers[row],
                    )
                yield Difference(where, Text("It is not as it was written."))
