"""Which schools a run of a batch works on: all, those named, or one part of so many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from balance_classes.errors import EvidenceError, Finding, UsageError
from balance_classes.files.batch.manifest import School
from balance_classes.files.evidence.seal import BatchSeal
from balance_classes.language import Text


@dataclass(frozen=True)
class Chosen:
    """The codes named, and the part (such as 3/40); both empty for all schools."""

    only: tuple[str, ...] = ()
    part: str = ""

    @property
    def some(self) -> bool:
        """Whether other runs may work on the other schools at the same time."""
        return bool(self.only) or self._parts()[1] > 1

    def of(self, schools: Sequence[School]) -> tuple[School, ...]:
        """Return the schools to be worked on, in their order; raises UsageError for none such.

        A school each in turn goes to the parts, so that big ones beside each other are spread.
        """
        require_known("--only", self.only, schools)
        chosen = [school for school in schools if not self.only or school.code in self.only]
        number, parts = self._parts()
        return tuple(chosen[number - 1 :: parts])

    def _parts(self) -> tuple[int, int]:
        if not self.part:
            return 1, 1
        if re.fullmatch(r"[0-9]{1,6}/[0-9]{1,6}", self.part):
            number, parts = map(int, self.part.split("/"))
            if 1 <= number <= parts:
                return number, parts
        raise UsageError.at(
            "--part",
            Text("“{part}” is no part of a whole.", part=self.part),
            Text("Write which part of how many: --part 3/40."),
        )


def require_known(option: str, codes: Sequence[str], schools: Sequence[School]) -> None:
    """Refuse codes that no school has."""
    known = {school.code for school in schools}
    mend = Text("Name a code of the manifest.")
    UsageError.raise_for(
        Finding(option, Text("There is no school with the code {code}.", code=code), mend)
        for code in codes
        if code not in known
    )


def require_sealed(seal: BatchSeal, schools: Sequence[School]) -> None:
    """Refuse other schools than those that were sealed."""
    now, then = {school.code for school in schools}, {entry.code for entry in seal.schools}
    mend = Text("Bring back what was sealed, or seal anew and post the new fingerprint.")
    findings = [
        Finding(Text("seal"), Text("The school {code} was not sealed.", code=code), mend)
        for code in sorted(now - then)
    ]
    findings += [
        Finding(Text("seal"), Text("The sealed school {code} is missing.", code=code), mend)
        for code in sorted(then - now)
    ]
    if findings:
        raise EvidenceError(*findings)
