from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from balance_classes.cli import commands
from tests.builders import write_csv

ROSTER = "学号,姓名,性别,民族\n" + "".join(
    f"{i:03},学生{chr(0x4E00 + i)},{'男女'[i % 2]},{('汉族', '回族')[i % 5 == 0]}\n"
    for i in range(20)
)


def run(*words: object) -> Result:
    return CliRunner().invoke(commands, ["model", *map(str, words)])


def test_it_says_what_was_written_and_how_to_read_it(tmp_path: Path) -> None:
    roster = write_csv(tmp_path / "名册.csv", ROSTER)
    result = run(
        roster, "--classes", 3, "--tier", 2, "--at", "0", "-o", tmp_path / "p.mps", "--json"
    )
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert sorted(told) == [
        "ceilings", "file", "groups", "kinds", "ok", "rows", "tier", "variables",
    ]  # fmt: skip
    assert (told["groups"], told["ceilings"], told["kinds"]) == (["ethnicity"], [0], 4)


def test_no_name_and_no_number_stands_in_the_file(tmp_path: Path) -> None:
    roster = write_csv(tmp_path / "名册.csv", ROSTER)
    assert run(roster, "--classes", 3, "-o", tmp_path / "p.lp").exit_code == 0
    assert (tmp_path / "p.lp").read_text("ascii")


def test_the_rows_of_the_roster_may_stand_in_any_order(tmp_path: Path) -> None:
    head, *rows = ROSTER.splitlines()
    for name, lines in (("a", rows), ("b", rows[::-1])):
        roster = write_csv(tmp_path / f"{name}.csv", "\n".join([head, *lines]))
        assert run(roster, "--classes", 3, "-o", tmp_path / f"{name}.mps").exit_code == 0
    assert (tmp_path / "a.mps").read_bytes() == (tmp_path / "b.mps").read_bytes()


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    roster = write_csv(tmp_path / "名册.csv", ROSTER)
    (tmp_path / "p.mps").write_text("mine")
    assert run(roster, "--classes", 3, "-o", tmp_path / "p.mps").exit_code == 3
    assert (tmp_path / "p.mps").read_text() == "mine"


def test_what_cannot_be_asked_for_is_refused_in_words(tmp_path: Path) -> None:
    roster = write_csv(tmp_path / "名册.csv", ROSTER)
    for words, said in (
        (["-o", tmp_path / "p.txt"], ".mps"),
        (["--tier", 7, "-o", tmp_path / "p.mps"], "第 7 级"),
        (["--tier", 2, "--at", "0,1", "-o", tmp_path / "p.mps"], "--tier 3 --at 0,4"),
        (["--tier", 2, "--at", "-1", "-o", tmp_path / "p.mps"], "--tier 3 --at 0,4"),
    ):
        result = run(roster, "--classes", 3, *words)
        assert (result.exit_code, said in result.output) == (2, True), result.output
    assert [path.name for path in tmp_path.iterdir()] == ["名册.csv"]
