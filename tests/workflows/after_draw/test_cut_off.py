"""A run that is killed at any step is told as what it is, and the same command finishes it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from balance_classes.errors import BalanceError, EvidenceError
from balance_classes.language import Language
from balance_classes.workflows.checking.ledger import ledger
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.workflows.after_draw.cut_off import cut_off
from tests.workflows.after_draw.school_year import amended, newcomer, placed
from tests.workflows.after_draw.test_pair import PairedSchool
from tests.workflows.stage import School

ENGLISH = Language("en")


def place(school: School) -> None:
    placed(school, newcomer(100), leavers="S003\n", seed=())


def amend(school: School) -> None:
    amended(school, "S000", swap="S002")


def redraw(school: School) -> None:
    subject = RosterRequest(school.roster, None, {})
    words = ("parents=2", "notary=1")
    school.assign(*words, sealed=school.sealed, redraw=True, reason="fire", subject=subject)


def pair(school: School) -> None:
    PairedSchool(school.home).pair("parents=5 5")


COMMANDS = {"place": place, "amend": amend, "redraw": redraw, "pair": pair}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_same_command_finishes_it(school: School, tmp_path: Path, name: str) -> None:
    command, whole = COMMANDS[name], School(tmp_path / "whole")
    shutil.copytree(school.home, whole.home)
    left = cut_off(lambda: command(whole), whole.home, tmp_path)
    assert len(left) > 6
    told, passed = set[frozenset[tuple[str, bytes]]](), set[frozenset[tuple[str, bytes]]]()
    for copy in map(School, left):
        lines = copy.ledger.read_bytes()
        if (there := judged(copy)) not in told:
            told_as_it_is(copy)
            told.add(there)
        finished(copy, command, f"{name}, step {copy.home.name}")
        assert copy.ledger.read_bytes().startswith(lines)
        if (there := judged(copy)) not in passed:
            passes(copy)
            passed.add(there)
    passes(whole)


def judged(school: School) -> frozenset[tuple[str, bytes]]:
    """Return all that a judge looks at; of two runs that left the same one is judged."""
    here = [school.ledger, *school.home.glob("superseded"), *school.folder.rglob("*")]
    return frozenset(
        (str(path.relative_to(school.home)), b"" if path.is_dir() else path.read_bytes())
        for path in here
        if path.name != "run.json"
    )


def passes(school: School) -> None:
    assert len(school.ledger.read_bytes().splitlines()) == 5
    verdict = school.recount()
    assert verdict.passed
    assert not any("cut off" in str(note) for note in verdict.since)


def test_a_redraw_from_a_seed_that_nobody_saw_goes_on_with_it(tmp_path: Path) -> None:
    whole = School.at(tmp_path / "whole")
    whole.assign("parents=1")
    left = cut_off(lambda: again(whole), whole.home, tmp_path)
    assert len(left) > 6
    for copy in map(School, left):
        if len(ledger(copy.roster, None, ENGLISH).ledger.lines) < 4 or not written(copy):
            again(copy)
        lines = ledger(copy.roster, None, ENGLISH).ledger
        assert (lines.last_draw, len(lines.lines)) == (2, 4), f"step {copy.home.name}"
        assert copy.recount().passed


def again(school: School) -> None:
    school.assign(redraw=True, reason="fire")


def written(school: School) -> bool:
    return (school.folder / "ledger.jsonl").exists() and len(lines_in(school)) == 4


def finished(school: School, command: Callable[[School], None], where: str) -> None:
    """Give the same command again; only a run that had ended may be told that nothing is left."""
    whole = school.folder.exists() and len(lines_in(school)) == 5
    try:
        command(school)
    except BalanceError as error:
        assert whole, f"{where}: {error!r}"
    else:
        drafts = [path for path in school.home.iterdir() if path.name.startswith(".")]
        assert not drafts, f"{where}: they hold names"


def lines_in(school: School) -> list[bytes]:
    return (school.folder / "ledger.jsonl").read_bytes().splitlines()


def told_as_it_is(school: School) -> None:
    """Verify says of what was cut off that it was, and how to finish it."""
    try:
        notes = [str(note) for note in school.recount().since]
    except EvidenceError as lost:
        # Of a redraw the old result is in superseded/ already.
        assert "cut off" in str(lost) or (school.home / "superseded").exists()
        return
    replaced = any("was replaced" in note for note in notes)
    told = any("cut off" in note and "same command" in note for note in notes)
    lines = len(school.ledger.read_bytes().splitlines())
    assert told == (len(lines_in(school)) < lines < (5 if replaced else 6)), notes
