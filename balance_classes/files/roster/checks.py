"""What a roster must not hold, and what is worth a look: each check one function.

Errors stop a draw. Warnings do not: what they are about is read as it stands. No message shows
a private value; the cell is named, and its owner can look there.
"""

from __future__ import annotations

from collections.abc import Callable

from balance_classes.files.roster.check_dates import DATE_CHECKS
from balance_classes.files.roster.check_names import NAME_CHECKS
from balance_classes.files.roster.check_people import PEOPLE_CHECKS
from balance_classes.files.roster.check_table import TABLE_CHECKS
from balance_classes.files.roster.check_unread import UNREAD_CHECKS
from balance_classes.files.roster.check_wishes import WISH_CHECKS
from balance_classes.files.roster.reading import Reading

CHECKS: tuple[Callable[[Reading], None], ...] = (
    *TABLE_CHECKS,
    *UNREAD_CHECKS,
    *NAME_CHECKS,
    *DATE_CHECKS,
    *PEOPLE_CHECKS,
    *WISH_CHECKS,
)
"""All of them: what is wrong with the table is told before what is wrong with people."""


def check(reading: Reading) -> None:
    """Run every check; what is found stands in the reading."""
    for each in CHECKS:
        each(reading)
