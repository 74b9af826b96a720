"""`pair` on the command line: what it prints, for people and for scripts, and its ceremony."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from balance_classes.cli import commands
from tests.builders import write_csv
from tests.workflows.after_draw.test_pair import TEACHERS
from tests.workflows.stage import as_text, begun, pupils


def run(*arguments: object, enter: str = "") -> Result:
    return CliRunner().invoke(commands, [str(each) for each in arguments], input=enter)


def grouped(home: Path) -> Path:
    """Return the folder of a school that stopped at lettered groups, its teachers beside it."""
    begun(_grouped, home)
    return home / "out"


def _grouped(home: Path) -> None:
    roster = write_csv(home / "intake.csv", as_text(pupils()))
    write_csv(home / "teachers.csv", TEACHERS)
    found = run("assign", roster, "--classes", 3, "--groups", "--seed", "a=1", "-o", home / "out")
    assert found.exit_code == 0, found.output


def paired(folder: Path, *more: object, enter: str = "") -> Result:
    teachers = folder.parent / "teachers.csv"
    return run("pair", folder, "--teachers", teachers, "--seed", "b=2", *more, enter=enter)


def test_the_pairings_are_told_without_names_of_people(tmp_path: Path) -> None:
    result = paired(grouped(tmp_path))
    assert result.exit_code == 0, result.output
    assert "Class 2" in result.output
    assert "years of service, title" in result.output
    assert not any(name in result.output for name in ("Ann Lee", "Di Sun", "PupilA", "T1"))


def test_step_by_step_writes_what_the_one_go_writes(tmp_path: Path) -> None:
    contents = []
    for name, more, enter in (("one", (), ""), ("two", ("--step",), "\n\n\n\n")):
        folder = grouped(tmp_path / name)
        result = paired(folder, *more, enter=enter)
        assert result.exit_code == 0, result.output
        files = (p for p in folder.rglob("*") if p.is_file() and p.name != "run.json")
        contents.append({str(p.relative_to(folder)): p.read_bytes() for p in files})
        assert ("2 / 3" in result.output) == bool(more)
        assert "Ann Lee" not in result.output
    assert contents[0] == contents[1]


def test_the_file_has_the_keys_that_scripts_rely_on(tmp_path: Path) -> None:
    result = paired(grouped(tmp_path), "--json")
    assert sorted(json.loads(result.output)["pair"]) == [
        "asked", "balance", "barred", "before", "conflicts", "date", "digest", "draw", "format",
        "head", "line", "names", "number", "other_givers", "pairings", "result_digest", "rounds",
        "seed", "sizes", "source", "staff", "students", "version",
    ]  # fmt: skip


def test_a_rehearsal_says_so_at_every_step_and_has_no_file(tmp_path: Path) -> None:
    folder = grouped(tmp_path)
    shown = paired(folder, "--rehearsal", "--step", enter="\n\n\n\n")
    assert shown.exit_code == 0, shown.output
    assert shown.output.count("[REHEARSAL]") == 4
    assert "this is no draw and binds nobody" in shown.output
    told = json.loads(paired(folder, "--rehearsal", "--json").output)
    assert told["rehearsal"] is True
    assert (told["file"], told["fingerprint"], told["ledger"]) == (None, None, None)
    assert told["folder"].endswith("intake-rehearsal2")


def test_what_is_fixed_is_told_before_words_are_asked_for(tmp_path: Path) -> None:
    folder = grouped(tmp_path)
    teachers = folder.parent / "teachers.csv"
    asked = run("pair", folder, "--teachers", teachers, "--ask-seed", enter="mayor\n\n6 6\n")
    assert asked.exit_code == 0, asked.output
    assert "read aloud before the words are given" in asked.stderr
    assert asked.stderr.index("read aloud") < asked.stderr.index("Turn of mayor")


def test_errors_have_their_exit_codes(tmp_path: Path) -> None:
    folder = grouped(tmp_path)
    missing = run("pair", folder, "--teachers", tmp_path / "none.csv", "--seed", "b=2")
    assert missing.exit_code == 3
    assert "No result was written." in missing.stderr
    write_csv(folder.parent / "teachers.csv", TEACHERS.replace("no,3", "no,2"))
    assert paired(folder).exit_code == 4
    assert run("pair", folder, "--conflicts", tmp_path / "c.csv").exit_code == 2
    write_csv(folder.parent / "teachers.csv", TEACHERS)
    assert paired(folder, "--rooms", "1,2").exit_code == 2
    assert paired(folder).exit_code == 0
    assert paired(folder).exit_code == 3


def test_the_seed_on_the_screen_stands_beside_its_own_lot(tmp_path: Path) -> None:
    lines = [line.strip() for line in paired(grouped(tmp_path)).output.splitlines()]
    assert "Second lot: Seed given: b=2." in lines or "Second lot: Seed given: b: 2." in lines
    assert "The draw of the students before it: Draw 1 of 1." in lines
    assert "Draw 1 of 1." not in lines


def test_a_second_pairing_is_refused_with_the_way_that_is_left(tmp_path: Path) -> None:
    folder = grouped(tmp_path)
    assert paired(folder).exit_code == 0
    refused = paired(folder)
    assert "The classes are paired already." in refused.stderr
    assert "assign --redraw" in refused.stderr
    assert "--teachers" not in refused.stderr


def test_classes_that_have_their_names_may_still_get_teachers(tmp_path: Path) -> None:
    folder = grouped(tmp_path)
    assert run("pair", folder, "--seed", "b=2").exit_code == 0
    refused = run("pair", folder, "--seed", "c=3")
    assert "to draw teachers for them, too: --teachers." in refused.stderr
    assert (
        run("pair", folder, "--teachers", tmp_path / "teachers.csv", "--seed", "c=3").exit_code == 0
    )
