"""A county in four sources, broken, killed, renamed, late: no school of it falls out."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook

from benchmarks.batch_cases import finished
from tests.builders import write_csv
from tests.commands.test_batch import run, start_none
from tests.workflows.batch.test_batch import rows, text

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does"),
]
EACH, BROKEN = 5, 4
"""How many schools a source has, and how many rosters of all of them are broken at first."""
SOURCES = ("east.xlsx", "west", "north.csv", "south")
SEED = ("--seed", "parents=3 1")


def roster(home: Path, code: str) -> Path:
    folder = {"e": "rosters", "w": "west", "n": "rosters", "s": "south"}[code[0]]
    return home / folder / f"{code}.csv"


def manifest_lines(place: str, name: str = "School") -> list[list[str]]:
    codes = [f"{place}{number:02}" for number in range(EACH)]
    return [[code, f"{name} {code}", f"rosters/{code}.csv"] for code in codes]


def write_north(home: Path, name: str) -> None:
    lines = ["code,name,roster", *map(",".join, manifest_lines("n", name))]
    write_csv(home / "north.csv", "\n".join(lines))


def write_county(home: Path) -> list[str]:
    """A workbook of two sheets, a list and two folders; the codes of their schools."""
    codes = [f"{place}{number:02}" for place in "ewns" for number in range(EACH)]
    for number, code in enumerate(codes):
        path = roster(home, code)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_csv(path, text(rows(number)))
    book = Workbook()
    for number in range(2):
        sheet = book.create_sheet(f"part {number}")
        for line in (["code", "name", "roster"], *manifest_lines("e")[number::2]):
            sheet.append(line)
    book.save(home / "east.xlsx")
    write_north(home, "School")
    return codes


def command(home: Path, verb: str, *more: object) -> list[object]:
    sources = [] if verb == "verify" else [home / name for name in SOURCES]
    rules = () if verb == "verify" else ("--classes", "2")
    return [verb, *sources, *rules, "--json", *more]


def told(home: Path, verb: str, *more: object) -> tuple[int, list[dict[str, object]]]:
    """Run a command: its exit code and its lines."""
    done = run(*command(home, verb, *more))
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()]


def states(lines: list[dict[str, object]]) -> dict[str, int]:
    return Counter(str(line["state"]) for line in lines[:-1])


def killed_in_mid_run(arguments: list[object], out: Path) -> int:
    """Kill a batch when some of its schools are finished; how many were."""
    words = [sys.executable, "-m", "balance_classes", *map(str, arguments)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own
        while len(finished(out)) < BROKEN:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    return len(finished(out))


@pytest.mark.parametrize("sealed", [False, True])
def test_no_school_falls_out_of_a_county(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sealed: bool
) -> None:
    start_none(monkeypatch)
    home, out = tmp_path / "county", tmp_path / "out"
    codes = write_county(home)
    shutil.copytree(home, tmp_path / "undisturbed")
    more: tuple[object, ...] = ("-o", out)
    if sealed:
        code, _ = told(home, "seal", "--batch", "-o", tmp_path / "seals", "--giver", "parents")
        assert code == 0
        more = (*more, "--seals", tmp_path / "seals")
    broken = codes[:: len(codes) // BROKEN]
    good = {each: roster(home, each).read_bytes() for each in broken}
    for each in broken:
        roster(home, each).write_text("no roster")

    assert killed_in_mid_run(command(home, "batch", *more, *SEED), out) < len(codes) - BROKEN
    code, lines = told(home, "batch", *more)
    found = states(lines)
    assert (code, found["failed"]) == (7, BROKEN)
    assert found["drawn"] + found["kept"] == len(codes) - BROKEN
    assert {str(line["school"]) for line in lines[:-1] if line["state"] == "failed"} == {*broken}

    for each, content in good.items():
        roster(home, each).write_bytes(content)
    code, lines = told(home, "batch", *more)
    assert (code, states(lines)) == (0, {"kept": len(codes) - BROKEN, "drawn": BROKEN})
    if not sealed:
        whole = tmp_path / "whole"
        assert told(tmp_path / "undisturbed", "batch", "-o", whole, *SEED)[0] == 0
        assert finished(out) == finished(whole)

    roster(home, "w03").rename(home / "west/new.csv")
    code, lines = told(home, "batch", *more)
    assert code == (3 if sealed else 7)
    if not sealed:
        assert states(lines) == {"kept": len(codes) - 1, "failed": 1, "gone": 1}
    (home / "west/new.csv").rename(roster(home, "w03"))

    write_north(home, "Schule")
    code, lines = told(home, "batch", *more)
    assert (code, states(lines)) == (0, {"kept": len(codes)})
    assert [line["name"] for line in lines[:-1] if line["school"] == "n00"] == ["Schule n00"]

    write_csv(home / "south/late.csv", text(rows(900)))
    code, lines = told(home, "batch", *more)
    assert code == (3 if sealed else 0)
    assert sealed or [line["school"] for line in lines[:-1] if line["joined"]] == ["late"]
    assert told(home, "verify", out, "--recount")[0] == 0
