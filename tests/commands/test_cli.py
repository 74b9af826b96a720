"""The commands as people and scripts use them: words, files, JSON, exit codes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from balance_classes.cli import commands
from tests.builders import write_csv, write_xlsx

PUPILS = "".join(
    f"S{i:03d},Pupil {i},{'F' if i % 2 else 'M'},{'yes' if i % 5 == 0 else 'no'},{i}\n"
    for i in range(60)
)
ENGLISH = f"student_id,name,sex,boarding,reading_score\n{PUPILS}"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


def english(folder: Path, text: str = ENGLISH) -> Path:
    return write_csv(folder / "intake.csv", text)


def chinese(folder: Path) -> Path:
    rows = [["学号", "姓名", "性别", "总分"]]
    rows += [[f"{i:03d}", f"学生{i}", "男" if i % 2 else "女", f"{i}"] for i in range(50)]
    return write_xlsx(folder / "新生.xlsx", rows)


def test_one_command_writes_the_result_beside_the_roster(tmp_path: Path) -> None:
    result = run(
        "assign", english(tmp_path), "--stage", "primary", "--cap", 45, "--seed", "dice 3 4 6"
    )
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "intake-classes").iterdir()) == [
        "classes.csv", "classes.xlsx", "ledger.jsonl", "record.json", "report.html", "run.json",
        "verify.html",
    ]  # fmt: skip
    assert result.output.startswith(
        "60 students in 2 classes of 30.\nNothing can be more even, proven: sex"
    )
    assert "Never read: reading_score" in result.output
    assert "1A" in result.output


def test_a_chinese_roster_is_answered_in_chinese(tmp_path: Path) -> None:
    result = run("assign", chinese(tmp_path), "--stage", "junior", "--classes", "2")
    assert result.exit_code == 0, result.output
    folder = tmp_path / "新生-分班"
    assert (folder / "分班结果.xlsx").exists()
    assert "已证明不可能更均衡：性别" in result.output
    assert "班级 七(…)班" in result.output
    assert "未经见证" in result.output


def test_lang_goes_before_the_language_of_the_roster(tmp_path: Path) -> None:
    result = run("assign", chinese(tmp_path), "--stage", "junior", "--lang", "en")
    assert "Nothing can be more even, proven: sex" in result.output
    assert (tmp_path / "新生-classes" / "classes.xlsx").exists()


def test_a_script_gets_the_record_as_it_is_written(tmp_path: Path) -> None:
    result = run("assign", english(tmp_path), "--classes", 2, "--seed", "a", "--json")
    answer = json.loads(result.output)
    assert sorted(answer["record"]) == [
        "attributes", "balance", "barred", "classes", "dealt_excess", "digest", "draw", "fixed",
        "fixed_digest", "format", "means", "pinned", "placed", "proofs", "rehearsal",
        "result_digest", "seed", "settled_at_step", "source", "version",
    ]  # fmt: skip
    assert sorted(answer["record"]["classes"][0]) == [
        "group", "lottery_numbers", "name", "size",
    ]  # fmt: skip
    assert sorted(answer["record"]["proofs"][0]) == [
        "bound", "earlier_open", "excess", "ground", "groups", "proven",
    ]  # fmt: skip
    written = json.loads((tmp_path / "intake-classes" / "record.json").read_text("utf-8"))
    assert written == answer["record"]


def test_the_record_holds_no_name_and_no_number(tmp_path: Path) -> None:
    run("assign", english(tmp_path), "--classes", 2)
    record = (tmp_path / "intake-classes" / "record.json").read_text("utf-8")
    assert "Pupil" not in record
    assert "S001" not in record


def test_the_terminal_shows_no_name_and_no_number(tmp_path: Path) -> None:
    result = run("assign", english(tmp_path), "--classes", 2)
    assert "Pupil" not in result.output
    assert "S001" not in result.output


def test_the_same_roster_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    path = english(tmp_path)
    head, *lines = ENGLISH.splitlines()
    turned = write_csv(tmp_path / "turned.csv", "\n".join([head, *lines[::-1]]))
    for name, roster in (("a", path), ("b", path), ("c", turned)):
        out = tmp_path / name
        assert run("assign", roster, "--classes", 3, "--seed", "x", "-o", out).exit_code == 0
    for file in ("classes.csv", "classes.xlsx", "record.json", "report.html"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    assert (tmp_path / "a" / "classes.csv").read_bytes() == (
        tmp_path / "c" / "classes.csv"
    ).read_bytes()


def test_scores_change_nothing(tmp_path: Path) -> None:
    other = ENGLISH.replace(",no,", ",no,9")
    for name, text in (("a", ENGLISH), ("b", other)):
        path = write_csv(tmp_path / f"{name}.csv", text)
        out = tmp_path / name
        assert run("assign", path, "--classes", 3, "--seed", "x", "-o", out).exit_code == 0
    first, second = (json.loads((tmp_path / n / "record.json").read_text("utf-8")) for n in "ab")
    assert first["fixed"]["roster_digest"] == second["fixed"]["roster_digest"]
    assert first["result_digest"] == second["result_digest"]


def test_classes_csv_pairs_each_number_with_its_class(tmp_path: Path) -> None:
    run("assign", english(tmp_path), "--classes", 2, "--grade", 1)
    content = (tmp_path / "intake-classes" / "classes.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    head, *lines = content.decode("utf-8-sig").splitlines()
    assert head == "student number,class"
    assert sorted(line.split(",")[0] for line in lines) == [f"S{i:03d}" for i in range(60)]
    assert {line.split(",")[1] for line in lines} == {"1A", "1B"}


def test_classes_take_the_names_that_are_given_in_their_order(tmp_path: Path) -> None:
    result = run("assign", english(tmp_path), "--class-names", "Oak, Elm，Ash", "--json")
    names = [school["name"] for school in json.loads(result.output)["record"]["classes"]]
    assert names == ["Oak", "Elm", "Ash"]


def test_a_rules_file_names_the_classes(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('class_names = ["[/a]", "b"]\ntiers = [["boarding"], ["boarding", "*"]]')
    result = run("assign", english(tmp_path), "--rules", rules)
    assert result.exit_code == 0, result.output
    assert "[/a]" in result.output
    assert "Not balanced" not in result.output


def test_a_tier_list_without_sex_is_told_as_a_departure(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('tiers = [["boarding"]]')
    result = run(
        "assign", english(tmp_path), "--rules", rules, "--classes", 2, "--policy", "changji-2022"
    )
    assert "Not balanced, although the policy asks for it: sex (§7)." in result.output


def test_placing_by_program_is_said(tmp_path: Path) -> None:
    result = run("assign", english(tmp_path), "--classes", 2, "--method", "program")
    assert result.exit_code == 0, result.output
    assert "Placed by solver" in result.output


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "--stage primary"),
        (("--stage", "none"), 2, "Invalid value"),
        (
            ("--classes", "1", "--policy", "changji-2022"),
            4,
            "Have 50, need 60: seats in 1 class of at most 50.",
        ),
        (("--classes", "61"), 4, "Form at most 60 classes."),
        (("--cap", "46", "--stage", "primary", "--policy", "changji-2022"), 3, "§6"),
        (("--stage", "primary"), 2, "names no cap for this stage"),
        (("--classes", "2", "--solver", "none"), 3, "no solver “none”"),
        (("--classes", "2", "--policy", "none-such"), 2, "not one of"),
        (("--classes", "2", "--seed", "--"), 2, "no letter and no digit"),
        (("--classes", "0"), 2, "--classes: The value 0 is too small"),
        (("--classes", "2", "--rules", "none.toml"), 3, "none.toml"),
        (("--classes", "2", "-o", "/no/such/place"), 3, "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_code(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    result = run("assign", english(tmp_path), *arguments)
    assert result.exit_code == code, result.output
    assert words in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["intake.csv"]


def test_an_existing_result_is_kept(tmp_path: Path) -> None:
    path = english(tmp_path)
    run("assign", path, "--classes", 2)
    before = (tmp_path / "intake-classes" / "classes.csv").read_bytes()
    result = run("assign", path, "--classes", 2)
    assert result.exit_code == 3
    assert "The result of draw 1 lies here already." in result.output
    assert (tmp_path / "intake-classes" / "classes.csv").read_bytes() == before


def test_an_interrupted_run_writes_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("balance_classes.files.result.result_writing.workbook", interrupt)
    monkeypatch.setattr("sys.unraisablehook", sys.unraisablehook)
    result = run("assign", english(tmp_path), "--classes", 2)
    assert result.exit_code == 130
    assert "Interrupted; no half-written result is left." in result.output
    # The line with the seed stands on the ledger: the next run continues that draw.
    assert sorted(p.name for p in tmp_path.iterdir()) == ["intake.csv", "intake.ledger.jsonl"]


def test_errors_are_json_for_scripts(tmp_path: Path) -> None:
    result = run("assign", tmp_path / "none.xlsx", "--classes", 2, "--json")
    answer = json.loads(result.output)
    assert result.exit_code == answer["exit_code"] == 3
    assert sorted(answer["findings"][0]) == ["code", "mend", "place", "what", "where"]


def test_all_problems_of_a_roster_are_told_in_its_language(tmp_path: Path) -> None:
    rows = [["学号", "姓名", "性别"], ["1", "a", "甲"], ["1", "b", "乙"]]
    result = run("assign", write_xlsx(tmp_path / "x.xlsx", rows), "--classes", 1, "--lang", "zh")
    assert result.exit_code == 3
    assert "单元格 C2：性别：不认识的代码“甲”。" in result.output
    assert "单元格 C3：性别：不认识的代码“乙”。" in result.output
    assert "没有写出任何结果" in result.output


def test_help_speaks_the_language_asked_for() -> None:
    assert "学段" in run("assign", "--lang", "zh", "--help").output
    assert "The stage" in run("assign", "--lang", "en", "--help").output


def sealed(folder: Path) -> Path:
    """Seal an English roster for two givers and return it."""
    roster = english(folder)
    givers = ("--giver", "parents", "--giver", "notary", "--seed-source", "dice")
    result = run("seal", roster, "--classes", 2, *givers, "--date", "2026-08-10")
    assert result.exit_code == 0, result.output
    return roster


def test_a_draw_in_public_from_seal_to_ledger(tmp_path: Path) -> None:
    roster = sealed(tmp_path)
    seal, folder = tmp_path / "intake-seal.json", tmp_path / "intake-classes"
    words = ("--seed", "notary=4 6 1", "--seed", "parents＝37 26")
    drawn = run("assign", roster, "--sealed", seal, *words, "--date", "2026-08-12")
    assert drawn.exit_code == 0, drawn.output
    assert (
        "Seed given: parents: 37 26 (counted: 3726), notary: 4 6 1 (counted: 461)." in drawn.output
    )
    assert "Date of the draw: 12 August 2026." in drawn.output
    posted = drawn.output.split("Fingerprint of the result: ")[1][:29]
    checked = run("verify", folder, "--roster", roster, "--fingerprint", posted)
    assert checked.exit_code == 0, checked.output
    assert "Yes: this is the posted result" in checked.output
    assert "✗" not in checked.output
    told = run("explain", folder, "Pupil 7")
    assert told.exit_code == 0, told.output
    assert "Dealt in lottery order to group" in told.output
    events = run("ledger", roster)
    assert "1. 10 August 2026, sealed: " in events.output
    assert "draw 1 of 1; seed: parents=37 26, notary=4 6 1" in events.output


def test_a_difference_leaves_with_6(tmp_path: Path) -> None:
    roster = english(tmp_path)
    run("assign", roster, "--classes", 2)
    folder = tmp_path / "intake-classes"
    wrong = run("verify", folder, "--fingerprint", "0000")
    assert wrong.exit_code == 6
    assert "No: see what is marked with ✗." in wrong.output
    write_csv(roster, ENGLISH.replace("Pupil 3,M", "Pupil 3,F").replace("Pupil 3,F", "Pupil 3,M"))
    assert run("verify", folder, "--roster", roster).exit_code == 6


def test_the_givers_are_asked_on_the_terminal(tmp_path: Path) -> None:
    roster = sealed(tmp_path)
    command = ["assign", str(roster), "--sealed", str(tmp_path / "intake-seal.json"), "--ask-seed"]
    result = CliRunner().invoke(commands, command, input="3 1\n4 6\n")
    assert result.exit_code == 0, result.output
    assert "Turn of parents; the words: " in result.output
    assert "Seed given: parents: 3 1 (counted: 31), notary: 4 6 (counted: 46)." in result.output


def test_givers_who_were_not_sealed_are_asked_for_their_names(tmp_path: Path) -> None:
    command = ["assign", str(english(tmp_path)), "--classes", "2", "--ask-seed"]
    result = CliRunner().invoke(commands, command, input="mayor\n\n3 1\n")
    assert result.exit_code == 0, result.output
    assert "Seed given: mayor: 3 1 (counted: 31)." in result.output


def test_who_breaks_off_while_asked_has_drawn_nothing(tmp_path: Path) -> None:
    roster = sealed(tmp_path)
    before = (tmp_path / "intake.ledger.jsonl").read_bytes()
    command = ["assign", str(roster), "--sealed", str(tmp_path / "intake-seal.json"), "--ask-seed"]
    result = CliRunner().invoke(commands, command, input="3 1\n")
    assert result.exit_code == 130
    assert (tmp_path / "intake.ledger.jsonl").read_bytes() == before


def test_commands_that_only_read_do_not_speak_of_writing(tmp_path: Path) -> None:
    result = run("verify", tmp_path)
    assert result.exit_code == 3
    assert "written." not in result.output


def test_no_number_and_no_name_stands_on_the_terminal(tmp_path: Path) -> None:
    roster, folder = sealed(tmp_path), tmp_path / "intake-classes"
    words = ("--seed", "notary=4 6 1", "--seed", "parents=37 26")
    shown = [run("assign", roster, "--sealed", tmp_path / "intake-seal.json", *words)]
    shown += [run("explain", folder, number) for number in (1, 2, 3)]
    shown += [run("verify", folder, "--roster", roster), run("ledger", roster)]
    write_csv(roster, ENGLISH.replace("yes", "no", 3).replace("Pupil 7,", "Pupil X,"))
    shown.append(run("verify", folder, "--roster", roster))
    assert shown[-1].exit_code == 6
    for result in shown:
        assert "Pupil" not in result.output
        assert "S0" not in result.output


def test_words_that_cannot_count_are_asked_for_again(tmp_path: Path) -> None:
    roster = sealed(tmp_path)
    command = ["assign", str(roster), "--sealed", str(tmp_path / "intake-seal.json"), "--ask-seed"]
    result = CliRunner().invoke(commands, command, input="，\n3 1\n4 6\n")
    assert result.exit_code == 0, result.output
    assert "no letter and no digit" in result.output
    assert "Seed given: parents: 3 1 (counted: 31), notary: 4 6 (counted: 46)." in result.output


def test_who_names_chinese_files_is_answered_in_chinese(tmp_path: Path) -> None:
    result = run("ledger", tmp_path / "新生.xlsx")
    assert (result.exit_code, "没有台账" in result.output) == (3, True)


NEWCOMERS = "student_id,name,sex,boarding\nS100,Pupil A,F,no\nS101,Pupil B,M,yes\n"


def test_a_year_after_the_draw_on_the_command_line(tmp_path: Path) -> None:
    roster, folder = english(tmp_path), tmp_path / "intake-classes"
    run("assign", roster, "--classes", 2, "--seed", "a")
    coming = write_csv(tmp_path / "new.csv", NEWCOMERS)
    going = write_csv(tmp_path / "gone.csv", "student_id\nS007\n")
    came = run("place", folder, coming, "--leavers", going, "--seed", "parents=3", "--json")
    assert came.exit_code == 0, came.output
    answer = json.loads(came.output)
    assert answer["since_the_draw"] == {
        "newcomers": 2,
        "leavers": 1,
        "changed": 0,
        "returned": 0,
    }
    assert sorted(answer["change"]) == [
        "asked", "balance", "barred", "before", "cap", "cap_reason", "choices", "date", "digest",
        "draw", "format", "head", "leavers", "line", "method", "newcomers", "number",
        "other_givers", "pinned", "result_digest", "seed", "sizes", "source", "students",
        "version",
    ]  # fmt: skip
    there = answer["change"]["newcomers"][0]
    other = next(n for n, _ in answer["change"]["sizes"] if n != there["school_class"])
    approval = ("--reason-code", "safety", "--approval", "2026-3", "--approved-by", "bureau")
    number = there["lottery_number"]
    moved = run("amend", folder, "--student", number, "--to", other, *approval)
    assert moved.exit_code == 0, moved.output
    assert f"From {there['school_class']} to {other}: " in moved.output
    assert f", lottery number {number}." in moved.output
    assert "Reason: safety or peace between students." in moved.output
    assert run("verify", folder, "--roster", roster).exit_code == 0
    told = run("explain", folder, number)
    assert "it was moved from" in told.output
    events = run("ledger", roster).output
    assert "change 1: newcomers and leavers; seed: parents=3" in events
    assert "change 2: approved change" in events
    for shown in (came, moved, told, run("ledger", folder)):
        assert "Pupil" not in shown.output
        assert "S10" not in shown.output


def test_no_seat_leaves_with_4_and_nothing_on_the_ledger(tmp_path: Path) -> None:
    roster, folder = english(tmp_path), tmp_path / "intake-classes"
    run("assign", roster, "--classes", 2, "--cap", 30, "--seed", "a")
    before = (tmp_path / "intake.ledger.jsonl").read_bytes()
    coming = write_csv(tmp_path / "new.csv", NEWCOMERS)
    refused = run("place", folder, coming, "--seed", "b")
    assert refused.exit_code == 4
    assert "Have 0, need 2: free seats in the classes." in refused.output
    assert "have a cap of 31 approved" in refused.output
    assert (tmp_path / "intake.ledger.jsonl").read_bytes() == before


def test_givers_of_a_later_seed_are_asked_on_the_terminal(tmp_path: Path) -> None:
    run("assign", english(tmp_path), "--classes", 2, "--seed", "a")
    coming = write_csv(tmp_path / "new.csv", NEWCOMERS)
    command = ["place", str(tmp_path / "intake-classes"), str(coming), "--ask-seed"]
    result = CliRunner().invoke(commands, command, input="mayor\n\n3 1\n")
    assert result.exit_code == 0, result.output
    assert (
        "change 1: newcomers and leavers; seed: mayor=3 1"
        in run("ledger", tmp_path / "intake.csv").output
    )


def test_of_several_students_a_person_is_asked_which_and_a_script_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"{i},Kid{chr(64 + i)},{'FM'[i % 2]}" for i in range(1, 13)]
    roster = english(tmp_path, "\n".join(["student_id,name,sex", *lines]) + "\n")
    folder = tmp_path / "o"
    run("assign", roster, "--policy", "none", "--classes", "2", "--seed", "a=1", "-o", folder)
    told = run("explain", folder, "3")
    assert told.exit_code == 2
    assert "number:3" in told.output
    assert "lot:3" in told.output
    assert "lot:3" in run("explain", folder, "3", "--json").output
    terminal = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("balance_classes.rendering.questions.sys", terminal)
    ask = ["explain", str(folder), "3"]
    asked = CliRunner().invoke(commands, ask, input="9\n2\n")
    assert asked.exit_code == 0, asked.output
    assert "Please type one of: 1, 2; or press Enter alone." in asked.output
    assert "KidC" not in asked.output.split("Which one?")[0]
    assert CliRunner().invoke(commands, ask, input="\n").exit_code == 2
