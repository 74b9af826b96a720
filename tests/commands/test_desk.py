"""The desk: one command from a roster to classes, as a registrar uses it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from balance_classes.cli import commands
from tests.builders import write_csv, write_xlsx
from tests.workflows.stage import School

CHINESE = [["学号", "姓名", "性别"]] + [
    [f"{i:03d}", f"学生{i}", "男" if i % 2 else "女"] for i in range(50)
]


def at_desk(*arguments: object, said: str) -> Result:
    command = ["desk", *map(str, arguments)]
    return CliRunner().invoke(commands, command, input=said)


def a_roster(folder: Path) -> Path:
    """A Chinese roster at a path with spaces and Chinese characters."""
    home = folder / "新 生 入学"
    home.mkdir()
    return write_xlsx(home / "新生 2026.xlsx", CHINESE)


def beside(roster: Path) -> list[str]:
    return sorted(path.name for path in roster.parent.iterdir() if path != roster)


def test_a_roster_is_checked_shown_and_rehearsed(tmp_path: Path) -> None:
    roster = a_roster(tmp_path)
    result = at_desk(roster, said="1\n\n1\n2\n1\n")
    assert result.exit_code == 0, result.output
    assert "可以抽签：50 名学生编" in result.output
    assert "演练：不是正式抽签，不作数。" in result.output
    assert beside(roster) == ["新生 2026-演练"]


def test_it_is_drawn_only_when_that_is_chosen(tmp_path: Path) -> None:
    roster = a_roster(tmp_path)
    result = at_desk(roster, said="1\n\n2\n\n\n")
    assert (result.exit_code, beside(roster)) == (0, [])
    assert "没有抽签。" in result.output
    result = at_desk(roster, said="1\n\n2\n\n2\n家长代表\n3 1\n\n\n")
    assert result.exit_code == 0, result.output
    assert "给定的种子：家长代表：3 1（计入：31）。" in result.output
    assert beside(roster) == ["新生 2026-分班", "新生 2026.ledger.jsonl"]


def test_the_list_to_publish_is_written_when_that_is_chosen(tmp_path: Path) -> None:
    roster = a_roster(tmp_path)
    rules = 'stage = "primary"\n[notice]\nhotline = "12"'
    (roster.parent / "rules.toml").write_text(rules, "utf-8")
    result = at_desk(roster, said="1\n\n2\n\n2\n")
    assert result.exit_code == 0, result.output
    page = (roster.parent / "新生 2026-分班-公示" / "公示.html").read_text("utf-8")
    assert "监督电话：12。" in page
    assert "学*0" in page


def test_wrong_answers_are_asked_for_again(tmp_path: Path) -> None:
    result = at_desk(a_roster(tmp_path), said="1\n\n3\n1\nviele\n0\n2\nja\n\n")
    assert result.exit_code == 0, result.output
    assert "没有抽签。" in result.output


def test_the_roster_is_asked_for_and_may_stand_in_quotes(tmp_path: Path) -> None:
    roster = a_roster(tmp_path)
    result = at_desk(said=f'"{roster}"\n1\n\n1\n\n1\n')
    assert result.exit_code == 0, result.output
    assert beside(roster) == ["新生 2026-演练"]


def test_what_is_wrong_is_listed_and_marked_and_nothing_is_drawn(tmp_path: Path) -> None:
    roster = write_xlsx(tmp_path / "新生.xlsx", [*CHINESE, ["050", "学生", "甲"]])
    result = at_desk(roster, said="\n")
    assert result.exit_code == 3
    assert "单元格 C52" in result.output
    assert "请改好名册，再拖进来一次。" in result.output
    assert beside(roster) == ["新生-标注.xlsx"]


def test_rules_beside_the_roster_are_used(tmp_path: Path) -> None:
    roster = write_xlsx(tmp_path / "新生.xlsx", CHINESE)
    (tmp_path / "规则.toml").write_text('school = "示例小学"\nstage = "primary"', "utf-8")
    result = at_desk(roster, said="1\n1\n")
    assert result.exit_code == 0, result.output
    assert "班级 一(…)班" in result.output


def test_a_seal_beside_the_roster_is_drawn_by(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.seal("parents", "notary")
    result = at_desk(school.roster, said="2\n3 1\n4 6\n\n")
    assert result.exit_code == 0, result.output
    assert "The draw goes by the seal intake-seal.json." in result.output
    assert "Sealed before the draw:" in result.output
    assert school.recount().passed


def test_who_breaks_off_has_drawn_nothing(tmp_path: Path) -> None:
    roster = a_roster(tmp_path)
    assert at_desk(roster, said="1\n\n1\n\n").exit_code == 130
    assert beside(roster) == []


def test_a_script_is_told_of_every_step(tmp_path: Path) -> None:
    roster = write_csv(
        tmp_path / "in.csv", "student_id,name,sex\n" + "".join(f"S{i},P{i},F\n" for i in range(9))
    )
    result = CliRunner().invoke(commands, ["desk", str(roster), "--json"], input="\n3\n1\n")
    answer = json.loads(result.stdout)
    assert (answer["ok"], answer["verify"], answer["notice"]) == (True, None, None)
    assert answer["assign"]["folder"].endswith("in-rehearsal")


def test_what_a_column_is_and_who_has_gone_is_asked(tmp_path: Path) -> None:
    header, *rows = CHINESE
    notes = {3: "近视", 5: "转出", 9: "过敏"}
    noted = [[*row, notes.get(i, "")] for i, row in enumerate(rows)]
    roster = write_xlsx(tmp_path / "新生.xlsx", [[*header, "备注"], *noted])
    stopped = at_desk(roster, said="\n否\n")
    assert stopped.exit_code == 3
    assert "2 个单元格（D5、D11）" in stopped.output
    result = at_desk(roster, said="1\n1\n1\n\n1\n2\n1\n")
    assert result.exit_code == 0, result.output
    assert "未使用的列：备注。" in result.output
    assert "按规则剔除的行：1" in result.output
    assert "学生：49 人" in result.output


def test_a_column_may_be_the_wishes(tmp_path: Path) -> None:
    header, *rows = CHINESE
    wishes = [[*row, "学生2" if i == 7 else ""] for i, row in enumerate(rows)]
    roster = write_xlsx(tmp_path / "新生.xlsx", [[*header, "和谁一起"], *wishes])
    result = at_desk(roster, said="2\n1\n\n1\n2\n1\n")
    assert result.exit_code == 0, result.output
    assert "同班" in result.output
    assert beside(roster) == ["新生-演练"]
