"""The schools of a batch, from whatever names them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from balance_classes.files.batch.manifest import School, read_schools
from balance_classes.files.batch.split import split_roster
from balance_classes.files.rules.rules import read_rules
from balance_classes.files.tables.content import Password


def schools_in(
    source: Path,
    by: str,
    name_by: str = "",
    *,
    rules: Path | None = None,
    options: Mapping[str, object] | None = None,
    password: Password | None = None,
) -> tuple[School, ...]:
    """Return the schools of a manifest, a folder, or one roster with a column of schools (`by`).

    Rules, options and password are those by which such a roster is read. Raises a BalanceError
    for what is wrong with the list itself.
    """
    if by:
        return split_roster(source, by, name_by, read_rules(rules, options or {}), password)
    return read_schools(source)
