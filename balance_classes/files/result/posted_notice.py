"""A notice as it hangs on the wall, held against the result: every class, every name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

from balance_classes.domain.canonical import canonical_text
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.later_states import states
from balance_classes.domain.result.shown_names import masked, shown_lists, whole
from balance_classes.domain.verdict import Check, Difference, differences_of
from balance_classes.errors import BalanceError
from balance_classes.files.disk.opening import file_bytes
from balance_classes.files.pages.notice import HEADING
from balance_classes.files.result.returned_roster import is_returned, returned_roster_check
from balance_classes.files.tables.tables import read_tables
from balance_classes.language import Text

POSTED = Text("The notice has every class and every name as the result has them.")
PAGES = (".html", ".htm")
_GIVE = Text("Give the path of the notice.")


def posted_list_check(formed: Formed, path: Path) -> Check:
    """Compare the classes of a notice, workbook or page, with a result's, whole or masked.

    So it does with those of the school's own roster that `lists` gave back.
    """
    names = [school_class.name for school_class in formed.classes]
    try:
        if path.suffix.casefold() in PAGES:
            found = _PageLists(names).of(file_bytes(path, _GIVE))
        else:
            tables, _ = read_tables(path)
            if is_returned(tables):
                return returned_roster_check(formed, path)
            found = _classes([[*map(str, row)] for table in tables for row in table.rows], names)
    except BalanceError as error:
        return Check("notice", POSTED, differences_of(error))
    differences = _fewest(formed, found)
    former = states(formed.as_drawn, formed.later)[:-1] if differences else ()
    for number, earlier in enumerate(former, start=1):
        if not _fewest(earlier, found):
            what = Text(
                "It is the list from before change {number}, and was right then.", number=number
            )
            return Check("notice", POSTED, (Difference(Text("notice"), what),))
    return Check("notice", POSTED, differences)


def _fewest(formed: Formed, found: Mapping[str, Sequence[str]]) -> tuple[Difference, ...]:
    """Return what differs, of names as they are and of masked ones what differs less."""
    shown = (dict(shown_lists(formed, how)) for how in (whole, masked))
    return min((tuple(_differences(names, found)) for names in shown), key=len)


class _PageLists(HTMLParser):
    """The names of each class on a page: those of the list after a heading with its name."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = names
        self._found: dict[str, list[str]] = {}
        self._at, self._tags = "", list[str]()

    def of(self, content: bytes) -> dict[str, list[str]]:
        """Return the names below each heading of a class."""
        self.feed(content.decode(errors="replace"))
        return self._found

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """A heading begins a class, or what is none."""
        self._tags.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self._at = ""

    def handle_endtag(self, tag: str) -> None:
        """What an element held is over."""
        while self._tags and self._tags.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Take a heading's first text as the name of a class, an item of a list as a name."""
        text = unicodedata.normalize("NFC", " ".join(data.split()))
        heading = any(re.fullmatch("h[1-6]", tag) for tag in self._tags)
        if heading and text in self._names and not self._at:
            self._at = text
            self._found.setdefault(text, [])
        elif self._at and text and "li" in self._tags:
            self._found[self._at].append(text)


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
    expected: Mapping[str, Sequence[str]], found: Mapping[str, Sequence[str]]
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
