"""Which sheets are lists of a layout of their own, each made plain rows of students."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from balance_classes.domain.rules.rules import Rules
from balance_classes.files.lists.laid_table import LaidTable
from balance_classes.files.lists.list_layouts import laid_out
from balance_classes.files.lists.pasted_lists import pasted
from balance_classes.files.roster.columns import Header, find_headers
from balance_classes.files.roster.fields import Field
from balance_classes.files.roster.student_rows import RowReader, sex_codes
from balance_classes.files.tables.tables import Table


@dataclass(frozen=True)
class Layouts:
    """What columns may be there: fields of places, and what the rules map headers to."""

    places: Mapping[str, Field]
    mapping: Mapping[str, str]
    rules: Rules

    def sheets(
        self,
        tables: Sequence[Table],
        found: Sequence[tuple[Table, Header]],
        *,
        alone: bool = False,
    ) -> dict[str, LaidTable]:
        """Return the sheets that are lists side by side, below each other, or lines of text.

        `found` are the headers of those that may be one list; `alone` takes one list of a class
        that a title or the sheet names, as it stands beside others of several.
        """
        headers = {table.sheet: header for table, header in found}
        laid = {
            table.sheet: laid_out(
                table, headers.get(table.sheet), self.places, self.students, alone=alone
            )
            or pasted(table, headers.get(table.sheet))
            for table in tables
        }
        return {sheet: plain for sheet, plain in laid.items() if plain}

    def students(self, plain: Table) -> set[int]:
        """Return the rows of a plain table that hold a student."""
        found = find_headers([plain], self.mapping, places=self.places)
        if not found:
            return set()
        codes = sex_codes(self.rules.codes)
        return set(RowReader(plain, found[0][1], codes, lambda *_: None).students())
