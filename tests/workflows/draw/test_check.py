from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from balance_classes.cli import commands
from balance_classes.errors import ResultError
from balance_classes.files.disk.private_files import is_private
from balance_classes.language import Language
from balance_classes.workflows.draw.check import CheckRequest, CheckResult, check
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.workflows.stage import School, as_text, pupils


def checked(path: Path, mark: Path | None = None, **options: object) -> CheckResult:
    return check(CheckRequest(RosterRequest(path, None, options), mark, None))


def test_a_sound_roster_is_ready_and_leaves_no_trace(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    result = checked(school.roster, cap=45, classes=3)
    assert (result.problems, result.exit_code, result.examined.students) == ((), 0, 18)
    assert [len(result.classes), result.needed] == [3, 1]
    assert {limit.bound for limit in result.limits} == {0}
    assert [path.name for path in tmp_path.iterdir()] == ["intake.csv"]


def test_how_many_classes_may_be_left_open(tmp_path: Path) -> None:
    result = checked(School.at(tmp_path).roster)
    assert (result.exit_code, result.classes, result.needed) == (0, (), None)


def test_problems_of_roster_and_of_capacity_are_told_together(tmp_path: Path) -> None:
    rows = pupils()
    rows[3][3] = "?"
    school = School.at(tmp_path)
    write_csv(school.roster, as_text(rows))
    result = checked(school.roster, classes=2, cap=8)
    assert result.exit_code == 3
    assert [str(f.what).split(" ")[0] for f in result.problems] == ["sex:", "Have"]


def test_rules_that_cannot_hold_are_a_problem_of_their_own(tmp_path: Path) -> None:
    rows = pupils()
    for row in rows[:9]:
        row[6] = "T9"
    school = School.at(tmp_path)
    write_csv(school.roster, as_text(rows))
    assert checked(school.roster, classes=3).exit_code == 4
    assert checked(school.roster, classes=2, plan=17).exit_code == 4


def test_the_marked_copy_is_new_and_the_owners_alone(tmp_path: Path) -> None:
    school, mark = School.at(tmp_path), tmp_path / "to-mend.xlsx"
    assert checked(school.roster, mark, classes=3).marked == mark
    assert is_private(mark)
    with pytest.raises(ResultError):
        checked(school.roster, mark, classes=3)


def test_cells_that_name_no_class_are_told_where_classes_stand(tmp_path: Path) -> None:
    rows = [f"{i:02},Pupil{chr(65 + i)},{'ABBb'[i % 4]}" for i in range(11)]
    roster = write_csv(tmp_path / "r.csv", "\n".join(["id,name,now", *rows, "11,Zed,Bb"]) + "\n")
    options = ["--policy", "own", "--class-names", "A,B", "--keep", "now"]
    shown = CliRunner().invoke(commands, ["check", str(roster), *options])
    assert "now: no class is named Bb; 1 leave it." in shown.output
    assert "who stays in its class: at least 2 change class." in shown.output


def test_the_classes_that_stand_are_no_scores_whatever_they_are_called(tmp_path: Path) -> None:
    rows = [f"{i:02},Pupil{chr(65 + i)},C{i % 13 + 1}" for i in range(26)]
    roster = write_csv(tmp_path / "r.csv", "\n".join(["id,name,now", *rows]) + "\n")
    names = [f"C{n}" for n in range(1, 14)]
    rules = {"policy": "own", "class_names": names, "keep": "now"}
    assert checked(roster, **rules).problems == ()
    assert checked(roster, **rules, tiers=[["now"]]).problems != ()


def test_the_command_tells_whether_all_is_ready(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    shown = CliRunner().invoke(commands, ["check", str(school.roster), "--classes", "3"])
    assert shown.exit_code == 0, shown.output
    assert "Ready" in shown.output
    open_yet = CliRunner().invoke(commands, ["check", str(school.roster)])
    assert "still to be said" in open_yet.output


def test_the_password_comes_from_a_file(tmp_path: Path) -> None:
    from tests.files.tables.files import HEADER, ROWS, locked, xlsx

    plain = xlsx(tmp_path / "p.xlsx", [HEADER, *ROWS])
    path = locked(tmp_path / "r.xlsx", plain, "geheim")
    (tmp_path / "secret.txt").write_text("geheim\n", encoding="utf-8")
    command = ["check", str(path), "--classes", "2"]
    refused = CliRunner().invoke(commands, command)
    assert (refused.exit_code, "--password-file" in refused.output) == (3, True)
    secret = ["--password-file", str(tmp_path / "secret.txt")]
    assert CliRunner().invoke(commands, [*command, *secret]).exit_code == 0
    folder = str(tmp_path / "r-分班")
    drawn = CliRunner().invoke(commands, ["assign", str(path), "--classes", "2", *secret])
    assert drawn.exit_code == 0, drawn.output
    again = CliRunner().invoke(commands, ["verify", folder, "--roster", str(path), *secret])
    assert again.exit_code == 0, again.output


def test_the_template_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    for code in (0, 3):
        result = CliRunner().invoke(commands, ["template", str(path)])
        assert result.exit_code == code, result.output
    assert checked(path).language == Language("zh")
