"""The desk where a roster was drawn already, and where answers do not fit or do not come."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from balance_classes.cli import commands
from balance_classes.language import Language, Text
from balance_classes.rendering.questions import confirmed, one_of
from tests.builders import write_xlsx
from tests.commands.test_desk import CHINESE, a_roster, at_desk, beside
from tests.workflows.stage import School

DRAWN = "1\n\n1\n\n\n2\n\n家长代表\n\n3 1\n\n\n否\n"
"""Policy, school, stage, grade, classes; a draw, date, giver, words; no hall, notice or lists."""


def drawn(folder: Path) -> Path:
    roster = a_roster(folder)
    result = at_desk(roster, said=DRAWN)
    assert result.exit_code == 0, result.output
    return roster


def test_a_draw_before_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    roster = drawn(tmp_path)
    before = beside(roster)
    result = at_desk(roster, said="\n0\n")
    assert result.exit_code == 0, result.output
    assert "这份名册已经抽过签：第 1 次编班抽签。" in result.output
    assert "新生 2026-分班" in result.output
    assert "没有抽签。" in result.output
    assert "学段" not in result.output
    assert beside(roster) == before


def test_its_result_is_recounted_and_published_once(tmp_path: Path) -> None:
    roster = drawn(tmp_path)
    result = at_desk(roster, said="1\n1\n\n\n")
    assert result.exit_code == 0, result.output
    assert "已重新核验：结果与抽签时相同。" in result.output
    assert (roster.parent / "新生 2026-分班-公示").is_dir()
    again = at_desk(roster, said="1\n")
    assert again.exit_code == 0, again.output
    assert "公示：" in again.output
    assert "写全名" not in again.output


def test_a_result_that_was_changed_is_not_published(tmp_path: Path) -> None:
    roster = drawn(tmp_path)
    classes = roster.parent / "新生 2026-分班" / "classes.csv"
    classes.write_text(classes.read_text("utf-8-sig").replace("一(1)班", "一(2)班"), "utf-8-sig")
    result = at_desk(roster, said="1\n1\n")
    assert result.exit_code == 6
    assert "✗" in result.output
    assert not (roster.parent / "新生 2026-分班-公示").exists()


def test_another_draw_needs_a_reason_and_replaces_the_last(tmp_path: Path) -> None:
    roster = drawn(tmp_path)
    result = at_desk(
        roster, said="2\n1\n\n1\n\n\n  \n名册漏了一名学生\n\n家长代表\n\n6 6\n\n\n否\n"
    )
    assert result.exit_code == 0, result.output
    assert "再次抽签必须说明理由。" in result.output
    assert "第 2 次编班抽签，共 2 次；取代第 1 次" in result.output
    assert "理由：名册漏了一名学生。" in result.output
    assert "superseded" in beside(roster)


def test_a_rehearsal_after_the_draw_leaves_it_alone(tmp_path: Path) -> None:
    roster = drawn(tmp_path)
    ledger = (roster.parent / "新生 2026.ledger.jsonl").read_bytes()
    result = at_desk(roster, said="3\n1\n\n1\n\n\n0\n")
    assert result.exit_code == 0, result.output
    assert "新生 2026-演练" in beside(roster)
    assert (roster.parent / "新生 2026.ledger.jsonl").read_bytes().startswith(ledger)


def test_a_result_that_is_gone_is_written_again_from_its_seed(tmp_path: Path) -> None:
    roster = drawn(tmp_path)
    folder = roster.parent / "新生 2026-分班"
    record = (folder / "record.json").read_bytes()
    folder.rename(tmp_path / "away")
    result = at_desk(roster, said="1\n1\n\n1\n\n\n\n\n否\n")
    assert result.exit_code == 0, result.output
    assert (folder / "record.json").read_bytes() == record


def test_a_sealed_roster_whose_seal_is_not_there_asks_for_no_words(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.seal("parents")
    school.sealed.unlink()
    result = at_desk(school.roster, "--classes", 3, said="\n\n\n2\n\n0\n")
    assert result.exit_code == 0
    assert "This roster is sealed, and no seal was named." in result.stderr
    assert "Turn of" not in result.output


def test_a_seal_is_read_by_its_own_rules_and_made_anew_where_the_roster_changed(
    tmp_path: Path,
) -> None:
    roster = a_roster(tmp_path)
    (roster.parent / "rules.toml").write_text(
        'policy = "none"\nclasses = 2\nschool = "甲"', "utf-8"
    )
    seal = ["3", "家长代表", "", "3个1-100000的数", "掷骰子", ""]
    first = at_desk(roster, said="\n".join(["", *seal, "0", ""]))
    assert first.exit_code == 0, first.output
    write_xlsx(
        roster, [*CHINESE[:-1], [*CHINESE[-1][:2], "男" if CHINESE[-1][2] == "女" else "女"]]
    )
    anew = ["2", "", "1 2 3", "3", "", *seal, "2", "", "1 2 3", "", "", "否"]
    result = at_desk(roster, said="\n".join([*anew, ""]))
    assert result.exit_code == 0, result.output
    assert "可以抽签：50 名学生编 2 个班" in result.output.split("按封存文件")[0]
    assert "第 51 行：与封存时不同的栏：性别。" in result.output
    assert "抽签前已封存" in result.output
    assert "新生 2026-封存.json" in {path.name for path in (roster.parent / "superseded").iterdir()}


def test_the_name_of_the_school_is_asked_for_unless_rules_have_it(tmp_path: Path) -> None:
    roster = a_roster(tmp_path)
    result = at_desk(roster, said="1\n=1\n示例小学\n1\n\n\n1\n0\n")
    assert result.exit_code == 0, result.output
    assert "直接按回车：新生 2026" in result.output
    assert "请不要写“=”。" in result.output
    record = json.loads((roster.parent / "新生 2026-演练" / "record.json").read_text("utf-8"))
    assert record["source"]["school"] == "示例小学"
    (roster.parent / "rules.toml").write_text('school = "另一所"', "utf-8")
    assert "校名" not in at_desk(roster, said="1\n1\n\n\n0\n").output
    assert "校名" not in at_desk(roster, "--school", "第三所", said="1\n1\n\n\n0\n").output


def test_an_answer_that_does_not_fit_is_told_what_would(tmp_path: Path) -> None:
    result = at_desk(a_roster(tmp_path), said="1\n\n小学\n１\n\n两个\n２\n开始\n\n0\n")
    assert result.exit_code == 0, result.output
    assert "请输入其中之一：1、2。" in result.output
    assert "请输入整数，例如 6；或直接按回车。" in result.output
    assert "请输入其中之一：1、2、3、0。" in result.output


@pytest.mark.parametrize(
    ("answer", "meant"),
    [("是", True), ("y", True), ("ＹＥＳ", True), ("否", False), ("Ｎ", False), ("", False)],
)
def test_yes_and_no_are_understood_in_both_languages(
    answer: str, meant: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["1", answer])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    assert confirmed(Language("zh"), Text("Are these the words?"), default=False) is meant
    assert "请输入“是”或“否”，也可以输入 y 或 n。" in capsys.readouterr().err


def test_enter_alone_is_an_answer_only_where_it_is_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["", "１"])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    assert one_of(Language("en"), Text("Which?"), ["1", "2"]) == "1"
    assert "Please type one of: 1, 2.\n" in capsys.readouterr().err


@pytest.mark.parametrize("said", ["", "\n", "\n1\n", "\n1\n\n", "\n1\n\n2\n家长\n"])
def test_who_breaks_off_is_told_so_in_the_roster_s_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    roster = a_roster(tmp_path).rename(tmp_path / "in.xlsx")
    result = at_desk(roster, said=said)
    assert result.exit_code == 130
    assert result.stderr.endswith("：\n已中断，没有留下写了一半的结果。\n")
    asked = CliRunner().invoke(commands, ["desk", str(roster), "--lang", "en"], input="")
    assert asked.exit_code == 130
    assert asked.stderr.endswith(": \nInterrupted; no half-written result is left.\n")
