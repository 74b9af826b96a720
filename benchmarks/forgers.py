"""Forgers who sign again: edits of every kind of evidence by number, and how each is judged.

Half of the edits are of a school with events after its draw, half of one with many rules.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from balance_classes.workflows.draw.prepare import RosterRequest
from benchmarks.registry import Asked, case
from benchmarks.tables import Table
from tests.builders import write_csv
from tests.forger import Edit, Evidence, outcome
from tests.workflows.after_draw.school_year import amended, another, newcomer, placed
from tests.workflows.after_draw.test_pair import PairedSchool
from tests.workflows.stage import School, as_text, pupils

EDITS = 20_000
AT_ONCE = 250
FOUND = ("counted", "drawn", "refused", "unjudged", "named", "same files", "passed")
RULES: dict[str, object] = {
    "school": "River School", "classes": 3, "cap": 8, "cap_reason": "one room more", "tolerance": 2,
    "caps": {"Class 2": 7}, "min_size": 2, "at_most": {"boarding": 4}, "numbers": {"distance": 3},
    "codes": {"ethnicity": {"Xx": "Hui"}}, "date_format": "dmy", "year": 2026, "plan": 20,
    "gone": "leave-out",
}  # fmt: skip
PINNED = 11
"""The row of a child who has a reason for its class."""
HEADINGS = (
    "what was edited", "edits", "found by counting", "found by drawing", "refused unread",
    "cannot be judged", "named as a claim", "same files", "missed",
)  # fmt: skip


@case("forgers", "edited values of evidence, signed again: found, named or missed")
def forgers(asked: Asked) -> Table:
    """Return a line for each kind of file: how its edits were judged."""
    found: Counter[tuple[str, str]] = Counter()
    told: list[str] = []
    with tempfile.TemporaryDirectory() as home:
        schools = (forged_school(Path(home) / "school"), ruled_school(Path(home) / "ruled"))
        lots = [range(first, first + AT_ONCE) for first in range(0, EDITS, AT_ONCE)]
        folders = [schools[number % len(schools)].folder for number in range(len(lots))]
        with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
            for came in pool.map(judged, folders, lots):
                for number, edit, judged_as in came:
                    found[edit.key.partition(".")[0], judged_as] += 1
                    if judged_as in ("unjudged", "passed"):
                        told.append(f"{number} {judged_as}: {edit}")
    kinds = sorted({kind for kind, _ in found})
    rows = [_row(kind, [found[kind, name] for name in FOUND]) for kind in kinds]
    rows.append(_row("all", [sum(found[kind, name] for kind in kinds) for name in FOUND]))
    return Table(HEADINGS, rows, told)


def forged_school(home: Path) -> School:
    """Return a school that was sealed, drawn, paired with teachers, changed twice."""
    school = PairedSchool(School.at(home).home)
    school.seal("parents", "notary")
    school.assign("parents=3 1", "notary=4 6", sealed=school.sealed)
    school.pair("notary=second words", rooms=("11", "12", "13"))
    placed(school, newcomer(100), newcomer(101), leavers="S003\n")
    (there,) = (name for key, name, *_ in _lines(school) if key == "S000")
    amended(school, "S000", to=another(there))
    return school


def ruled_school(home: Path) -> School:
    """Return a school whose rules say all that rules can, sealed with forms of words, and drawn."""
    home.mkdir()
    school = RuledSchool(home)
    header, *rows = as_text(pupils()).splitlines()
    more = [
        f"{200 * number % 1700} m,{3 if number == PINNED else ''}" for number in range(len(rows))
    ]
    lines = [f"{header},distance,barred class", *map(",".join, zip(rows, more, strict=True))]
    write_csv(school.roster, "\n".join(lines))
    school.seal("parents=3 numbers 1-6", "notary=1 number 0-9", few_seeds="two dice at hand")
    school.assign("parents=3 1 6", "notary=4", sealed=school.sealed)
    return school


class RuledSchool(School):
    """A school that keeps to many rules."""

    @property
    def subject(self) -> RosterRequest:
        """Its roster and rules."""
        return RosterRequest(self.roster, None, RULES)


def _lines(school: School) -> list[list[str]]:
    text = (school.folder / "classes.csv").read_text("utf-8-sig")
    return list(csv.reader(text.splitlines()))


def judged(folder: Path, numbers: Sequence[int]) -> list[tuple[int, Edit, str]]:
    """Edit a value for each number, and return how the folder was judged with it."""
    found = []
    with tempfile.TemporaryDirectory() as home:
        copy = Path(home) / folder.name
        shutil.copytree(folder, copy)
        honest = Evidence(copy)
        content = {path: path.read_bytes() for path in copy.glob("*.json*")}
        for number in numbers:
            evidence, edit = honest.edited(random.Random(number))
            evidence.write(edit.document)
            same = {path: path.read_bytes() for path in content} == content
            found.append((number, edit, "same files" if same else outcome(copy, edit)))
    return found


def _row(kind: str, counts: Sequence[int]) -> list[str]:
    return [kind, *(f"{count:,}" for count in (sum(counts), *counts))]
