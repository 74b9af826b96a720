"""A small school, drawn in a folder of its own: what the tests of the evidence start from."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.verdict import Verdict
from balance_classes.errors import EvidenceError
from balance_classes.files.result.evidence_consistency import evidence_checks
from balance_classes.files.result.rebuild import rebuild_formed
from balance_classes.files.result.result_reading import Kept, read_kept
from balance_classes.workflows.checking.recount import VerifyRequest, recount
from balance_classes.workflows.checking.verify import verify
from balance_classes.workflows.draw.assign import AssignRequest, AssignResult, assign
from balance_classes.workflows.draw.prepare import RosterRequest
from balance_classes.workflows.draw.seal import SealRequest, SealResult, seal
from tests.builders import resident_number, write_csv

HEADER = (
    "student_id,identity_number,name,sex,boarding,ethnicity,together,apart,pinned class,reason,"
    "locker"
)
CLASSES = 3
RULES = {"classes": CLASSES, "depth": 1}
"""What depth brings has tests of its own: here less of it is drawn in a quarter of the time."""
FAR = 7_919
"""A prime: steps of it meet every byte of a file of another length once."""


def pupils(count: int = 18) -> list[list[str]]:
    """Rows of a roster with a block, a pair apart, a pin, a passport, an unused column."""
    return [
        [
            f"S{i:03d}",
            "E12345678" if i == 11 else resident_number(i, "female" if i % 2 else "male"),
            f"Pupil{chr(65 + i)}",
            "F" if i % 2 else "M",
            "yes" if i % 3 == 0 else "no",
            ("Han", "Uyghur", "Hui")[i % 4 % 3],
            "twins" if i in (4, 5) else "",
            "quarrel" if i in (7, 9) else "",
            "Class 2" if i == 11 else "",
            "wheelchair" if i == 11 else "",
            f"bus {i % 5}",
        ]
        for i in range(count)
    ]


def as_text(rows: list[list[str]]) -> str:
    """Return rows as the text of a CSV file."""
    return "\n".join([HEADER, *(",".join(row) for row in rows)]) + "\n"


@dataclass(frozen=True)
class School:
    """A folder with a roster, and the commands on it."""

    home: Path

    @classmethod
    def at(cls, home: Path) -> School:
        """A school whose roster has just been written."""
        home.mkdir(exist_ok=True)
        school = cls(home)
        write_csv(school.roster, as_text(pupils()))
        return school

    @property
    def roster(self) -> Path:
        return self.home / "intake.csv"

    @property
    def subject(self) -> RosterRequest:
        return RosterRequest(self.roster, None, RULES)

    @property
    def sealed(self) -> Path:
        return self.home / "intake-seal.json"

    @property
    def ledger(self) -> Path:
        return self.home / "intake.ledger.jsonl"

    @property
    def folder(self) -> Path:
        return self.home / "intake-classes"

    def seal(self, *givers: str, **changes: object) -> SealResult:
        wish = {"seed_source": "dice", "date": "", "output": None, "language": None, **changes}
        return seal(SealRequest(self.subject, givers, **wish))  # type: ignore[arg-type]

    def assign(self, *seed: str, **changes: object) -> AssignResult:
        wish: dict[str, object] = {
            "subject": self.subject,
            "seed": seed,
            "ask": None,
            "sealed": None,
            "rehearsal": False,
            "redraw": False,
            "reason": "",
            "date": "",
            "output": None,
            "language": None,
        }
        return assign(AssignRequest(**{**wish, **changes}), lambda stage: None)  # type: ignore[arg-type]

    def drawn(self) -> AssignResult:
        """Sealed and drawn from two givers' words."""
        self.seal("parents", "notary")
        subject = RosterRequest(self.roster, None, {})
        return self.assign("notary=4 6", "parents=3 1", sealed=self.sealed, subject=subject)

    def recount(
        self, *fingerprints: str, roster: bool = True, folder: Path | None = None
    ) -> Verdict:
        """Count only, which takes a fraction of the time of drawing again."""
        subject = self.roster if roster else None
        return recount(VerifyRequest(folder or self.folder, subject, fingerprints)).verdict

    def verify(
        self, *fingerprints: str, roster: bool = True, folder: Path | None = None
    ) -> Verdict:
        """Count, and draw again."""
        subject = self.roster if roster else None
        request = VerifyRequest(folder or self.folder, subject, fingerprints)
        return verify(request, lambda stage: None).verdict


def formed_of(kept: Kept) -> Formed:
    """Return the classes that a result shows as they are now."""
    return rebuild_formed(kept)[0]


def begun(make: Callable[[Path], object], home: Path) -> None:
    """Make a folder as `make` does; in each process of tests it is made once, then copied."""
    shutil.copytree(Path(_made(make).name), home, dirs_exist_ok=True)


@cache
def _made(make: Callable[[Path], object]) -> TemporaryDirectory[str]:
    folder = TemporaryDirectory()
    make(Path(folder.name))
    return folder


def failed(verdict: Verdict) -> set[str]:
    """The keys of the checks that were not passed."""
    return {check.key for check in verdict.checks if not check.passed}


def assert_bytes_are_missed(school: School, name: str, numbers: range) -> None:
    """Change one byte of a file after the other, evenly over the file, and put each back."""
    path = school.folder / name
    content = path.read_bytes()
    for number in numbers:
        place = number * FAR % len(content)
        byte = content[place] ^ Random(number).randint(1, 255)
        try:
            path.write_bytes(content[:place] + bytes([byte]) + content[place + 1 :])
            assert refused(school), (name, place, byte)
        finally:
            path.write_bytes(content)


def refused(school: School) -> bool:
    """Whether counting says no to a result, or that there is nothing it could judge."""
    try:
        first = evidence_checks(read_kept(school.folder))[1]
        # These are the first of verify's own checks, and take a hundredth of its time.
        if not all(check.passed for check in first):
            return True
        return not school.recount(roster=False).passed
    except EvidenceError:
        return True
