"""How the sheets of a result are headed and printed."""

from __future__ import annotations

from collections.abc import Callable

from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.result_sentences import choice_sentences
from balance_classes.files.workbook.workbook_writing import Sheet
from balance_classes.language import Text

LONGEST_POLICY = 80
"""Of the policy's title in a footer, which holds 255 characters."""
REHEARSAL = Text("[REHEARSAL]")
Say = Callable[[Text | str], str]


def title_of(formed: Formed, say: Say) -> str:
    """Return the title of a sheet: the school, and that it is a rehearsal where it is one."""
    return f"{say(REHEARSAL)} {formed.school}" if formed.entry is None else formed.school


def lay_out(
    sheet: Sheet,
    formed: Formed,
    say: Say,
    *,
    landscape: bool,
    internal: bool = False,
    kept: int = 0,
    scale: int | None = None,
) -> None:
    """Set up a sheet for A4, as `Sheet.print_on_a4` does; `internal` ones say so on each page.

    The footer says which policy is in force.
    """
    mark = say(Text("INTERNAL, not for publication")) if internal else ""
    page = say(Text("page {page} of {pages}", page="{page}", pages="{pages}"))
    policy = say(Text("Policy: {policy}", policy=formed.rules.policy.called))
    page = f"{policy[:LONGEST_POLICY].replace('{', '(').replace('}', ')')}    {page}"
    chosen = " ".join(map(say, choice_sentences(formed.rules)))
    header = " ".join(filter(None, (chosen, title_of(formed, say), mark)))  # cut at its end
    sheet.print_on_a4(header, page, landscape=landscape, kept=kept, scale=scale)
