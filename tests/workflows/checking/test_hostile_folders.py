"""Whatever a folder holds, it is judged or refused in words, soon and within bounds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from random import Random

import pytest

from balance_classes.errors import BalanceError, UnjudgedError
from balance_classes.workflows.checking import recount as recounting
from balance_classes.workflows.checking.recount import VerifyRequest, recount
from tests.forger import Evidence, outcome
from tests.hostile_folders import FOLDERS
from tests.workflows.stage import School

HARMLESS = ("1.5 million styles", "folders without end")
"""Nothing of it shows."""
SLOW = ("1.5 million styles", "a million foreign elements", "a ledger of one line of 60 MB")
LARGE = (
    "10^8 classes", "10^7 students, cap 1", "2^52 students", "nested without end",
    "200,000 wrong values", "a ledger of 300 MB", "30 MB of line breaks", "a list of 300 MB",
    "a report of 300 MB", "a merge over the whole sheet", "1.5 million styles",
    "two million cells", "a cell far out", "100 MB of nothing", "a million foreign elements",
    "a list of 60 MB of commas", "a ledger of one line of 60 MB",
)  # fmt: skip
"""What is large, or says that it is."""
SOON = 20.0
"""Seconds of the processor; each takes a few tenths, and other work may go on beside."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.slow) if n in SLOW else n for n in FOLDERS],
)
def test_a_folder_made_to_crash_or_exhaust_is_refused_in_words(copy: School, name: str) -> None:
    FOLDERS[name](copy.folder)
    started = time.process_time()
    try:
        passed = recount(VerifyRequest(copy.folder)).verdict.passed
        assert passed == (name in HARMLESS)
    except BalanceError as error:
        assert not isinstance(error, UnjudgedError), error
        assert error.findings
    assert time.process_time() - started < SOON


def test_what_nobody_thought_of_is_no_verdict(
    copy: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprised(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(recounting, "evidence_checks", surprised)
    with pytest.raises(UnjudgedError, match=r"cannot be judged.*ZeroDivisionError"):
        recount(VerifyRequest(copy.folder))


def test_the_forger_leaves_an_honest_result_as_it_is(copy: School) -> None:
    before = {path: path.read_bytes() for path in copy.folder.glob("*.json*")}
    Evidence(copy.folder).write()
    assert {path: path.read_bytes() for path in before} == before
    assert outcome(copy.folder) == "passed"


EDITS = 40


def test_values_edited_and_signed_again_are_found_or_named(copy: School) -> None:
    honest = Evidence(copy.folder)
    content = {path: path.read_bytes() for path in copy.folder.glob("*.json*")}
    found: Counter[str] = Counter()
    for number in range(EDITS):
        evidence, edit = honest.edited(Random(number))
        evidence.write(edit.document)
        if {path: path.read_bytes() for path in content} != content:
            came = outcome(copy.folder, edit)
            assert came not in ("passed", "unjudged"), edit
            found[came] += 1
    assert found["counted"] > EDITS // 3


def _within_a_gigabyte() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep this limit")
@pytest.mark.parametrize("name", LARGE)
def test_one_gigabyte_is_enough_however_much_a_folder_holds(copy: School, name: str) -> None:
    FOLDERS[name](copy.folder)
    command = [sys.executable, "-m", "balance_classes", "verify", str(copy.folder)]
    came = subprocess.run(  # noqa: S603 - our own command
        command,
        preexec_fn=_within_a_gigabyte,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert came.returncode in (0, 3, 6), came.stderr
    assert "Traceback" not in came.stderr
