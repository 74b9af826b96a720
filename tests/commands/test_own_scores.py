"""A school that spreads scores by its own choice says so on everything that is printed of it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result
from openpyxl import load_workbook

from balance_classes.cli import commands
from tests.builders import write_csv

TOLD = "This school spreads scores, by its own choice: Band."


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


def test_every_sheet_the_notice_and_the_record_tell_of_the_choice(tmp_path: Path) -> None:
    lines = [f"S{i:02d},Kid{chr(65 + i)},{'MF'[i % 2]},q{i // 2 % 4 + 1}" for i in range(16)]
    roster = write_csv(tmp_path / "r.csv", "\n".join(["id,name,sex,Band", *lines]) + "\n")
    rules = ("--policy", "none", "--classes", "2")
    assert run("assign", roster, *rules, "--spread", "Band").exit_code == 3
    folder = tmp_path / "o"
    drawn = run("assign", roster, *rules, "--spread-score", "Band", "--seed", "a=1", "-o", folder)
    assert drawn.exit_code == 0, drawn.output
    assert TOLD in drawn.output
    for sheet in load_workbook(folder / "classes.xlsx").worksheets:
        assert TOLD in str(sheet.oddHeader.center.text), sheet.title
    assert TOLD in (folder / "report.html").read_text("utf-8")
    assert json.loads((folder / "record.json").read_bytes())["fixed"]["rules"]["scores"] == ["Band"]
    assert run("verify", folder, "--recount").exit_code == 0
    assert run("notice", folder).exit_code == 0
    assert TOLD in (tmp_path / "o-notice" / "notice.html").read_text("utf-8")
    cells = [
        cell
        for row in load_workbook(tmp_path / "o-notice" / "notice.xlsx").active.values
        for cell in row
    ]
    assert TOLD in cells


def test_a_draw_without_such_a_choice_has_no_word_of_it_in_its_seal(tmp_path: Path) -> None:
    lines = [f"S{i:02d},Kid{chr(65 + i)},{'MF'[i % 2]}" for i in range(8)]
    roster = write_csv(tmp_path / "r.csv", "\n".join(["id,name,sex", *lines]) + "\n")
    sealed = run("seal", roster, "--policy", "none", "--classes", "2", "-o", tmp_path / "s.json")
    assert sealed.exit_code == 0, sealed.output
    assert "scores" not in json.loads((tmp_path / "s.json").read_bytes())["fixed"]["rules"]


def test_many_different_scores_are_spread_by_their_quarters(tmp_path: Path) -> None:
    scores = [*(f"{40 + 2.5 * i}" for i in range(23)), "absent"]
    lines = [f"S{i:02d},Kid{chr(65 + i)},{'MF'[i % 2]},{scores[i]}" for i in range(24)]
    roster = write_csv(tmp_path / "r.csv", "\n".join(["id,name,sex,Total score", *lines]) + "\n")
    rules = ("--policy", "none", "--classes", "3", "--spread-score", "Total score")
    checked = json.loads(run("check", roster, *rules, "--json").output)
    assert checked["levels"]["Total score"] == {"Q1": 6, "Q2": 5, "Q3": 6, "Q4": 6, "absent": 1}
    folder = tmp_path / "o"
    assert run("assign", roster, *rules, "--seed", "a=1", "-o", folder).exit_code == 0
    assert "57.5" not in (folder / "record.json").read_text("utf-8")
    assert run("verify", folder, "--roster", roster).exit_code == 0
    late = write_csv(tmp_path / "n.csv", "id,name,sex,Total score\nS77,Late,M,70\n")
    refused = run("place", folder, late, "--roster", roster, "--seed", "a=2")
    assert (refused.exit_code, "quarters of scores" in refused.output) == (3, True)
    words = "\n".join(f"S{i:02d},Kid{chr(65 + i)},M,w{i}" for i in range(24))
    roster = write_csv(tmp_path / "w.csv", f"id,name,sex,Total score\n{words}\n")
    assert "at most 12 different ones" in run("check", roster, *rules).output
