"""`-` in the place of a file: a table or JSON comes from standard input, a file goes out."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from balance_classes.cli import commands
from tests.workflows.stage import School, as_text, pupils

ROSTER = as_text(pupils()).encode()


def run(*words: object, said: bytes = b"") -> Result:
    return CliRunner().invoke(commands, [str(word) for word in words], input=said)


def test_a_roster_from_standard_input_is_checked_as_from_its_file(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    from_file = run("check", school.roster, "--classes", 3)
    from_pipe = run("check", "-", "--classes", 3, said=school.roster.read_bytes())
    assert from_pipe.exit_code == 0, from_pipe.output
    named = from_file.output.replace("intake.csv, sheet intake", "-, sheet -")
    assert from_pipe.output == named


def test_each_standard_input_is_read_anew() -> None:
    first = json.loads(run("check", "-", "--json", "--classes", 3, said=ROSTER).stdout)
    second = json.loads(run("check", "-", "--json", said=as_text(pupils(12)).encode()).stdout)
    assert (first["students"], second["students"]) == (18, 12)


def timeless(content: bytes) -> dict[str, bytes] | bytes:
    """The parts of a workbook but that which says when it was saved; anything else as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return {name: parts.read(name) for name in parts.namelist() if "core.xml" not in name}


def test_a_file_on_standard_output_is_that_file_and_words_go_beside_it(tmp_path: Path) -> None:
    for command, *more in (["model", "--classes", 3, "-o"], ["check", "--mark"]):
        path = tmp_path / f"{command}.mps"
        written = run(command, "-", *more, path, said=ROSTER)
        piped = run(command, "-", *more, "-", said=ROSTER)
        assert (written.exit_code, piped.exit_code) == (0, 0)
        assert timeless(piped.stdout_bytes) == timeless(path.read_bytes())
        assert piped.stderr == written.stdout.replace(str(path), "-")


def test_a_template_leads_into_a_check() -> None:
    empty = run("template", "-").stdout_bytes
    told = run("check", "-", said=empty)
    assert (told.exit_code, "no student" in told.output) == (3, True)


def test_rules_seal_and_ledger_are_read_from_standard_input(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    assert run("check", school.roster, "--rules", "-", said=b"classes = 0\n").exit_code == 3
    school.seal("a")
    seal, words = school.sealed.read_bytes(), ("--seed", "a=1")
    drawn = run("assign", school.roster, "--sealed", "-", *words, said=seal)
    assert drawn.exit_code == 0, drawn.output
    piped = run("ledger", "-", said=school.ledger.read_bytes())
    assert piped.stdout.splitlines()[:-1] == run("ledger", school.roster).stdout.splitlines()[:-1]


def test_newcomers_come_through_a_pipe(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.drawn()
    new = b"student_id,name,sex,boarding,ethnicity\nN1,Newcomer,F,no,Han\n"
    seeds = ("--seed", "parents=3", "--seed", "notary=4")
    placed = run("place", school.folder, "-", *seeds, said=new)
    assert placed.exit_code == 0, placed.output
    assert run("verify", school.folder, "--roster", school.roster).exit_code == 0


def test_what_has_no_place_for_a_ledger_is_rehearsed_and_not_drawn(tmp_path: Path) -> None:
    refused = run("assign", "-", "--classes", 3, said=ROSTER)
    assert (refused.exit_code, "rehearsed" in refused.output) == (2, True)
    tried = run("assign", "-", "--classes", 3, "--rehearsal", "-o", tmp_path / "a", said=ROSTER)
    assert tried.exit_code == 0, tried.output


@pytest.mark.parametrize(
    "words",
    [
        "seal -", "batch -", "desk -", "verify -", "assign x -o -", "check - --rules -",
        "template - --json", "place x - --leavers -", "check - --mark - --json",
    ],
)  # fmt: skip
def test_where_no_stream_can_stand_is_wrong_usage(words: str) -> None:
    refused = run(*words.split())
    assert (refused.exit_code, "“-”" in refused.output) == (2, True)


def test_nothing_is_written_onto_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr("balance_classes.options.sys", SimpleNamespace(stdout=terminal))
    assert run("template", "-").exit_code == 2


def test_an_error_speaks_of_writing_where_a_command_writes(tmp_path: Path) -> None:
    told = {
        name: "No result was written." in run(name, tmp_path / "none.csv", *more).output
        for name, more in {
            "assign": [], "seal": [], "place": ["x.csv"], "check": [], "verify": [], "ledger": [],
        }.items()
    }  # fmt: skip
    assert {name for name, said in told.items() if said} == {"assign", "seal", "place"}
