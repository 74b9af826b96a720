"""Which rosters of a batch were compared child by child, and who was found on several of them.

Marks of children are never written: beside the file they could be made of any number again.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from balance_classes.domain.batch import SameChild
from balance_classes.errors import BalanceError
from balance_classes.files.disk.opening import whole_file
from balance_classes.files.evidence.document import Document

COMPARED = "compared.json"

Roster = tuple[str, str]
"""The code of a school, and the SHA-256 of its roster's file."""


class Compared(Document):
    """The rosters that were compared, and each child of several of them: codes and rows alone."""

    format: Literal["balance-classes/compared"] = "balance-classes/compared"
    version: Literal[1] = 1
    rosters: tuple[Roster, ...] = ()
    children: tuple[tuple[tuple[str, int], ...], ...] = ()

    def among(self, rosters: Iterable[Roster]) -> set[SameChild]:
        """Return the children that stand on several of some rosters, as far as these were there."""
        codes = {code for code, _ in {*self.rosters} & {*rosters}}
        return {SameChild(p) for p in self.children if all(code in codes for code, _ in p)}


def read_compared(folder: Path) -> Compared:
    """Return what was compared in a batch; nothing where its file cannot be read."""
    try:
        return Compared.read(COMPARED, whole_file(folder / COMPARED))
    except (OSError, BalanceError):
        return Compared()
