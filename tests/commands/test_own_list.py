"""A school's own English list on the command line: what is read, what is said, what can be done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result

from balance_classes.cli import commands
from tests.builders import write_csv, write_xlsx

HEADER = ["No.", "First name", "Surname", "DOB", "M/F", "EAL", "House", "Keep apart from"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


def intake(folder: Path) -> Path:
    """Forty pupils as a school lists them: two of them are to come apart, each says so."""
    rows: list[list[object]] = [["Year 3 (DRAFT)"], [], HEADER]
    for i in range(40):
        other = {4: "Pupil Ford (twin)", 5: "PUPIL EGAN"}.get(i, "")
        surname = {4: "Egan", 5: "Ford"}.get(i, f"Name{chr(65 + i // 8)}{chr(65 + i % 8)}")
        born, sex, house = (
            date(2018, 9 + i % 3, 1 + i % 28),
            "FM"[i % 2],
            ["Red", "Blue"][i % 4 // 2],
        )
        rows.append([i + 1, "Pupil", surname, born, sex, "YN"[i % 3 > 0], house, other])
    return write_xlsx(folder / "intake.xlsx", [*rows, [], ["Total", "", "", "40"]])


RULES = ("--classes", 4, "--policy", "none", "--grade", 3)


def test_a_schools_own_list_is_drawn_checked_and_drawn_again(tmp_path: Path) -> None:
    roster, folder = intake(tmp_path), tmp_path / "intake-classes"
    drawn = run(
        "assign", roster, *RULES, "--spread", "EAL", "--spread", "house", "--seed", "a=1", "-v"
    )
    assert drawn.exit_code == 0, drawn.output
    assert "birth quarter, EAL, house: proven" in drawn.output
    assert "Groups of students to be kept apart: 1." in drawn.output
    for command in (("verify", folder, "--roster", roster, "--recount"), ("verify", folder)):
        result = run(*command)
        assert result.exit_code == 0, result.output
    assert "kept apart from" in run("explain", folder, "pupil egan").output


def test_spread_adds_to_the_rules_file_and_known_columns_need_none(tmp_path: Path) -> None:
    rules = tmp_path / "own.toml"
    rules.write_text('policy = "none"\nclasses = 4\n[columns]\n"House" = "house"\n', "utf-8")
    options = ("--rules", rules, "--spread", "EAL", "--spread", "M/F", "--rehearsal")
    drawn = run("assign", intake(tmp_path), *options, "--seed", "a=1", "-v", "-o", tmp_path / "o")
    assert drawn.exit_code == 0, drawn.output
    assert "sex: proven" in drawn.output
    assert "birth quarter, EAL, house: proven" in drawn.output


def test_no_score_is_spread_by_another_way(tmp_path: Path) -> None:
    refused = run("check", intake(tmp_path), *RULES, "--spread", "Reading score")
    assert refused.exit_code == 3
    assert "asks for scores" in refused.output


def test_check_tells_how_to_spread_another_column(tmp_path: Path) -> None:
    checked = run("check", intake(tmp_path), *RULES)
    assert "Columns not used: No., EAL, House." in checked.output
    assert "--spread COLUMN" in checked.output
    assert "4 classes for 40 students, no cap" in checked.output


def test_what_is_said_of_many_cells_is_said_once(tmp_path: Path) -> None:
    days = "".join(f"{i},P{i},F,{i + 1}/3/2016\n" for i in range(10))
    roster = write_csv(tmp_path / "r.csv", f"id,name,sex,dob\n{days}20,Q,F,1.4.16\n")
    for command in (("check", roster), ("assign", roster, "--classes", 2)):
        said = run(*command).output
        assert said.count("--date-format dmy") == 1
        assert "10 cells (D2, D3, D4, D5, D6, D7, D8, D9, …)" in said
        assert "cell D12: The year has two digits." in said


def test_a_file_in_the_place_of_a_command_is_answered(tmp_path: Path) -> None:
    result = run(intake(tmp_path))
    assert result.exit_code == 2
    assert "Name a command first: balance-classes desk" in result.output
    assert "No such command" in run("nonsense").output


def test_the_help_says_where_to_begin() -> None:
    assert "balance-classes desk roster.xlsx" in run("--help").output
