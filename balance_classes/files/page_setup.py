"""How the sheets of a result are headed and printed."""

from __future__ import annotations

from collections.abc import Callable

from balance_classes.domain.formed import Formed
from balance_classes.files.book import Sheet
from balance_classes.language import Text

REHEARSAL = Text("[REHEARSAL]")
Say = Callable[[Text | str], str]


def title_of(formed: Formed, say: Say) -> str:
    """Return the title of a sheet: the school, and that it is a rehearsal where it is one."""
    return f"{say(REHEARSAL)} {formed.school}" if formed.entry is None else formed.school


def lay_out(
    sheet: Sheet,
    formed: Formed,
    say: Say,
    rows: int | None,
    *,
    landscape: bool,
    internal: bool = False,
) -> None:
    """Set up a sheet of so many rows for A4; `internal` ones say so on each page.

    None stands for a sheet that was made to measure, with page breaks of its own.
    """
    mark = say(Text("INTERNAL, not for publication")) if internal else ""
    page = say(Text("page {page} of {pages}", page="{page}", pages="{pages}"))
    sheet.print_on_a4(f"{title_of(formed, say)} {mark}".strip(), page, rows, landscape=landscape)
