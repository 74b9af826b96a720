"""A notice as it hangs on the wall, held against the result: every class, every name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from balance_classes.domain.canonical import canonical_text
from balance_classes.domain.result.formed import Formed
from balance_classes.domain.result.shown_names import masked, told_apart, whole
from balance_classes.domain.verdict import Check, Difference, differences_of
from balance_classes.errors import BalanceError
from balance_classes.files.pages.notice import HEADING
from balance_classes.files.tables.tables import read_tables
from balance_classes.language import LANGUAGES, Language, Text

POSTED = Text("The notice has every class and every name as the result has them.")


def posted_list_check(formed: Formed, path: Path) -> Check:
    """Compare the classes of a notice's workbook with those of a result, whole or masked."""
    try:
        tables, _ = read_tables(path)
    except BalanceError as error:
        return Check("notice", POSTED, differences_of(error))
    cells = [[str(cell) for cell in row] for table in tables for row in table.rows]
    found = _classes(cells, [school_class.name for school_class in formed.classes])
    tried = [
        tuple(_differences(expected, found))
        for language in map(Language, LANGUAGES)
        for expected in (_lists(formed, language, mask=mask) for mask in (False, True))
    ]
    return Check("notice", POSTED, min(tried, key=len))


def _lists(formed: Formed, language: Language, *, mask: bool) -> dict[str, list[str]]:
    placements = [placement for placed in formed.class_lists for placement in placed]
    names = iter(told_apart(placements, masked if mask else whole))
    return {
        school_class.name: [language.say(next(names)) for _ in placed]
        for school_class, placed in zip(formed.classes, formed.class_lists, strict=True)
    }


def _classes(rows: Sequence[Sequence[str]], names: Sequence[str]) -> dict[str, list[str]]:
    """Return the names below each heading of a class, up to the next empty row."""
    found: dict[str, list[str]] = {}
    name = ""
    for row in rows:
        cells = [canonical_text(cell) for cell in row if cell.strip()]
        heading = next((n for n in names if cells and cells[0].startswith(n + HEADING)), "")
        if heading or not cells:
            name = heading
            found.setdefault(name, [])
        else:
            found.setdefault(name, []).extend(cells)
    return found


def _differences(
    expected: dict[str, list[str]], found: dict[str, list[str]]
) -> Iterator[Difference]:
    for name, students in expected.items():
        there = found.get(name, [])
        missing = [student for student in students if student not in there]
        strange = [student for student in there if student not in students]
        if missing or strange or len(there) != len(students):
            yield Difference(
                Text("notice, {school_class}", school_class=name),
                Text(
                    "Names of the result that are not there: {missing}; names there that are not "
                    "the result's: {strange}.",
                    missing=len(missing),
                    strange=len(strange),
                ),
            )
