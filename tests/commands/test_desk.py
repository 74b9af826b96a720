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
    result = at_desk(roster, said="1\n\n1\n\n2\n1\n0\n")
    assert result.exit_code == 0, result.output
    assert "可以抽签：50 名学生编" in result.output
    assert "演练：不是正式抽签，不作数。" in result.output
    assert beside(roster) == ["新生 2026-演练", "新生 2026.ledger.jsonl"]


def test_it_is_drawn_only_when_that_is_chosen(tmp_path: Path) -> None:
    roster = a_roster(tmp_path)
    result = at_desk(roster, said="1\n\n2\n\n\n\n0\n")
    assert (result.exit_code, beside(roster)) == (0, [])
    assert "没有抽签。" in result.output
    result = at_desk(roster, said="1\n\n2\n\n\n2\n\n家长代表\n\n3 1\n\n\n否\n")
    assert result.exit_code == 0, result.output
    assert "给定的种子：家长代表：3 1（计入：31）。" in result.output
    assert beside(roster) == ["新生 2026-分班", "新生 2026.ledger.jsonl"]


def test_the_list_to_publish_is_written_when_that_is_chosen(tmp_path: Path) -> None:
    roster = a_roster(tmp_path)
    rules = 'stage = "primary"\n[notice]\nhotline = "12"'
    (roster.parent / "rules.toml").write_text(rules, "utf-8")
    result = at_desk(roster, said="1\n\n\n2\n\n\n\n2\n8月底\n否\n")
    assert result.exit_code == 0, result.output
    page = (roster.parent / "新生 2026-分班-公示" / "公示.html").read_text("utf-8")
    assert "监督电话：12。" in page
    assert "异议期限：8月底。" in page
    assert "学*0" in page


def test_wrong_answers_are_asked_for_again(tmp_path: Path) -> None:
    result = at_desk(a_roster(tmp_path), said="1\n\n3\n1\n十\n\nviele\n0\n2\nja\n\n0\n")
    assert result.exit_code == 0, result.output
    assert "没有抽签。" in result.output


def test_the_roster_is_asked_for_and_may_stand_in_quotes(tmp_path: Path) -> None:
    roster = a_roster(tmp_path)
    result = at_desk(said=f'"{roster}"\n1\n\n1\n\n\n1\n0\n')
    assert result.exit_code == 0, result.output
    assert beside(roster) == ["新生 2026-演练", "新生 2026.ledger.jsonl"]


def test_what_is_wrong_is_listed_and_marked_and_nothing_is_drawn(tmp_path: Path) -> None:
    roster = write_xlsx(tmp_path / "新生.xlsx", [*CHINESE, ["050", "学生", "甲"]])
    result = at_desk(roster, said="\n\n0\n")
    assert result.exit_code == 3
    assert "单元格 C52" in result.output
    assert "请改好名册，再拖进来一次。" in result.output
    assert beside(roster) == ["新生-标注.xlsx"]


def test_rules_beside_the_roster_are_used(tmp_path: Path) -> None:
    roster = write_xlsx(tmp_path / "新生.xlsx", CHINESE)
    (tmp_path / "规则.toml").write_text('school = "示例小学"\nstage = "primary"', "utf-8")
    result = at_desk(roster, said="1\n\n1\n0\n")
    assert result.exit_code == 0, result.output
    assert "班级 一(…)班" in result.output


def test_a_seal_beside_the_roster_is_drawn_by(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.seal("parents", "notary")
    result = at_desk(school.roster, said="2\n\n3 1\n4 6\n\n\nno\n")
    assert result.exit_code == 0, result.output
    assert "The draw goes by the seal intake-seal.json." in result.output
    assert "Sealed before the draw:" in result.output
    assert school.recount().passed


def test_who_breaks_off_has_drawn_nothing(tmp_path: Path) -> None:
    roster = a_roster(tmp_path)
    assert at_desk(roster, said="1\n\n1\n\n\n").exit_code == 130
    assert beside(roster) == []


def test_a_script_is_told_of_every_step(tmp_path: Path) -> None:
    roster = write_csv(
        tmp_path / "in.csv", "student_id,name,sex\n" + "".join(f"S{i},P{i},F\n" for i in range(9))
    )
    result = CliRunner().invoke(commands, ["desk", str(roster), "--json"], input="\n3\n1\n0\n")
    answer = json.loads(result.stdout)
    assert (answer["ok"], answer["verify"], answer["notice"]) == (True, None, None)
    assert answer["assign"]["folder"].endswith("in-rehearsal")


def test_what_a_column_is_and_who_has_gone_is_asked(tmp_path: Path) -> None:
    header, *rows = CHINESE
    notes = {3: "近视", 5: "转出", 9: "过敏"}
    noted = [[*row, notes.get(i, "")] for i, row in enumerate(rows)]
    roster = write_xlsx(tmp_path / "新生.xlsx", [[*header, "备注"], *noted])
    stopped = at_desk(roster, said="0\n否\n0\n")
    assert stopped.exit_code == 3
    assert "2 个单元格（D5、D11）" in stopped.output
    result = at_desk(roster, said="1\n1\n1\n\n1\n\n2\n\n1\n0\n")
    assert result.exit_code == 0, result.output
    assert "未使用的列：备注。" in result.output
    assert "按规则剔除的行：1" in result.output
    assert "学生：49 人" in result.output


def test_a_column_may_be_the_wishes(tmp_path: Path) -> None:
    header, *rows = CHINESE
    wishes = [[*row, "学生2" if i == 7 else ""] for i, row in enumerate(rows)]
    roster = write_xlsx(tmp_path / "新生.xlsx", [[*header, "和谁一起"], *wishes])
    result = at_desk(roster, said="2\n1\n\n1\n\n2\n\n1\n0\n")
    assert result.exit_code == 0, result.output
    assert "同班" in result.output
    assert beside(roster) == ["新生-演练", "新生.ledger.jsonl"]


def test_a_roster_is_sealed_with_its_givers_and_drawn_before_the_hall(tmp_path: Path) -> None:
    rows = [[*CHINESE[0], "村", "同班"]]
    rows += [[*row, f"{i % 3}村", "A" if i < 2 else ""] for i, row in enumerate(CHINESE[1:])]
    roster = write_xlsx(tmp_path / "新生.xlsx", rows)
    told = ["1", "", "1", "", "", "9", "1", "对"]
    givers = ["家长代表", "3 1 6", "家长 代表", "纪检人员", "", "两个数", "3个1-6的数", ""]
    sealed = ["3", *givers, "掷骰子", "明天", "2026-08-25"]
    drawn = ["2", "2026-08-26", "6 1 3", "家长代表", "5 5 2", "2", "", "是"]
    result = at_desk(roster, said="\n".join([*told, *sealed, *drawn, ""]))
    assert result.exit_code == 0, result.output
    for said in (
        "没有用到的：1 村。",
        "这里请写姓名或身份",
        "“家长 代表”已经写过了。",
        "请写明几个数",
        "请写年、月、日",
        "轮到 家长代表（3 个 1 到 6 的数）",
        "这是种子提供人的名字",
        "给定的种子：家长代表：6 1 3（计入：613）、纪检人员：5 5 2（计入：552）。",
    ):
        assert said in result.output, said
    assert beside(roster) == [
        "新生-分班",
        "新生-分班-名单",
        "新生-分班-投影.html",
        "新生-封存-逐行.json",
        "新生-封存.html",
        "新生-封存.json",
        "新生.ledger.jsonl",
    ]


def test_a_number_of_classes_that_does_not_fit_is_asked_for_again(tmp_path: Path) -> None:
    result = at_desk(a_roster(tmp_path), said="1\n\n1\n\n1\n是\n2\n1\n0\n")
    assert result.exit_code == 0, result.output
    assert "改为另一个班数吗" in result.output
    assert "50 名学生编成 2 个班" in result.output
